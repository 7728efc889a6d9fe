"""Reading leaves its line in the log: every look at case data, by everybody, at every door."""
