"""Work: one row for each thing that somebody must do. Written in the transaction of its cause, closed in that of its end.

A row says desk or person, verb, object, urgency and due time, and a line of safe facts; never a name, never the story.
"""
