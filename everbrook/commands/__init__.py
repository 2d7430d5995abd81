"""One module a subcommand: `add_arguments` declares its options, `perform` does it.

What a command needs of the other rooms it imports when it runs, so that help is instant.
"""
