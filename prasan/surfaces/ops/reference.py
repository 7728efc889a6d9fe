"""The lists that every installation has: areas, organisations, centres, time limits, classes of retention. Loading again brings in what a version adds.

And the survey forms that came with the house, where somebody brought them in: those that stand as they came follow the release.
"""

from collections.abc import Iterator

from prasan.casework.cases.actions.merging import stop_merged
from prasan.community.centres.actions import load_centres, load_standards
from prasan.community.surveys.actions import follow
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.oversight.privacy.actions import load_retention
from prasan.registry.areas.actions import load_areas
from prasan.registry.limits.actions import load_limits, mend_lists
from prasan.registry.organisations.actions.load import load_network

LEFT = {"own": "its office has made a text of its own", "draft": "its office has a draft", "state": "it is no longer handed out", "round": "a round of it runs",
        "failed": "it could not be published, see the log"}


def load() -> Iterator[str]:
    """Load what is missing; says what it found, list by list, as it goes."""
    areas = load_areas()
    yield f"Areas: {areas.total}, of them new or changed: {areas.written}."
    network = load_network()
    yield f"Organisations: {network.total}, of them new: {network.written}."
    limits = load_limits()
    yield f"Time limits: {limits.total}, of them new or reworded: {limits.written}."
    with writing(system("upgrade")):
        merged, (cleared, told) = stop_merged(), mend_lists()
    if merged or cleared or told:
        yield f"Lists mended: limits of merged cases stopped {merged}, alarms of ended limits taken off {cleared}, limits told anew {told}."
    centres = load_centres()
    yield f"Family centres: {centres.total}, of them new: {centres.written}; editions of their standard: {load_standards()} new."
    yield f"Classes of retention: {load_retention()} new."


def forms() -> Iterator[str]:
    """Publish newer texts of the survey forms that stand as they came; says of each what became of it."""
    for one in follow():
        became = f"is offered on the form's page, because {LEFT[one.left]}" if one.left else "published"
        yield f"Survey form {one.code}: {one.version} {became}."
