"""Files: what people hand in, kept as it came under the record's key, shown only as a clean copy.

A file is on the disk, encrypted and synced, before its row is written; the row is committed before anybody is told. It stays in
quarantine until it was scanned (where a scanner is) and re-encoded; a refused file loses nothing else.
"""
