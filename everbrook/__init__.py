"""The program: its subcommands, its settings and the servers it runs on one machine."""
