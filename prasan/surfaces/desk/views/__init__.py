"""Pages of the desk: parse, gate, read or act, render."""
