"""Links: answers of a survey that a case needs, found from the case and never from the survey.

Whoever manages a case adds what a family was asked by the reference that stands on its answers, with a legal basis and a reason; both are kept with the
case and sealed under its key. Nothing of it is written where surveys are kept, and no page, feed or file of surveys asks here: a submission that a case
knows looks like any other (survey and case are two worlds).
"""
