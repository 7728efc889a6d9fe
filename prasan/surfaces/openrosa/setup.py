"""The set-up code of ODK Collect: its settings as JSON, deflated, base64; as a picture that it scans."""

import base64
import json
import zlib
from dataclasses import dataclass

from prasan.registry.access.qr import Code, path_of


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the keeper of a telephone is shown, once."""

    address: str
    code: Code


def set_up(address: str, *, project: str, name: str = "", secret: str = "") -> SetUp:
    """The code for a server address (with the token in it, or to be used with a name and a secret). Values are those of Collect's own settings.

    What Collect does anyway is left out, so that the picture stays coarse enough for a poor camera. What was sent is deleted from the telephone.
    """
    general = {
        "server_url": address, "username": name, "password": secret, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular",
        "delete_send": True, "app_language": "th",
    }  # fmt: skip
    settings = {"general": {key: value for key, value in general.items() if value != ""}, "admin": {}, "project": {"name": project[:40], "icon": "🏠"}}
    packed = base64.b64encode(zlib.compress(json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode(), 9)).decode()
    return SetUp(address, path_of(packed))
