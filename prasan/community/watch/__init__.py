"""Watch: a family centre looks after a house for a while. A reason, a level, the next look, an end; it expires unless renewed with a reason.

Whoever keeps the entry sees the name; the centre's other members see the place, the level and what to look for, so that somebody who may know
the family learns no name. Who is close to the family does not see it at all. Nothing of it leaves the subdistrict but counts with small ones
hidden. A sign of danger is not watched: it opens the private path, 191 and 1669 first, then a report through intake.
"""
