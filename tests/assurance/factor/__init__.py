"""A password alone opens nothing: staff without their second factor, at every door."""
