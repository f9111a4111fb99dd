"""Weaknesses of cards and decks, one function a rule. What a kind knows of its own fields stands in its `lint`.

Rules look at the fields by their customary names (`q`, `answer`, `wrong`), since asking every card would take too long.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from quiz.cards import Arrange, Card, Choose, Lint, Pair
from quiz.text import cells

ERRORS = frozenset({"E007", "M300", "M302", "M303", "M321", "M322", "M323", "M324", "M325", "Z200", "Z204"})
"""Codes that make a deck unusable; the others are warnings."""

LONG_PROMPT = 40
LONG_ANSWER = 12
"""Words; where words are not parted by spaces, ten cells count as one."""
UNLIKELY = 0.001
"""How improbable a pattern must be before it is called one."""
FEWEST = 8
"""Cards below which nothing is said of a deck's pattern."""
SIMILAR = 0.75
"""Share of words that two prompts have in common when they are easily taken for one another."""
MOST_COMPARED = 60
"""Cards with one answer that are compared with each other."""

_WORD = re.compile(r"[^\W_]+")
_EMPTY_WORDS = frozenset([
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or", "that", "the", "this",
    "to", "was", "were", "with",
])  # fmt: skip


class Question(NamedTuple):
    """One question of a card, with what the rules look at."""

    number: int
    """The place of its card in the deck, from 0."""
    card: Card
    part: str
    prompt: str
    answer: str
    words: tuple[str, ...]
    """Of the prompt, folded."""


def questions(number: int, card: Card) -> list[Question]:
    """The questions of a card."""
    parts = card.parts()
    q, answer = getattr(card, "q", None), getattr(card, "answer", None)
    if parts == ("",) and isinstance(q, str) and isinstance(answer, str) and answer:
        asked = [("", q, answer)]  # what prompt() and solution() give, without shuffling options
    else:
        asked = [(part, card.prompt(part), card.solution(part)) for part in parts]
    return [Question(number, card, *texts, tuple(_WORD.findall(texts[1].casefold()))) for texts in asked]


def blank(question: Question) -> Lint | None:
    """E007: nothing is asked, or nothing is the answer."""
    if not question.prompt.strip():
        return Lint("E007", "the question is blank", "write something", _prompt_field(question.card))
    if not question.answer.strip():
        return Lint("E007", "the answer is blank", "write something", "answer")
    return None


def long_text(question: Question) -> Lint | None:
    """C101: too much to be learnt as one thing."""
    if _longer(question.prompt, LONG_PROMPT):
        message = f"a question of more than {LONG_PROMPT} words"
        return Lint("C101", message, "move what is not asked into `why`", _prompt_field(question.card))
    answer, listed = getattr(question.card, "answer", None), getattr(question.card, "value", "") == "list"
    if isinstance(answer, str) and not listed and _longer(answer, LONG_ANSWER):
        return Lint("C101", f"an answer of more than {LONG_ANSWER} words", "split it into several cards", "answer")
    return None


def leak(question: Question) -> Lint | None:
    """C105: the question gives its answer away."""
    card = question.card
    if not isinstance(getattr(card, "answer", None), str):
        return None
    words = _WORD.findall(question.answer.casefold())
    telling = [word for word in words if word not in _EMPTY_WORDS]
    if not telling or len("".join(telling)) < 3 or not set(telling) <= set(question.words):
        return None
    for other in getattr(card, "wrong", ()):
        if set(_WORD.findall(other.casefold())) - _EMPTY_WORDS <= set(question.words):
            return None  # "Which is heavier, A or B?" names them all
    return Lint("C105", "the question holds its own answer", "reword the question", _prompt_field(card))


QUESTION_RULES: tuple[Callable[[Question], Lint | None], ...] = (blank, long_text, leak)


def ambiguous(asked: Sequence[Question]) -> Iterator[tuple[int, Lint, int]]:
    """C107: one question, several answers. Gives the card, the weakness and the first card that asks it."""
    same: dict[tuple[str, ...], list[Question]] = {}
    for question in asked:
        if question.words:
            same.setdefault(question.words, []).append(question)
    for group in same.values():
        first: dict[tuple[str, ...], Question] = {}
        for question in group if len(group) > 1 else ():
            earlier = first.setdefault(_offered(question), question)
            if earlier.number != question.number and _fold(earlier.answer) != _fold(question.answer):
                message = "the same question has another answer elsewhere in the deck"
                hint = "say in the question what tells the two apart"
                yield question.number, Lint("C107", message, hint, _prompt_field(question.card)), earlier.number


def confusable(asked: Sequence[Question]) -> Iterator[tuple[int, Lint, int]]:
    """C108: two cards ask nearly the same for the same answer. Cards made from one fact do so on purpose."""
    by_answer: dict[str, list[Question]] = {}
    for question in asked:
        if isinstance(getattr(question.card, "answer", None), str) and len(question.words) > 2:
            by_answer.setdefault(_fold(question.answer), []).append(question)
    for group in by_answer.values():
        if not 1 < len(group) <= MOST_COMPARED:
            continue
        seen: list[tuple[frozenset[str], Question]] = []
        for question in group:
            words = frozenset(question.words)
            earlier = next((other for known, other in seen if _alike(words, known) and _apart(question, other)), None)
            seen.append((words, question))
            if earlier:
                message = "asks nearly the same as another card, for the same answer"
                hint = "merge the two, or ask for what differs"
                yield question.number, Lint("C108", message, hint, _prompt_field(question.card)), earlier.number


PAIR_RULES: tuple[Callable[[Sequence[Question]], Iterator[tuple[int, Lint, int]]], ...] = (ambiguous, confusable)


def longest(cards: Sequence[Card]) -> Lint | None:
    """D401: the right option is the longest one more often than chance allows."""
    return _standing_out(cards, "D401", "longest", lambda right, others: right > max(others))


def shortest(cards: Sequence[Card]) -> Lint | None:
    """D402: the right option is the shortest one more often than chance allows."""
    return _standing_out(cards, "D402", "shortest", lambda right, others: right < min(others))


DECK_RULES: tuple[Callable[[Sequence[Card]], Lint | None], ...] = (longest, shortest)


def at_least(hits: int, trials: int, chance: float) -> float:
    """The probability of that many hits or more in independent trials: the upper tail of the binomial distribution."""
    if hits <= 0 or chance >= 1.0:
        return 1.0
    if hits > trials or chance <= 0.0:
        return 0.0
    log_term = (
        math.lgamma(trials + 1) - math.lgamma(hits + 1) - math.lgamma(trials - hits + 1)
        + hits * math.log(chance) + (trials - hits) * math.log1p(-chance)
    )  # fmt: skip
    odds, total, term = chance / (1 - chance), 0.0, math.exp(log_term)
    for count in range(hits, trials + 1):
        total += term
        term *= (trials - count) / (count + 1) * odds
    return min(1.0, total)


def _standing_out(
    cards: Sequence[Card], code: str, word: str, stands_out: Callable[[int, list[int]], bool]
) -> Lint | None:
    hits = trials = 0
    chances = 0.0
    for card in cards:
        answer, wrong = getattr(card, "answer", None), getattr(card, "wrong", ())
        if not isinstance(answer, str) or not answer or not wrong:
            continue
        trials += 1
        chances += 1 / (1 + len(wrong))
        hits += stands_out(len(answer), [len(other) for other in wrong])
    # The mean chance for all: the sum of unlike trials varies less, so this never cries too soon.
    if trials < FEWEST or at_least(hits, trials, chances / trials) >= UNLIKELY:
        return None
    message = f"the right option is the {word} in {hits} of {trials} choices: one can guess without knowing"
    return Lint(code, message, f"by chance it would be {chances:.0f}; even out the lengths", "title")


def _offered(question: Question) -> tuple[str, ...]:
    """The options that come with a question: others make it another question."""
    shape = question.card.ask(question.part, 0)
    if isinstance(shape, Choose):
        return tuple(sorted(option.text for option in shape.options))
    if isinstance(shape, Arrange):
        return tuple(sorted(item.text for item in shape.items))
    if isinstance(shape, Pair):
        return tuple(sorted(item.text for item in (*shape.left, *shape.right)))
    return ()


def _prompt_field(card: Card) -> str:
    return next((name for name in ("q", "text") if hasattr(card, name)), "kind")


def _longer(text: str, words: int) -> bool:
    return len(text) >= 2 * words and (len(text.split()) > words or cells(text) > 10 * words)


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold())) or text


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SIMILAR * len(one | other)


def _apart(one: Question, other: Question) -> bool:
    return one.number != other.number and not (one.card.fact and one.card.fact == other.card.fact)
