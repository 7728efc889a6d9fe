"""Surveys: what families, centres and workshops are asked, and by whom.

A form is an XLSForm. It is read by a lint that stops what phone and web would understand differently, tried as a draft, and published as a
version that never changes; late answers to an old version are still understood. Rounds say who is asked when, how many by which centre, and
with which words of consent. Nothing here knows of cases, and nothing of a case can be read from here.
"""
