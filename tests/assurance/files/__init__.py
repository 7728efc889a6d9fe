"""Hostile files: what is let in, what is shown of it, and that a scanner which does not answer releases nothing (security.md S11)."""
