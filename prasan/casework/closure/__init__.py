"""Closure: a case ends with a reason, the person's own view and the supervisor's approval, and never with something still open."""
