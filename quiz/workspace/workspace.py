"""The workspace: store, settings, decks and clock together."""

import contextlib
import json
import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from quiz.errors import ContentError, NotFoundError
from quiz.history import Event, Kind
from quiz.seeds import seed
from quiz.session import Candidate, Moment, Order, Plan, Queue, build
from quiz.store import queries
from quiz.store.atomic import write_whole
from quiz.store.decks import SyncReport, shipped_decks
from quiz.store.home import Home
from quiz.store.queries import DayCount, DeckInfo, DeckName
from quiz.store.settings import Scheduling, read_looks, scheduling_of
from quiz.store.store import Store
from quiz.workspace.clock import Clock

Progress = Callable[[float], None]


class Scope(NamedTuple):
    """What a sitting is about: a name for it and the decks."""

    title: str
    decks: tuple[DeckName | DeckInfo, ...]


class Workspace:
    """A home folder, opened. Close it at the end."""

    def __init__(
        self, home: Home, clock: Clock | None = None, folders: Sequence[str] = (), progress: Progress | None = None
    ) -> None:
        """Open, catch up with the log, bring decks up to date. `folders` go before all others.

        Raises StoreError, ContentError.
        """
        self.home = home
        self.looks = read_looks(home)
        self.clock = clock or Clock()
        self.store = Store(home, progress or (lambda share: None))
        self.scheduling: Scheduling
        self.take_settings()
        self.named = tuple(folders)
        self.decks_report: SyncReport
        self.sync_decks()

    @property
    def folders(self) -> tuple[str, ...]:
        """Where decks are looked for, first to last."""
        return (*self.named, self.home.decks, *self.looks.folders, shipped_decks())

    def sync_decks(self) -> None:
        """Compile the decks that changed."""
        self.decks_report = self.store.sync_decks(self.folders, self.clock.now_ms())

    def take_settings(self) -> None:
        """Follow the settings in the log."""
        settings = self.store.index.meta("settings")
        self.scheduling = scheduling_of(settings, self.store.scheduler.parameters)
        self.clock.rollover_minutes = self.scheduling.rollover

    def close(self) -> None:
        """Give everything back."""
        self.store.close()

    def moment(self) -> Moment:
        """This moment."""
        return self.clock.moment()

    def draft(self, now: Moment) -> Event:
        """An event of this moment, to be filled in."""
        return Event(Kind.REVIEW, "", 0, now.at_ms, now.offset, now.day)

    # -- decks --------------------------------------------------------------------------------------------------------

    def decks(self, day: int | None = None) -> list[DeckInfo]:
        """All decks, with what there is to do on a study day."""
        day = self.moment().day if day is None else day
        return queries.deck_infos(self.store.index, day, self.scheduling.limits)

    def scope(self, name: str | None) -> Scope:
        """The decks of a name: a deck's file, else its id, else a folder, else a unique beginning of one.

        The beginning may be that of the last part of an id: `dates` for `ispace.dates`.

        Raises NotFoundError, and ContentError for a file with errors.
        """
        decks = queries.deck_names(self.store.index)
        if not name:
            return Scope("All decks", tuple(decks))
        if os.path.exists(name):
            path = os.path.abspath(name)
            inside = [d for d in decks if d.path == path or d.path.startswith(path + os.sep)]
            if inside:
                return Scope(inside[0].title if len(inside) == 1 else os.path.basename(path), tuple(inside))
            if path in self.decks_report.broken:
                raise ContentError(f"{name} has errors", f"`quiz check {name}` lists them")
        if exact := [d for d in decks if d.id == name]:
            return Scope(exact[0].title, tuple(exact))
        if folder := [d for d in decks if d.folder == name or d.folder.startswith(name + "/")]:
            return Scope(name, tuple(folder))
        starting = [d for d in decks if d.id.startswith(name)]
        starting = starting or [d for d in decks if d.id.rpartition(".")[2].startswith(name)]
        if len(starting) == 1:
            return Scope(starting[0].title, tuple(starting))
        known = ", ".join(d.id for d in (starting or decks)[:8]) or "none yet"
        wrong = f"`{name}` could be several decks" if starting else f"there is no deck `{name}`"
        raise NotFoundError(wrong, f"decks: {known}")

    # -- what there is to do ------------------------------------------------------------------------------------------

    def queue(self, scope: Scope, now: Moment, tag: str = "", order: Order | None = None) -> Queue:
        """What is to be asked in a scope today."""
        return self.queue_of([d.n for d in scope.decks], now, tag, order)

    def queue_of(self, decks: Sequence[int], now: Moment, tag: str = "", order: Order | None = None) -> Queue:
        """What is to be asked in decks today; they are named by their numbers."""
        index, scheduling = self.store.index, self.scheduling
        order = order or scheduling.order
        learning, reviews, new = queries.candidates(index, decks, now.day, scheduling.limits, order, tag)
        recall = self.store.scheduler.model.retrievability

        def recall_of(candidate: Candidate) -> float:
            return recall(max(0, now.day - candidate.last_day), candidate.stability)

        return build(
            learning, reviews, new, order=order, limits=scheduling.limits, done=queries.done_today(index, now.day),
            seed=seed("queue", now.day), recall=recall_of,
        )  # fmt: skip

    def plan(self, scope: Scope, minutes: int = 0, order: Order | None = None, tag: str = "") -> Plan:
        """The plan of a study sitting."""
        decks = tuple(deck.n for deck in scope.decks)
        return Plan(scope.title, minutes, order or self.scheduling.order, self.scheduling.limits, decks=decks, tag=tag)

    def today(self, day: int | None = None) -> DayCount:
        """What was done on a study day."""
        return queries.day_count(self.store.index, self.moment().day if day is None else day)

    def streak(self) -> int:
        """Study days in a row."""
        return queries.streak(self.store.index, self.moment().day)

    # -- settings and records -----------------------------------------------------------------------------------------

    def set_scheduling(self, name: str, value: object) -> None:
        """Write a scheduling setting into the log. Raises StoreError and ValueError."""
        said = json.loads(self.store.index.meta("settings") or "{}")
        said[name] = value
        now = self.moment()
        draft = self.draft(now)._replace(kind=Kind.SETTINGS, said=json.dumps(said, separators=(",", ":")))
        self.store.append(draft)
        self.take_settings()

    def best(self) -> int:
        """The personal best: right answers in a row."""
        return _number(self._records().get("combo"))

    def set_best(self, combo: int) -> None:
        """Keep a personal best."""
        self._keep({**self._records(), "combo": combo})

    def best_round(self, name: str) -> int:
        """The most points that rounds of this name have earned."""
        rounds = self._records().get("rounds")
        return _number(rounds.get(name)) if isinstance(rounds, dict) else 0

    def set_best_round(self, name: str, points: int) -> None:
        """Keep the points of a round."""
        records = self._records()
        rounds = records.get("rounds")
        self._keep({**records, "rounds": {**(rounds if isinstance(rounds, dict) else {}), name: points}})

    def _records(self) -> dict[str, object]:
        try:
            with open(self.home.records, encoding="utf-8") as file:
                records = json.load(file)
        except (OSError, ValueError):
            return {}
        return records if isinstance(records, dict) else {}

    def _keep(self, records: dict[str, object]) -> None:
        """Write the records; they are trinkets, so a full disk does not matter."""
        with contextlib.suppress(OSError):
            write_whole(self.home.records, json.dumps(records).encode())

    def problem(self) -> str:
        """What the learner should know about the folder; "" when all is well."""
        if self.store.unwritable:
            return f"not saved: {self.store.unwritable}"
        if self.store.damages:
            return f"{self.store.damages} damaged places in the log; see `quiz doctor`"
        return ""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
