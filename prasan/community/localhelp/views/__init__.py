"""Pages of local help and of resources."""

from prasan.community.localhelp.views import helps, resources

__all__ = ["helps", "resources"]
