"""The named cast of the tests: the same few people in every chapter, an outsider among them."""
