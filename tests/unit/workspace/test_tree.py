"""The deck tree: every deck once, under its folders, and each line sums up what is below it."""

from hypothesis import given
from hypothesis import strategies as st

from quiz.store.queries import DeckInfo
from quiz.workspace import branches

FOLDERS = st.sampled_from(["", "a", "a/b", "a/b/c", "ab", "b", "b/a"])
COUNTS = st.integers(0, 20)
decks = st.lists(st.tuples(FOLDERS, COUNTS, COUNTS, COUNTS), max_size=8).map(
    lambda rows: [
        DeckInfo(n, f"d{n}", f"Deck {n}", folder, "", 30, due, new, learning, due)
        for n, (folder, due, new, learning) in enumerate(sorted(rows))
    ]
)


@given(decks)
def test_every_deck_stands_once_below_its_folders(infos: list[DeckInfo]) -> None:
    found = branches(infos)
    assert found[0].decks == tuple(infos)
    above: list[str] = []
    seen = []
    for branch in found[1:]:
        del above[branch.depth :]
        if branch.title.endswith("/"):
            above.append(branch.title[:-1])
            path = "/".join(above)
            assert branch.decks == tuple(d for d in infos if f"{d.folder}/".startswith(f"{path}/"))
            assert branch.decks
        else:
            (deck,) = branch.decks
            assert deck.folder == "/".join(above)
            seen.append(deck)
    assert seen == infos


@given(decks)
def test_a_line_sums_up_what_is_below_it(infos: list[DeckInfo]) -> None:
    for branch in branches(infos):
        assert branch.due == sum(d.due + d.learning for d in branch.decks)
        assert branch.new == sum(d.new for d in branch.decks)
