"""Every guard stands between a base and a bad card: with it the law holds, without it the law is broken."""

import oracle_facts as laws
import pytest
from oracle_facts import LAWS, Law, by_hand

from quiz.facts.generate import generate

ROVERS = [
    'entity m1 name="Mission 1" | type="mission"',
    'entity m2 name="Mission 2" | type="mission"',
    'entity m3 name="Mission 3" | type="mission"',
    'entity m4 name="Mission 4" | type="mission"',
    'entity ada name="Ada" | type="rover"',
    'entity bob name="Bob" | type="rover"',
    'entity cleo name="Cleo" | type="rover"',
    'entity dora name="Dora" | type="rover"',
]
CARRIED = (
    'predicate carried value="entity:rover" | ask="Which rover did {s} carry?" | functional=true | deck="d"'
    ' | reverse="Which mission carried {v}?" | statement="{s} carried {v}."'
    ' | ask_planned="As of {as_of}, which rover was {s} to carry?"'
)
FLOWN = [
    *ROVERS,
    CARRIED,
    'fact f1 s="m1" | p="carried" | v={entity="ada"}',
    'fact f2 s="m2" | p="carried" | v={entity="bob"}',
    'fact f3 s="m3" | p="carried" | v={entity="cleo"}',
]
LAUNCHED = (
    'predicate launched value="date" | ask="When did {s} launch?" | functional=true | deck="d"'
    ' | reverse="Which mission launched {on_v}?" | ask_planned="As of {as_of}, when was {s} to launch?"'
)


def launches(*dates: str) -> list[str]:
    """Missions with their launches."""
    return [
        *ROVERS,
        LAUNCHED,
        *(f'fact f{n} s="m{n}" | p="launched" | v={value}' for n, value in enumerate(dates, 1)),
    ]


def day(text: str, more: str = "") -> str:
    return f'{{date="{text}"{more}}}'


def number(text: str, more: str = "") -> str:
    return f'{{number="{text}"{more}}}'


def masses(*numbers: str) -> list[str]:
    """Missions with how many things they carried."""
    return [
        *ROVERS,
        'predicate mass value="number" | ask="How many disks did {s} carry?" | functional=true | deck="d"',
        *(f'fact f{n} s="m{n}" | p="mass" | v={value}' for n, value in enumerate(numbers, 1)),
    ]


def long_names(count: int) -> list[str]:
    """Answers that are long where the tempting options are short, and have long ones further away."""
    tables = [
        'predicate in value="entity:crater" | ask="In which crater is {s}?" | functional=true | deck="d"',
        'entity far name="Far away in the Wide and Windy Plain" | type="crater"',
    ]
    for n in range(count):
        letter = "ABCDEFGHIJKLMNOP"[n]
        tables += [
            f'entity s{n} name="Spot {letter * 2}" | type="place"',
            f'entity a{n} name="Ka{letter}" | type="crater" | confusable=["far"]',
            f'entity b{n} name="Be{letter}" | type="crater"',
            f'entity c{n} name="Ce{letter}" | type="crater"',
            f'entity v{n} name="The Crater with the Long Name {letter * 3}" | type="crater"'
            f' | confusable=["a{n}", "b{n}", "c{n}"]',
            f'fact f{n} s="s{n}" | p="in" | v={{entity="v{n}"}}',
        ]
    return tables


CASES: list[tuple[str, Law, list[str]]] = [
    # Guards that stand behind the one that is tested are switched off with it, after a +.
    (
        "closed",
        laws.no_open_choice,
        [table.replace("functional=true", "functional=false") for table in FLOWN],
    ),
    (
        "false+unlinked",
        laws.no_true_distractor,
        [*FLOWN, 'fact f4 s="m1" | p="carried" | v={entity="dora"} | status="planned" | as_of="2020"'],
    ),
    (
        "status+unlinked",
        laws.no_true_distractor,
        [
            *launches(day("2022-12-11"), day("2023-04-25"), day("2024-02-02"), day("2022-11-28")),
            'fact p1 s="m1" | p="launched" | v={date="2022-11-28"} | status="planned" | as_of="2022-11"',
        ],
    ),
    (
        "zone",
        laws.no_true_distractor,
        launches(
            day("2025-06-05", ', time="19:17", tz="UTC"'), day("2025-06-06"), day("2025-06-20"), day("2025-07-20")
        ),
    ),
    (
        "alias",
        laws.no_true_distractor,
        [table.replace('name="Dora"', 'name="Dora" | aliases=["ADA"]') for table in FLOWN]
        + ['fact f4 s="m4" | p="carried" | v={entity="dora"}'],
    ),
    (
        "granularity+unlinked",
        laws.no_true_distractor,
        [
            *launches(day("2022"), day("2023"), day("2024"), day("2025")),
            'fact plan s="m1" | p="launched" | v={date="2023-04-25"} | status="planned" | as_of="2020"',
        ],
    ),
    (
        "tolerance",
        laws.no_true_distractor,
        masses(number("100", ', bound="about"'), number("105"), number("150"), number("200")),
    ),
    (
        "part",
        laws.no_true_distractor,
        [table.replace('name="Dora"', 'name="Dora" | part_of=["ada"]') for table in FLOWN]
        + ['fact f4 s="m4" | p="carried" | v={entity="dora"}'],
    ),
    (
        "version",
        laws.no_true_distractor,
        [table.replace('name="Dora"', 'name="Dora" | version_of="ada"') for table in FLOWN]
        + ['fact f4 s="m4" | p="carried" | v={entity="dora"}'],
    ),
    (
        "unlinked",
        laws.no_tied_distractor,
        [
            *FLOWN,
            'fact f4 s="m4" | p="carried" | v={entity="dora"}',
            'predicate alongside value="entity:rover" | ask="What else was on the rocket of {s}?"',
            'fact same-rocket s="m1" | p="alongside" | v={entity="bob"}',
        ],
    ),
    (
        "unmentioned",
        laws.not_in_question,
        [table.replace("Which rover did {s} carry?", "Which rover, no Bob, did {s} carry?") for table in FLOWN]
        + ['fact f4 s="m4" | p="carried" | v={entity="dora"}'],
    ),
    (
        "plausible",
        laws.plausible_options,
        launches(day("2022-12-11"), day("1969-07-16"), day("1971-01-31"), day("2024-02-02")),
    ),
    (
        "homogeneous",
        laws.alike_options,
        launches(day("2022-12-11"), day("2025"), day("2024-02"), day("2021-02-02")),
    ),
    (
        "apart",
        laws.options_apart,
        [table.replace('name="Cleo"', 'name="Cleo" | part_of=["bob"]') for table in FLOWN]
        + ['fact f4 s="m4" | p="carried" | v={entity="dora"}'],
    ),
    (
        "one-answer",
        laws.one_answer,
        [*FLOWN, 'fact other s="m1" | p="carried" | v={entity="dora"} | contradicts=["f1"]'],
    ),
    (
        "one-subject",
        laws.one_subject,
        launches(day("2022-12-11"), day("2022-12"), day("2024-02-02"), day("2021-02-02")),
    ),
    (
        "leak",
        laws.no_leak,
        [table.replace('name="Mission 1"', 'name="the mission of Ada"') for table in FLOWN],
    ),
    (
        "leak",
        laws.no_leak,
        [*FLOWN, 'deck d title="Ada and her friends"'],
    ),
    (
        "dated",
        laws.plans_dated,
        [
            *(table.replace("As of {as_of}, when was", "When was") for table in launches(day("2021-02-02"))),
            'fact p s="m2" | p="launched" | v={date="2024"} | status="planned" | as_of="2020"',
        ],
    ),
    (
        "stale",
        laws.no_stale,
        [
            *FLOWN,
            'fact before s="m4" | p="carried" | v={entity="dora"} | superseded_by="f1"',
        ],
    ),
    (
        "one-prompt",
        laws.one_prompt,
        [
            table.replace('name="Mission 2"', 'name="Mission 1"').replace(' | statement="{s} carried {v}."', "")
            for table in FLOWN
        ],
    ),
]


@pytest.mark.parametrize(("guard", "law", "tables"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)])
def test_a_guard_keeps_its_law(guard: str, law: Law, tables: list[str]) -> None:
    base = by_hand(*tables)
    assert list(law(base, generate(base, without=guard.split("+")))), "the law would not notice that the guard is gone"
    assert [fault for every in LAWS for fault in every(base, generate(base))] == []


def test_lengths_are_balanced_and_what_cannot_be_is_left_out() -> None:
    base = by_hand(*long_names(12))
    assert list(laws.fair_lengths(base, generate(base, without={"lengths", "fair"})))
    assert list(laws.fair_lengths(base, generate(base))) == []
    balanced = generate(base, without={"fair"})
    dropped = [refusal for refusal in generate(base, without={"lengths"}).refusals if refusal.guard == "fair"]
    assert list(laws.fair_lengths(base, balanced)) == []
    assert len(dropped) > 5
    assert "would be the longest in 12 of 12" in dropped[0].reason


def test_too_few_candidates_make_no_choice_and_say_so() -> None:
    base = by_hand(*FLOWN[:-1])
    reasons = {refusal.card: refusal for refusal in generate(base).refusals}
    assert reasons["f1.choice"].guard == "few"
    assert "1 wrong option can be proved false, 2 are needed" in reasons["f1.choice"].reason
