"""Intake: a report comes in by any channel and is safe the moment it is answered.

The public form, the desk form and the API make the same report through the same action. It holds the least that is
needed: where, when, who is meant, what is told, whether it is dangerous now, how one may answer. The reporter lies
apart. The report is routed to the right desk at once, with the reasons, and past everyone who may be involved.
"""
