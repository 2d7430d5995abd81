"""What somebody does next."""
