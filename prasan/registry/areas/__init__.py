"""Areas: provinces, districts and subdistricts with the official codes, the abolished ones too, because old papers hold them.

The areas come from the package geothai and change once in a while; a code of 2, 4 or 6 digits (8 for villages, later)
says by itself where it lies: the first digits are the area above. Sets of provinces that work together (the
border-provinces centre serves one of them) are rows that a person may edit.
"""
