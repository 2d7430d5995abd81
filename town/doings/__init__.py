"""What people are busy with, where, and the objects that they use."""
