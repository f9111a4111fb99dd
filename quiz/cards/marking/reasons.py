"""Words for a verdict: short, friendly, with the answer in them."""

from quiz.text import shortened

_WIDTH = 72


def named(text: str) -> str:
    """A text that fits into a sentence and does not end it."""
    return shortened(" ".join(text.split()), _WIDTH).rstrip(" .")


def it_was(answer: str) -> str:
    return f"The answer was {named(answer)}."
