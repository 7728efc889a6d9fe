"""Pages of privacy, for the privacy officer, for whoever keeps a record that is asked about, and for the second person."""
