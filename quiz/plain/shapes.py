"""The five shapes as lines: how a question is printed, and how a line becomes an answer."""

from quiz.cards import Answer, Arrange, Choose, Option, Pair, Reveal, Shape, Type

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def question(shape: Shape) -> list[str]:
    """The lines of a question."""
    lines = shape.prompt.split("\n")
    if isinstance(shape, Type) and shape.hint:
        lines.append(f"({shape.hint})")
    if isinstance(shape, Choose):
        lines += _listed(shape.options)
    elif isinstance(shape, Arrange):
        lines += _listed(shape.items)
    elif isinstance(shape, Pair):
        lines += [f"  {letter}. {option.text}" for letter, option in zip(LETTERS, shape.left, strict=False)]
        lines += _listed(shape.right)
    return lines


def ask_for(shape: Shape) -> str:
    """The prompt at which the answer is given."""
    if isinstance(shape, Reveal):
        return "Enter shows the answer > "
    if isinstance(shape, Type):
        return "Your answer > "
    if isinstance(shape, Choose):
        return "Numbers of all that are right > " if shape.many else "Number > "
    return "Numbers in order > " if isinstance(shape, Arrange) else "Pairs such as a2 b1 > "


def answer(shape: Shape, line: str) -> Answer:
    """What a line says. Raises ValueError with the reason when it makes no sense."""
    line = line.strip()
    if isinstance(shape, Reveal) or not line:
        return None
    if isinstance(shape, Type):
        return line
    if isinstance(shape, Pair):
        return tuple(_pair(shape, word) for word in line.replace(",", " ").split())
    options = shape.options if isinstance(shape, Choose) else shape.items
    chosen = tuple(_option(options, word) for word in line.replace(",", " ").split())
    if isinstance(shape, Choose) and not shape.many and len(chosen) != 1:
        raise ValueError("one number, please")
    return chosen


def texts(shape: Shape, ids: tuple[str, ...]) -> list[str]:
    """The texts of options."""
    options = shape.options if isinstance(shape, Choose) else ()
    return [option.text for option in options if option.id in ids]


def _listed(options: tuple[Option, ...]) -> list[str]:
    return [f"  {i}. {option.text}" for i, option in enumerate(options, 1)]


def _option(options: tuple[Option, ...], word: str) -> str:
    if word.isascii() and word.isdigit() and 1 <= int(word) <= len(options):
        return options[int(word) - 1].id
    raise ValueError(f"a number from 1 to {len(options)}, please")


def _pair(shape: Pair, word: str) -> tuple[str, str]:
    left = LETTERS.find(word[:1].lower())
    if not 0 <= left < len(shape.left):
        raise ValueError("pairs such as a2 b1, please")
    return shape.left[left].id, _option(shape.right, word[1:])
