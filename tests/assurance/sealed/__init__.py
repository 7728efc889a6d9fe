"""Sealed identities: who reported, where somebody hides, who is kept out, a guardian who is accused (rules.md 2, 6, 7)."""
