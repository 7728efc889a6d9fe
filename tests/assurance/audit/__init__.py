"""The audit cannot be changed unseen (security.md S8)."""
