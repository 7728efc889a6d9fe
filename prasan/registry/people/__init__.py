"""People: persons, as little or as much as is known of them. No identity is needed; names have kinds; dates may be partial.

A person is scoped by access rows alone. Names are found through keyed tokens and never shown to a role that may not see them; two persons
of one name are never made one by a machine.
"""
