"""Reading fact files: what is sound comes through whole, what is not is said at once, each with its place."""

import pytest
from oracle_facts import fact_file

from quiz.facts.model import Value
from quiz.facts.read import read_facts

SOUND = [
    'entity m1 name="Mission 1" | type="mission" | aliases=["M1"] | part_of=["programme"]',
    'entity m2 name="Mission 2" | type="mission" | confusable=["m1"] | difference="It came second."',
    'entity programme name="the programme" | type="programme"',
    'entity ada name="Ada" | type="rover"',
    'predicate launched value="date" | ask="When did {s} launch{tz}?" | functional=true | deck="days"',
    'predicate carried value="entity:rover" | ask="What did {s} carry?" | complete=["m1"]',
    'deck days title="Days"',
    'fact f1 s="m1" | p="launched" | v={date="2022-12-11", time="07:38", tz="UTC"}',
    'fact f2 s="m1" | p="carried" | v={entity="ada"}',
    'fact f3 s="m2" | p="launched" | v={date="2024"} | status="planned" | as_of="2020-12"',
]


def codes(*tables: str) -> list[tuple[str, str]]:
    """The codes of the problems of such a file, each with the text that it points at."""
    text = fact_file(*tables)
    base, problems = read_facts({"hand.facts.toml": text})
    assert (base is None) == any(not problem.warning for problem in problems)
    found = []
    for problem in problems:
        assert problem.place
        line = text.splitlines()[problem.place.line - 1]
        found.append((problem.code, line[problem.place.column - 1 :][: problem.place.length]))
    return found


def test_a_sound_base_is_read_whole_and_may_lie_in_several_files() -> None:
    base, problems = read_facts({"hand.facts.toml": fact_file(*SOUND)})
    assert base
    assert problems == []
    assert base.facts["f1"].v == Value("date", date="2022-12-11", time="07:38", tz="UTC")
    assert base.entities["m1"].part_of == ("programme",)
    assert list(base.facts) == ["f1", "f2", "f3"]
    files = {
        "b.facts.toml": fact_file(*SOUND[4:]),
        "a.facts.toml": fact_file(*SOUND[:4]).partition("[[source]]")[0]
        + fact_file(*SOUND[:4]).partition('sections = ["one"]')[2],
    }
    assert read_facts(files) == (base, [])


def test_bare_dates_and_numbers_are_taken_as_they_are_meant() -> None:
    tables = [
        *SOUND,
        'predicate mass value="number" | ask="How many?"',
        'fact g1 s="m2" | p="launched" | v={date=2022-12-11, time=07:38:00, tz="+09:00"}',
        'fact g2 s="m1" | p="mass" | v={number=275, bound="about"}',
    ]
    base, problems = read_facts({"f": fact_file(*tables)})
    assert base, [problem.text() for problem in problems]
    assert base.facts["g1"].v == Value("date", date="2022-12-11", time="07:38", tz="+09:00")
    assert base.facts["g2"].v == Value("number", number="275", bound="about")


@pytest.mark.parametrize(
    ("table", "code", "at"),
    [
        ('fact x s="m9" | p="carried" | v={entity="ada"}', "F616", '"m9"'),
        ('fact x s="m1" | p="carryed" | v={entity="ada"}', "F616", '"carryed"'),
        ('fact x s="m1" | p="carried" | v={entity="adda"}', "F616", '"adda"'),
        ('fact x s="m1" | p="carried" | v={entity="m2"}', "F618", '"m2"'),
        ('fact x s="m2" | p="launched" | v={text="soon"}', "F618", '{text="soon"}'),
        ('fact x s="m2" | p="launched" | v={date="2022-13"}', "F617", '"2022-13"'),
        ('fact x s="m2" | p="launched" | v={date="2023-02-29"}', "F617", '"2023-02-29"'),
        ('fact x s="m2" | p="launched" | v={date="2023-02-28", tz="CST"}', "F617", '"CST"'),
        ('fact x s="m2" | p="launched" | v={date="2023-02-28", time="25:00", tz="UTC"}', "F617", '"25:00"'),
        ('fact x s="m2" | p="launched" | v={date="2023-02-28", time="12:00"}', "F617", '"12:00"'),
        ('fact x s="m2" | p="launched" | v={date="2023-02", time="12:00", tz="UTC"}', "F617", '"12:00"'),
        ('fact x s="m2" | p="launched" | v={date="2023-02-28", bound="late"}', "F617", '"late"'),
        ('fact x s="m2" | p="launched" | v={date="2023", bound="over"}', "F617", '"over"'),
        ('fact x s="m2" | p="launched" | v={dat="2023"}', "E003", "dat"),
        ('fact x s="m2" | p="launched" | v={x-note="2023"}', "E005", '{x-note="2023"}'),
        ('fact x s="m2" | p="launched" | v="2023"', "E002", '"2023"'),
        ('fact x s="m2" | p="launched"', "E005", "[[fact]]"),
        ('fact x s="m2" | p="launched" | v={date=""}', "E007", '""'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | status="maybe"', "E002", '"maybe"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | status="planned"', "F605", '"planned"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | status="expected"', "F605", '"expected"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | as_of="lately"', "F617", '"lately"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | valid="2020"', "F617", '"2020"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | valid="2020/2019"', "F617", '"2020/2019"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | source="boook#one"', "F611", '"boook#one"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | source="book"', "F611", '"book"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | source="book#two"', "F611", '"book#two"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | superseded_by="f9"', "F616", '"f9"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | contradicts=["f1", "f9"]', "F616", '"f9"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | ask="When did {ss} go?"', "F619", '"When did {ss} go?"'),
        ('fact x s="m2" | p="launched" | v={date="2023"} | asks="When did {s} go?"', "E003", "asks"),
        ('fact x s="m1" | p="launched" | v={date="2023"}', "F610", '{date="2023"}'),
        (f'fact {"x" * 60} s="m2" | p="launched" | v={{date="2023"}}', "I004", f'"{"x" * 60}"'),
        ('fact F s="m2" | p="launched" | v={date="2023"}', "I004", '"F"'),
        ('fact f1 s="m2" | p="launched" | v={date="2023"}', "I001", '"f1"'),
        ('entity x name="X" | type="rover" | part_of=["x"]', "F620", '["x"]'),
        ('entity x name="X" | type="rover" | version_of="adda"', "F616", '"adda"'),
        ('entity x name=" " | type="rover"', "E007", '" "'),
        ('predicate x value="dates" | ask="?"', "F618", '"dates"'),
        ('predicate x value="entity" | ask="?"', "F618", '"entity"'),
        ('predicate x value="entity:rovers" | ask="?"', "F618", '"entity:rovers"'),
        ('predicate x value="text" | ask="{s" ', "F619", '"{s"'),
        ('predicate x value="text" | ask="?" | complete=["m7"]', "F616", '"m7"'),
        ('predicate x value="text" | ask="?" | disjoint=["launch"]', "F616", '"launch"'),
        ('predicate x value="text" | ask="?" | deck="dayz"', "F616", '"dayz"'),
        ('source x title="X" | date="yesterday"', "F617", '"yesterday"'),
        ('source x title="X" | sections=["a", "a"]', "I001", '"a"'),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(table: str, code: str, at: str) -> None:
    assert codes(*SOUND, table) == [(code, at)]


def test_money_needs_a_currency_and_a_quantity_its_unit() -> None:
    predicate = 'predicate price value="money" | ask="How much?"'
    assert codes(*SOUND, predicate, 'fact x s="m1" | p="price" | v={money="20"}') == [("E005", '{money="20"}')]
    wrong = 'fact x s="m1" | p="price" | v={money="20 million", currency="USD"}'
    assert codes(*SOUND, predicate, wrong) == [("F617", '"20 million"')]
    wrong = 'fact x s="m1" | p="price" | v={money="20", currency="dollars"}'
    assert codes(*SOUND, predicate, wrong) == [("F617", '"dollars"')]
    predicate = 'predicate way value="quantity" | ask="How far?"'
    assert codes(*SOUND, predicate, 'fact x s="m1" | p="way" | v={quantity="5"}') == [("E005", '{quantity="5"}')]


def test_a_ring_of_wholes_is_shown_as_a_way() -> None:
    text = fact_file(
        'entity a name="A" | type="t" | part_of=["b"]',
        'entity b name="B" | type="t" | version_of="c"',
        'entity c name="C" | type="t" | part_of=["a"]',
    )
    _, problems = read_facts({"f": text})
    assert next(problem.message for problem in problems) == "`a` is a part of itself: a → b → c → a"


def test_contradictions_may_be_declared_or_lie_in_different_times() -> None:
    other = 'fact x s="m1" | p="launched" | v={date="2023"}'
    assert codes(*SOUND, f'{other} | contradicts=["f1"]') == []
    assert codes(*SOUND, f'{other} | superseded_by="f1"') == []
    assert codes(*SOUND, f'{other} | status="planned" | as_of="2020"') == []
    assert codes(*SOUND, 'fact x s="m1" | p="launched" | v={date="2022-12"}') == []
    tables = [table.replace('tz="UTC"}', 'tz="UTC"} | valid="/2022"') for table in SOUND]
    assert codes(*tables, f'{other} | valid="2022/"') == []
    assert codes(*tables, f'{other} | valid="2021/"') == [("F610", '{date="2023"}')]


def test_files_of_one_folder_have_one_id_and_one_format() -> None:
    one = fact_file(*SOUND)
    _, problems = read_facts({"a": one, "b": 'format = 1\nid = "other"\n'})
    assert [(problem.file, problem.code) for problem in problems] == [("b", "I007")]
    _, problems = read_facts({"a": one, "b": 'format = 2\nid = "base"\n'})
    assert [(problem.file, problem.code) for problem in problems] == [("b", "E006")]
    _, problems = read_facts({"a": one, "b": 'id = "base"\n'})
    assert [(problem.file, problem.code) for problem in problems] == [("b", "E005")]
    _, problems = read_facts({"a": one, "b": "format = 1\nid = \n"})
    assert [(problem.file, problem.code) for problem in problems] == [("b", "E001")]
    assert read_facts({}) == (None, [])


def test_all_problems_come_at_once() -> None:
    found = codes(*SOUND, 'fact x s="m9" | p="lunched" | v={date="2022-13"} | source="nowhere" | status="planned"')
    assert [code for code, _ in found] == ["F616", "F616", "F617", "F611"]
