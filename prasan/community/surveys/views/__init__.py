"""Pages of surveys, for the office that asks, for the centres that go from house to house, and for whoever uses what was answered."""
