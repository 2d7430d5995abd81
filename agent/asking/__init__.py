"""Asking a language model: prompts, quoted data, checks, known answers, the ledger."""
