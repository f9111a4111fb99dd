"""What somebody lays out before answering: nothing is lost, nothing stands twice, whatever is pressed."""

from hypothesis import given
from hypothesis import strategies as st

from quiz.cards import Arrange, Choose, Option, Pair
from quiz.tui.hands import Arranging, Hand, Pairing, Picking, hand_for

options = st.lists(st.integers(0, 99).map(str), min_size=2, max_size=9, unique=True).map(
    lambda ids: tuple(Option(i, f"text {i}") for i in ids)
)
shapes = (
    st.builds(Choose, st.just("q"), options, st.booleans())
    | st.builds(Arrange, st.just("q"), options)
    | st.builds(lambda left, right: Pair("q", left, tuple(o._replace(id=f"r{o.id}") for o in right)), options, options)
)
moves = st.lists(st.tuples(st.sampled_from(["moved", "at", "held"]), st.integers(-1, 9)), max_size=12)


def after(hand: Hand, steps: list[tuple[str, int]]) -> Hand:
    for name, n in steps:
        if name == "moved":
            hand = hand.moved(1 if n > 4 else -1)
        elif name == "held":
            hand = hand.held()
        elif 0 <= n < (len(hand.shape.right) if isinstance(hand, Pairing) else hand.rows):
            hand = hand.at(n)
    return hand


@given(shapes, moves)
def test_an_answer_can_always_be_given_as_it_stands(
    shape: Choose | Arrange | Pair, steps: list[tuple[str, int]]
) -> None:
    start = hand_for(shape)
    assert start
    hand = after(start, steps)
    assert 0 <= hand.cursor < hand.rows
    answer = hand.answer()
    assert isinstance(answer, tuple)
    if isinstance(hand, Arranging):
        assert sorted(map(str, answer)) == sorted(item.id for item in hand.shape.items)
    elif isinstance(hand, Picking):
        assert set(answer) <= {option.id for option in hand.shape.options}
        assert hand.shape.many or answer == (hand.shape.options[hand.cursor].id,)
    else:
        lefts, rights = [pair[0] for pair in hand.joined], [pair[1] for pair in hand.joined]
        assert len(set(lefts)) == len(lefts)
        assert len(set(rights)) == len(rights)
        assert set(lefts) <= {option.id for option in hand.shape.left}
        assert set(rights) <= {option.id for option in hand.shape.right}


@given(options, st.permutations(range(9)))
def test_every_order_can_be_laid_out(items: tuple[Option, ...], places: list[int]) -> None:
    wanted = tuple(items[n].id for n in places if n < len(items))
    hand = Arranging(Arrange("q", items), tuple(item.id for item in items))
    for place, thing in enumerate(wanted):
        hand = hand.at(hand.order.index(thing)).held().at(place).held()
    assert hand.answer() == wanted


@given(options, options, st.data())
def test_all_pairs_can_be_joined_one_after_the_other(
    left: tuple[Option, ...], right: tuple[Option, ...], data: st.DataObject
) -> None:
    right = tuple(o._replace(id=f"r{o.id}") for o in right)
    hand = Pairing(Pair("q", left, right))
    rows = data.draw(st.permutations(range(len(right))))[: len(left)]
    for row in rows:
        hand = hand.at(row)
    assert hand.answer() == tuple((a.id, right[row].id) for a, row in zip(left, rows, strict=False))
