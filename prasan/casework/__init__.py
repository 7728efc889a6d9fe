"""Casework: the main job, from the first report to the last follow-up."""
