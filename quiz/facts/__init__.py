"""Facts: who, what, value, and where it is stated; and the decks that can be made of them."""
