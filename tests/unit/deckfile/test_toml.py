"""Text and values out of bytes: what is refused before it is parsed, and what is made harmless after."""

import pytest

from quiz.deckfile.problem import Place
from quiz.deckfile.toml import MAX_BYTES, MAX_DEPTH, MAX_KEY_PARTS, MAX_TABLES, MAX_VALUES, MAX_WORD, decode, parse


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse(text, "a.toml")[1]]


def test_a_file_may_be_as_large_as_the_limit_and_not_larger() -> None:
    assert decode(b"#" * MAX_BYTES, "a.toml") == ("#" * MAX_BYTES, [])
    text, problems = decode(b"#" * (MAX_BYTES + 1), "a.toml")
    assert text is None
    assert [problem.code for problem in problems] == ["E010"]


def test_a_text_that_did_not_come_from_a_file_is_bounded_too() -> None:
    assert codes("#" * (MAX_BYTES + 1)) == ["E010"]


def test_a_byte_order_mark_is_left_out() -> None:
    assert decode(b"\xef\xbb\xbfa = 1", "a.toml") == ("a = 1", [])
    assert parse("\ufeffa = 1", "a.toml") == ({"a": 1}, [])


def test_places_in_bytes_that_are_no_text_count_characters() -> None:
    _, problems = decode(b"\xef\xbb\xbfa = 1\n" + "é = ".encode() + b"\xff", "a.toml")
    assert problems[0].place == Place(2, 5)
    _, problems = decode("é\n\u00e9\0".encode(), "a.toml")
    assert problems[0].place == Place(2, 2)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a=", "}"), ("[{a=", "}]"), ("[\n", "\n]")])
def test_brackets_nest_to_the_limit_and_no_deeper(opening: str, closing: str) -> None:
    levels = MAX_DEPTH // (opening.count("[") + opening.count("{"))
    assert codes(f"x = {opening * levels}1{closing * levels}") == []
    assert codes(f"x = {opening * (levels + 1)}1{closing * (levels + 1)}") == ["E010"]


def test_brackets_in_texts_and_comments_do_not_count() -> None:
    assert codes(f'x = "{"[" * 99}" # {"[" * 99}\ny = """{"[{" * 99}"""\nz = \'{"[" * 99}\'') == []


def test_a_key_has_parts_to_the_limit_and_no_more() -> None:
    for form in ("{} = 1", "[{}]", "[[{}]]", "x = {{ {} = 1 }}", "x = [{{ {} = 1 }}]"):
        assert codes(form.format(".".join("a" * MAX_KEY_PARTS))) == []
        assert codes(form.format(".".join("a" * (MAX_KEY_PARTS + 1)))) == ["E010"]
        assert codes(form.format(' . "b" . '.join("a" * MAX_KEY_PARTS))) == ["E010"]


def test_dots_in_texts_and_comments_do_not_count() -> None:
    assert codes('x = "a.b.c.d.e.f.g.h.i.j" # a.b.c.d.e.f.g.h.i.j\n"a.b.c.d.e.f.g.h.i.j" = [1.5, 2.5, 3.5]') == []


def test_values_and_tables_are_counted_before_they_are_made() -> None:
    assert codes("x = [" + "1," * MAX_VALUES + "]") == ["E010"]
    assert codes("\n".join(f"[t{i}]" for i in range(MAX_TABLES + 1))) == ["E010"]
    assert codes("\n".join(f"[t{i}.b.c.d.e.f.g.h]" for i in range(40_000))) == ["E010"]
    assert codes(f'x = "{"," * MAX_VALUES}"') == []


@pytest.mark.parametrize("word", ["1", "0x1", "key"])
def test_a_number_or_a_key_has_a_length(word: str) -> None:
    text = f"{word}{'0' * (MAX_WORD - len(word))}"
    assert codes(f"{text} = 1") == []
    assert codes(f"{text}0 = 1") == ["E010"]


def test_a_number_the_parser_cannot_take_is_a_problem_and_no_crash() -> None:
    assert codes("x = " + "_".join("1" * 5000)) == ["E010"]
    assert codes("x = 1e" + "9" * 900) == []


def test_texts_and_keys_are_made_harmless_and_that_is_said() -> None:
    found, problems = parse('"a\\u202e" = ["\\u001b[2J", { b = "x\\u200by" }]\nc = "fine"', "a.toml")
    assert found == {"a": ["\ufffd[2J", {"b": "xy"}], "c": "fine"}
    assert [(p.code, p.warning, p.place and p.place.column) for p in problems] == [
        ("I005", True, 1), ("I005", True, 14), ("I005", True, 33),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ['a = "x\u202ey"', 'a = "x\\u202ey"', "a = 'x\u202ey'", 'a = """x\u202ey"""'])
def test_no_way_of_writing_a_text_keeps_a_hidden_character(text: str) -> None:
    assert parse(text, "a.toml")[0] == {"a": "xy"}


def test_marks_piled_up_over_a_broken_line_are_noticed() -> None:
    found, problems = parse('a = """e\u0301\u0301\u0301\\\n   \u0301\u0301\u0301"""', "a.toml")
    assert found == {"a": "e" + "\u0301" * 4}
    assert [problem.code for problem in problems] == ["I005"]


def test_newer_syntax_of_toml_is_read() -> None:
    assert parse('a = {\n  b = "\\x41\\e[0m", # note\n}', "a.toml")[0] == {"a": {"b": "A\ufffd[0m"}}
