"""People: who lives in the town, who comes and who leaves."""
