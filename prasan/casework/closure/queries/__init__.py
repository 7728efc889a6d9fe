"""Reads of requests to close: the page, what stands in the way."""
