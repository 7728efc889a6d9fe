"""Seeing: what has been done with what people told, whether it was right, and what they may ask of us."""
