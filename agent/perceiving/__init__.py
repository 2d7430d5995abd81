"""What agents notice in the committed steps."""
