"""Community: what happens in the subdistrict, where the family centres are."""
