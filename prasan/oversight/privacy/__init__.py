"""Privacy: what people may ask about their own data, and what the house owes them by itself (PDPA B.E. 2562).

The record of processing is read from the models. Rights requests have their clock, an identity check, and a second person for what leaves with
names. What is past its time is proposed for erasure; a person decides and another agrees; then the keys go, with a certificate that says when
the last backup of them lapses. A legal hold stops that. A breach has 72 hours.
"""
