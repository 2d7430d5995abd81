"""What memories mean."""
