"""Surveys for programs: forms with their versions and lists, rounds with their quotas, the volunteers of a centre, and what was answered.

Every further step is a move: /form/{id}/moves/{publish|wind_down|close|reopen|retire}, /round/{id}/moves/{start|end|withdraw},
/submission/{id}/moves/{approve|question|reject}, /taking/{id}/moves/{approve|refuse|withdraw}, /entry/{id}/moves/{settle|retire|restore}.
"""

from ninja import Router

from prasan.community.surveys.api import answers, forms, rosters, rounds, takings

router = Router()
AT = "/surveys"
router.add_router("/forms", forms.router)
router.add_router("/rounds", rounds.router)
router.add_router("/interviewers", rounds.interviewers)
router.add_router("/answers", answers.router)
router.add_router("/takings", takings.router)
router.add_router("/lists", rosters.router)
router.add_router("/entries", rosters.entry_router)
router.add_router("/submissions", answers.submission_router)
