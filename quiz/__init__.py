"""Quiz: facts become decks, decks become questions, answers become memory."""

__version__ = "0.1.0"
