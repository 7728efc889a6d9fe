"""Family centres (ศพค.): who they are, what they do, how they are assessed, and where a subdistrict has none.

A centre is an organisation of its own subdistrict. Here it has a committee with terms and a pledge, a log of what it did to prevent harm, a map
of whom it works with, an assessment by a standard that is data, a report for each fiscal year that drafts itself from the log, and a first
page for a telephone on which the later chapters of the subdistrict show themselves. Nothing here knows of a case.
"""
