"""Talk: conversations of two, from the invitation to the farewell."""
