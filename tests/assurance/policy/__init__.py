"""Policy against itself: what the grants say, read by three compilers and by plain Python over random worlds."""
