"""Safe contact: nothing leaves outside of what was told, by whatever path."""
