"""Family centres for programs: the register, coverage, log, committees, assessments, yearly reports.

Every further step is a move: /centre/{id}/moves/{confirm|rest|resume|close}, /assessment/..., /year_report/....
"""

from prasan.community.centres.api import people, quality, register, work, year

router = register.router
for part in (people, quality, work, year):
    router.add_router("", part.router)
