"""The seal of a generated deck: a hash in a comment, by which a deck that somebody changed by hand is known."""

from hashlib import blake2b

_WORDS = "# Written by `quiz generate` from the facts: change those, or overrides.toml beside them. Seal"


def sealed(text: str) -> str:
    """The deck with its seal as the second line."""
    first, _, rest = text.partition("\n")
    return f"{first}\n{_WORDS} {_hash(first + rest)}\n{rest}"


def is_untouched(text: str) -> bool:
    """Whether the deck is as it was generated."""
    first, _, rest = text.partition("\n")
    seal, _, rest = rest.partition("\n")
    return seal == f"{_WORDS} {_hash(first + rest)}"


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()
