"""Pure rules of the centres: words, the standard and its score, the year's figures, the drawn map."""
