"""Ground: what everything stands on. No word of the domain is spoken here."""
