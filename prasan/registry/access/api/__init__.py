"""People for programs: who is away, who is on watch, and the users with their positions and lost second factors. The same grants as the pages.

A key of a program reaches absence (scope `work`) and rosters (scope `duty`); no scope covers users, so that a stolen key never makes an account.
Those routes answer to the session of a signed-in person.
"""

from ninja import Router

from prasan.registry.access.api import duties, leaves, users

AT = ""
router = Router()
for _at, _part in (("/leaves", leaves.router), ("/duty", duties.router), ("/users", users.router)):
    router.add_router(_at, _part)
