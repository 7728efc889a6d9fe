"""Access through every door, compared with the oracle: pages, API, search, lists, files, and plain SQL."""
