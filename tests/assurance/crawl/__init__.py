"""Every page in a real browser: what it may load and from where."""
