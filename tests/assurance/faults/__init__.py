"""Nothing that was acknowledged is lost, and nothing is half-written, whatever is killed, full, broken or away (security.md R1 to R7, R11, R12)."""
