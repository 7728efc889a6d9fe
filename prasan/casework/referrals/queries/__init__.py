"""Reads of referrals: the page of one, the lists, the desks on offer, what is still open."""
