"""Which words of a text are right: Hunspell dictionaries and the person's own (no Qt)."""
