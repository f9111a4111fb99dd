"""What decks/README.md says of facts is true: its blocks make a base, and the cards it shows come of it."""

import re
from dataclasses import fields
from pathlib import Path

from quiz.facts.generate import generate
from quiz.facts.model import Value
from quiz.facts.overrides import read_overrides
from quiz.facts.read import TABLES, read_facts
from quiz.facts.sentences import PLACEHOLDERS

ROOT = Path(__file__).parents[3]
MANUAL = (ROOT / "decks" / "README.md").read_text("utf-8").partition("## Facts")[2]
BLOCKS = re.findall(r"^```toml facts\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
FILES = {
    f"{number}.facts.toml": text if text.startswith("format") else f'format = 1\nid = "deep"\n\n{text}'
    for number, text in enumerate(BLOCKS)
}
INDENTED = re.findall(r"^    (.+)$", MANUAL.split("### Changing single cards")[0], re.MULTILINE)


def test_the_blocks_make_a_base() -> None:
    base, problems = read_facts(FILES)
    assert base
    assert [problem.text() for problem in problems] == []
    assert len(base.facts) >= 6


def test_the_cards_that_are_shown_come_of_it() -> None:
    base, _ = read_facts(FILES)
    assert base
    text = generate(base).decks["dives.deck.toml"]
    shown = [line for line in INDENTED if line.startswith(("q =", "text ="))]
    assert len(shown) == 3
    assert [line for line in shown if line not in text] == []
    assert {"trieste.crew.list", "trieste.piccard.choice"} <= set(re.findall(r'id = "(.*)"', text))


def test_the_override_that_is_shown_is_one() -> None:
    base, _ = read_facts(FILES)
    assert base
    shown = MANUAL.split("### Changing single cards")[1].split("If you changed")[0]
    text = "\n".join(re.findall(r"^    (.+)$", shown, re.MULTILINE))
    overrides, problems = read_overrides(text, "overrides.toml")
    assert problems == []
    assert overrides
    assert generate(base, overrides).unused == []


def test_every_key_and_place_is_taught() -> None:
    keys = {item.name for cls in (*TABLES.values(), Value) for item in fields(cls)} - {"kind"}
    assert [key for key in sorted(keys) if not re.search(rf"(?:^|[`{{ ]){key}(?: =|`)", MANUAL, re.MULTILINE)] == []
    assert [name for name in PLACEHOLDERS if f"`{{{name}}}`" not in MANUAL] == []


def test_every_code_is_in_the_table() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "quiz" / "facts").glob("*.py"))
    assert set(re.findall(r'"(F\d{3})"', code)) == set(re.findall(r"^\| (F\d{3}) \|", MANUAL, re.MULTILINE))
