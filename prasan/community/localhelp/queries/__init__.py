"""Reads of local help and of resources."""

from prasan.community.localhelp.queries.helps import HelpLine, HelpPage, doing, help_page, helps, solved
from prasan.community.localhelp.queries.resources import ResourceView, choices, resource_page, resources

__all__ = ["HelpLine", "HelpPage", "ResourceView", "choices", "doing", "help_page", "helps", "resource_page", "resources", "solved"]
