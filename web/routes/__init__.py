"""The HTTP API, one module a theme."""
