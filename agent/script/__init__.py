"""What all scripted answers are made with: the phrase bank, chance, English grammar, ears."""
