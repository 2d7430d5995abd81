"""HTTP, live frames and the page."""
