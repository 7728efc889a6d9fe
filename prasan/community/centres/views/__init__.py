"""Pages of the centres."""
