"""Registry: who and where. Areas, organisations, users, persons, safe contact, time limits and work lists."""
