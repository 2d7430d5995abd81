"""Alembic revisions of every table: the engine's and the minds'."""
