"""Access: the people who work here. Users hold positions: a role at an organisation, from and until, perhaps for somebody on leave.

From positions comes the actor of a request. Invitations, second factors, duty rosters, suspensions and break-glass are here; all of it is
written down, and none of it gives a case to a system administrator.
"""
