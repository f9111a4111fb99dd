"""Tables of words, written as text."""


def table(text: str) -> frozenset[str]:
    """The words of a text, to look up."""
    return frozenset(text.split())
