"""Triage: a person decides what a report becomes. Urgency and duplicates are suggested with their reasons; outcomes are a registry.

This chapter knows "advice only", "pass on to another desk" and "not for us"; later chapters add "open a case" and "join to a case".
"""
