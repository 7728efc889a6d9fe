"""What is true of forms and rounds without any row."""
