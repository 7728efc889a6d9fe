"""The demonstration: a believable network with made-up people, built by the same actions that people use.

Content is fixed by one seed; dates are relative to the first start. Nobody in it is real: telephones have 000 in the middle, thirteen-digit
numbers a wrong check digit.
"""
