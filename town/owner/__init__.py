"""What belongs to a world's owner: its time, its rest, its villagers."""
