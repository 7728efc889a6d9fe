"""Signing the heads again and again, so that little history lies without a signature."""

from django.conf import settings

from prasan.ground.audit.verify import sign
from prasan.ground.jobs import tick
from prasan.ground.policy import Actor
from prasan.ground.transactions import writing


@tick("sign_audit_heads", seconds=600)
def sign_heads(actor: Actor) -> int:
    """Sign all heads together and publish the list in the data folder, from where the operator carries it elsewhere."""
    with writing(actor):
        sign(settings.DATA / "heads")
    return 1
