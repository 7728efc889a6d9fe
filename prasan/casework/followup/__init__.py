"""Follow-up: after a case is closed somebody looks again at 1, 3 and 6 months; what is found may open it again under its number."""
