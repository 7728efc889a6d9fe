"""Pages of surveys, for the office that asks and for the centres that go from house to house."""
