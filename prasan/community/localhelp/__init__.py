"""Help solved on the spot, without a report and without a case, with its outcome; and what a subdistrict has to give, by whom, until checked again.

What nobody here can solve is passed on like anything else that a centre knows (counselling.actions.passing).
"""
