"""What the pages of the desk read beyond a single chapter."""
