"""Referrals: asking another organisation's desk for a service, closed-loop and timed.

Sent, received, accepted (or in part), asked for more while the clock keeps running, refused with a reason and back with an alarm, done with an
outcome, withdrawn. The sender stays responsible; the desk sees the shared sections, and no name before it accepts.
"""
