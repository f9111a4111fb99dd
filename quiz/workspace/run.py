"""Running a sitting: events in, effects carried out, a view out."""

from collections import deque

from quiz.errors import StoreError
from quiz.history import Event as LogEvent
from quiz.history import State, appended, record
from quiz.scheduling import item_seed
from quiz.session import (
    Candidate,
    Deal,
    Effect,
    Event,
    Placed,
    Plan,
    Queue,
    Record,
    Recorded,
    Stage,
    TakeBack,
    TakenBack,
    View,
    begin,
    step,
    view_of,
)  # fmt: skip
from quiz.store import queries
from quiz.workspace.workspace import Workspace


class Run:
    """One sitting on a workspace. Every face sends its events here and draws the view."""

    def __init__(self, workspace: Workspace, plan: Plan, queue: Queue) -> None:
        self.workspace = workspace
        self._unsaved: list[tuple[str, Record]] = []
        self._best = 0
        self._count = 0
        now = workspace.moment()
        self._local: dict[str, State] = {}
        self.sitting, effects = begin(plan, queue, workspace.store.scheduler, now, workspace.best())
        self._carry_out(effects)

    def send(self, event: Event) -> View:
        """Let something happen; the view after everything that follows from it is done and durable."""
        self.sitting, effects = step(self.sitting, event, self.workspace.moment())
        self._carry_out(effects)
        if self.sitting.stage is Stage.DONE:
            self.finish()
        return self.view

    def finish(self) -> None:
        """Keep the personal best; reviews were kept long before."""
        if self._best:
            self.workspace.set_best(self._best)
            self._best = 0

    @property
    def view(self) -> View:
        """What a face may draw now."""
        return view_of(self.sitting)

    def _carry_out(self, effects: tuple[Effect, ...]) -> None:
        waiting = deque(effects)
        while waiting:
            answer = self._do(waiting.popleft())
            if answer is not None:
                self.sitting, more = step(self.sitting, answer, self.workspace.moment())
                waiting.extend(more)

    def _do(self, effect: Effect) -> Event | None:
        if isinstance(effect, Deal):
            return self._deal(effect)
        if isinstance(effect, Record):
            return self._record(effect)
        if isinstance(effect, TakeBack):
            return self._take_back(effect)
        self._best = effect.combo
        return None

    def _deal(self, effect: Deal) -> Placed:
        dealt = queries.deal(self.workspace.store.index, effect.n)
        if dealt and dealt.key in self._local:
            dealt = dealt._replace(state=self._local[dealt.key])
        return Placed(dealt)

    def _record(self, effect: Record) -> Recorded:
        try:
            while self._unsaved:
                self._write(self._unsaved[0][1])
                self._unsaved.pop(0)
            uid, state = self._write(effect)
        except StoreError as error:
            self._count += 1
            uid, state = f"unsaved-{self._count}", self._imagined(effect)
            self._unsaved.append((uid, effect))
            self._local[effect.item] = state
            return Recorded(uid, state, f"not saved: {error.message}")
        self._local.pop(effect.item, None)
        return Recorded(uid, state)

    def _write(self, effect: Record) -> tuple[str, State]:
        event, state = self.workspace.store.append(self._draft(effect))
        return event.uid, state

    def _draft(self, effect: Record) -> LogEvent:
        draft = self.workspace.draft(self.workspace.moment())
        return draft._replace(
            kind=effect.kind, item=effect.item, mode=effect.mode, grade=effect.grade, took=effect.took,
            verdict=effect.verdict, said=effect.said, revision=effect.revision,
        )  # fmt: skip

    def _imagined(self, effect: Record) -> State:
        """The state that would have been written, so that the sitting can go on."""
        store = self.workspace.store
        state = self._local.get(effect.item) or queries.state_by_key(store.index, effect.item)
        new = record(self._draft(effect)._replace(device="unsaved", seq=1), 0)
        return appended(state, new, store.scheduler, item_seed(effect.item))[0]

    def _take_back(self, effect: TakeBack) -> TakenBack:
        store = self.workspace.store
        if self._unsaved and not effect.redo:
            uid, last = self._unsaved.pop()
            self._local.pop(last.item, None)
            return TakenBack(last.kind, uid, self._candidate(last.item))
        try:
            undone = store.undo(self.workspace.draft(self.workspace.moment()), effect.redo)
        except StoreError as error:
            return TakenBack(problem=f"not saved: {error.message}")
        if undone is None:
            return TakenBack()
        candidate = None if effect.redo or not undone.item else self._candidate(undone.item)
        return TakenBack(undone.event.kind, undone.event.uid, candidate)

    def _candidate(self, key: str) -> Candidate | None:
        return queries.candidate(self.workspace.store.index, key)
