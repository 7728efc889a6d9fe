"""Organisations: offices and bodies of the network, their desks, what they offer and what people call them.

An organisation has a type, a place in a tree of any depth, the area that it serves, and never a person's name. A desk
is where a report or a referral arrives: the nearest desk of a type is found by area. Family centres and local
governments are generated from the subdistricts until real lists are imported, and say so.
"""
