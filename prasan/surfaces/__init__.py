"""Surfaces: how people meet the system: public pages, the desk, the API, the command line."""
