"""Public: what anyone can do without an account. Tell, silently if need be; come back with two numbers; find help; leave at once.

No question needs a script, no address or title says what the page is about, nothing asks a third party, and no row that a public page
writes holds an address, an agent or a session. Answers on the way lie under a key that only the reader's cookie holds.
"""
