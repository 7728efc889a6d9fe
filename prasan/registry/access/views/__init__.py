"""Pages of access: signing in, one's account, users, duty, break-glass, and the demonstration's "enter as"."""
