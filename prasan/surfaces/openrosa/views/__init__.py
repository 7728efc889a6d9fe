"""What telephones and their keepers ask for."""
