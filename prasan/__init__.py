"""Prasan (ประสาน): a report comes in, the right desk has it, one case manager and a team work one shared case."""
