"""API: the same chapters for programs, at /api/v1/. Each chapter brings its router; this room joins them under one gate.

A program holds a token made by a signed-in person after the second factor, limited to scopes; a page of ours uses its session with CSRF. Answers
carry the moves that this caller may make now; errors are problem JSON; every POST may carry an idempotency key.
"""
