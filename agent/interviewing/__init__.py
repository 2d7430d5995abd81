"""Answers to questions from outside."""
