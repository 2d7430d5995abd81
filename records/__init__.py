"""What minds leave behind, as the workers that write it and the web that shows it both know it."""
