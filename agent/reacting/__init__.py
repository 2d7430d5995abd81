"""What somebody does about something noticed."""
