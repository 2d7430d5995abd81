"""What sets the project up on a machine. Standard library only: nothing is installed yet."""
