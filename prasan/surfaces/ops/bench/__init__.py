"""Measuring: how much CPU each named request costs, how many reports come in a second, on made-up data of the size of a country.

`prasan bench` (commands/bench.py) makes a place of its own (place), starts `run` there as a process with settings of its own, and removes the
place. `run` takes a database of the asked size out of the stock (stock: patterns, compiling, country, copies, loading), starts the real server
(site), asks it over HTTP (visitor) and writes down what it found (calibration, results). Some make the hot requests in their own process (hot).
"""
