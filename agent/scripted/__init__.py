"""The scripted voice: offline, instant, deterministic from the operation's id."""
