"""Cases for programs: the same acts and the same grants as the pages."""

from prasan.casework.cases.api.routes import router

AT = "/cases"

__all__ = ["AT", "router"]
