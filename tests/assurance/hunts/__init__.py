"""Nothing that somebody told or where they told it from lies readable anywhere on the disk (security.md S6, S7)."""
