"""Writes events into a home folder as fast as it can: python appender.py HOME NAME COUNT [DEFECT].

Opens the home folder, says `ready`, waits for a line, then prints the number of each event once it is durable. `said`
of an event is NAME:n, so that it can be told who wrote it.
"""

import os
import sys


def main(root: str, name: str, count: int, defect: str = "") -> None:
    """Write the events."""
    from e2e import planted

    from quiz.errors import StoreError
    from quiz.history import Event, Kind
    from quiz.store.home import Home
    from quiz.store.store import Store

    planted.plant(defect)
    store = Store(Home(root))
    print("ready", flush=True)
    sys.stdin.readline()
    kinds = (Kind.REVIEW, Kind.REVIEW, Kind.REVIEW, Kind.FLAG, Kind.BURY, Kind.FORGET)
    for n in range(count):
        kind = kinds[n % len(kinds)]
        draft = Event(
            kind, "", 0, 1_790_000_000_000 + n, 60, 20_717 + n // 50, f"many/c{n % 7:04}", "s" if kind == "r" else "",
            1 + n % 4 if kind == "r" else 1, 1000 + n, "", f"{name}:{n}",
        )  # fmt: skip
        try:
            event, _ = store.append(draft)
        except StoreError as error:
            print(f"error {error.message}", flush=True)
            return
        print(event.seq, flush=True)
    store.close()


if __name__ == "__main__":
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sys.path[:0] = [tests, os.path.dirname(tests)]
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
