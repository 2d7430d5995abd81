"""Language models and embedding models behind one port, free of anything about the town."""
