"""Reading for triage."""
