"""Forks of the rules, small enough to read in a minute; tests/unit/test_examples.py plays them."""
