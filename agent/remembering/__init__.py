"""What is kept of a talk that is over."""
