"""Ops: how the system is run. The command `prasan`, health addresses, start-up checks and the database's upgrade.

Serving never happens with more rights than it needs: the owner migrates and grants, the plain role serves.
"""
