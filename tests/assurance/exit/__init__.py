"""Leaving at once: what is on the screen is gone, and Back brings nothing of it (security.md P5)."""
