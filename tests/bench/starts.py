"""From the start of the process to the first card, again and again, with the floors in between."""

from collections import defaultdict
from collections.abc import Callable
from statistics import median

from tests.bench import screens
from tests.bench.floors import EMPTY_APP, PYTHON, TEXTUAL, prompted
from tests.bench.fresh import PROGRAM, call
from tests.bench.homes import SCOPE, Homes, Prepared
from tests.bench.peers import Peer, Peers
from tests.bench.table import Row

TIMES = 3
"""Starts a round: they are short and vary much."""
Times = dict[str, list[float]]


def plain(home: Prepared) -> float:
    """Milliseconds to the first card in plain lines."""
    return prompted([*PROGRAM, "--home", str(home.home), "study", "--plain", SCOPE])


def _late(homes: Homes) -> float:
    """The same when another device's log has been copied in."""
    homes.full.add_late_rows()
    took = plain(homes.full)
    homes.full.restore()
    return took


def _many(homes: Homes) -> float:
    """The same with as many cards in the queue as the peer has: 10,000."""
    call("starts:raise_limit", home=str(homes.full.home))
    took = plain(homes.full)
    homes.full.restore()
    return took


def raise_limit(home: str) -> None:
    """Ask for up to 1,000 reviews a deck and day instead of 200."""
    from quiz.store.home import Home
    from quiz.workspace import Workspace

    workspace = Workspace(Home(home))
    workspace.set_scheduling("reviews", 1000)
    workspace.close()


def measure(homes: Homes, rounds: int) -> Times:
    """All starts, interleaved; the first turn is thrown away. A single round is one turn: only to see that it runs."""
    homes.full.restore()
    work: dict[str, Callable[[], float]] = {
        "python": lambda: prompted(PYTHON),
        "plain": lambda: plain(homes.full),
        "textual": lambda: prompted(TEXTUAL),
        "small": lambda: plain(homes.small),
        "tiny": lambda: plain(homes.tiny),
    }
    times: Times = defaultdict(list)
    warm = rounds > 1
    for turn in range(rounds * TIMES + 1 if warm else 1):
        once: Times = defaultdict(list)
        for name, run in work.items():
            once[name].append(run())
        for name, command in (("screen", screens.study(homes.full)), ("empty", EMPTY_APP)):
            painted, reacted = screens.start(command)
            once[f"{name} painted"].append(painted)
            once[f"{name} reacted"].append(reacted)
        if turn % TIMES == 0:
            once["late"].append(_late(homes))
            once["many"].append(_many(homes))
        if turn or not warm:
            for name, values in once.items():
                times[name] += values
    return times


def rows(times: Times, homes: Homes, peers: Peers) -> list[Row]:
    """What the starts come to."""
    first = peers["first card"]
    python = Peer(median(times["python"]), "python -c pass")
    textual = Peer(median(times["textual"]), "import textual.app")
    empty_painted = Peer(median(times["empty painted"]), "empty app")
    empty_reacted = Peer(median(times["empty reacted"]), "empty app")
    tiny = Peer(median(times["tiny"]), "one tiny deck")
    return [
        Row("start to first card, plain", times["plain"], peer=first, times=0.3, floor=python),
        Row("start, nothing changed, beside a tiny home", times["plain"], peer=tiny, more=5, floor=python),
        Row(f"start, {late_rows(homes):,} rows of another device", times["late"], peer=first, times=2.0, floor=python),
        Row("start with 10,000 cards in the queue", times["many"], peer=first, floor=python),
        Row("start to a screen that takes keys", times["screen reacted"], peer=first, times=0.9, floor=textual),
        Row("start to first paint, beside an empty app", times["screen painted"], peer=empty_painted, times=1.35),
        Row("start to reaction, beside an empty app", times["screen reacted"], peer=empty_reacted, times=1.35),
    ]  # fmt: skip


def floors(times: Times) -> list[Row]:
    """What nothing can be faster than."""
    return [
        Row("floor: python -c pass", times["python"]),
        Row("floor: import textual.app", times["textual"]),
        Row("floor: empty app, first paint", times["empty painted"]),
        Row("floor: empty app, reaction", times["empty reacted"]),
    ]


def late_rows(homes: Homes) -> int:
    """How many rows another device brings."""
    from tests.bench.homes import LATE_ROWS

    return min(LATE_ROWS, 10 * homes.cards)
