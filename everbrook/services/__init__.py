"""The servers of one machine: Postgres and Valkey, from packages, as child processes."""
