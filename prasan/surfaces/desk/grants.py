"""Who sees figures of the whole country, figures of the joint centre's two bodies, and the access log. None of it shows a record."""

from prasan.ground.policy import Everywhere, Grant, register
from prasan.registry.access import roles

register([
    Grant("figures.country", roles.CentralMonitor, Everywhere(), why="counts only, small ones hidden (domain.md 2.8)"),
    Grant("figures.bodies", roles.JointSupervisor, Everywhere(), why="aggregates of both bodies of the joint centre"),
    Grant("log.read", roles.Auditor, Everywhere(), why="the log, never content"),
    Grant("log.read", roles.PrivacyOfficer, Everywhere()),
    Grant("log.read_reporter", roles.PrivacyOfficer, Everywhere(), why="who opened a reporter is for the privacy officer alone"),
])
