"""Desk: where staff begin the day. The worklist of what I can do now, one search box for everything I may see, and the frame around
every staff page.

Heads see what is late, refused or untaken and how the load lies; provinces and the centre see the work of their area without names; the
country sees counts in which small cells are hidden. Whatever a role may not see does not show, not even as a number.
"""
