"""The checks of `prasan assurance`, each a function that takes a count and a seed and gives a `Result`.

`make test` runs them with the small counts of this folder's tests; PRASAN_ASSURANCE_<ID>=<count> asks for more. A check that finds
nothing proves something only when it can find: each plants faults and must catch every one of them.
"""
