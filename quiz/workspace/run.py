"""Running a sitting: events in, effects carried out, a view out."""

import contextlib
from collections import deque
from typing import NamedTuple

from quiz.errors import StoreError
from quiz.history import Event as LogEvent
from quiz.history import Kind, Mode, State, fold, record
from quiz.scheduling import Phase, item_seed
from quiz.session import (
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
    pick,
    step,
    view_of,
)  # fmt: skip
from quiz.session.queue import dropped, find, learning_again
from quiz.store import queries
from quiz.workspace.workspace import Workspace


class _Unsaved(NamedTuple):
    """An event that could not be written yet."""

    uid: str
    """Its name until it is written."""
    draft: LogEvent


class Run:
    """One sitting on a workspace. Every face sends its events here and draws the view."""

    def __init__(self, workspace: Workspace, plan: Plan, queue: Queue) -> None:
        self.workspace = workspace
        self._unsaved: list[_Unsaved] = []
        self._names: dict[str, str] = {}
        """What the sitting calls events that were written later than it was told: by uid."""
        self._best = 0
        self._count = 0
        self._now = workspace.moment()
        """When the last event happened; what follows from it happens at the same moment."""
        self.sitting, effects = begin(plan, queue, workspace.store.scheduler, self._now, workspace.best())
        self._carry_out(effects)

    def send(self, event: Event) -> View:
        """Let something happen; the view after everything that follows from it is done and durable."""
        self._now = self.workspace.moment()
        self._step(event)
        if self.sitting.stage is Stage.DONE:
            self.finish()
        return self.view

    def rest(self) -> None:
        """The learner is thinking: a good moment to read what is likely to come next, and to tidy the index up."""
        following = pick(self.sitting.queue, self._now.at_ms)
        if following:
            queries.deal(self.workspace.store.index, following.n)
        self.workspace.store.tidy()

    def finish(self) -> None:
        """Keep the personal best, and try once more to write what could not be written."""
        with contextlib.suppress(StoreError):
            self._write_unsaved()
        self.sitting = self.sitting._replace(unsaved=len(self._unsaved))
        if self._best:
            self.workspace.set_best(self._best)
            self._best = 0

    @property
    def view(self) -> View:
        """What a face may draw now."""
        return view_of(self.sitting)

    def _step(self, event: Event) -> None:
        scheduler = self.workspace.store.scheduler
        if scheduler is not self.sitting.scheduler:  # other settings came in with the log
            self.sitting = self.sitting._replace(scheduler=scheduler)
        self.sitting, effects = step(self.sitting, event, self._now)
        self._carry_out(effects)

    def _carry_out(self, effects: tuple[Effect, ...]) -> None:
        waiting = deque(effects)
        while waiting:
            answer = self._do(waiting.popleft())
            if answer is not None:
                self._step(answer)

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
        if dealt and self._unsaved:
            dealt = dealt._replace(state=self._state(dealt.key))
        return Placed(dealt)

    # -- writing ------------------------------------------------------------------------------------------------------

    def _record(self, effect: Record) -> Recorded:
        draft = self._draft(effect)
        problem = ""
        try:
            self._write_unsaved()
            event, state = self.workspace.store.append(draft)
            uid = event.uid
        except StoreError as error:
            self._count += 1
            uid, problem = f"unsaved-{self._count}", f"not saved: {error.message}"
            self._unsaved.append(_Unsaved(uid, draft))
            state = self._state(effect.item)
        anew = effect.kind is Kind.FORGET and self.sitting.plan.mode is Mode.STUDY
        return Recorded(uid, state, problem, self._queue() if anew else None)

    def _write_unsaved(self) -> None:
        while self._unsaved:
            event, _ = self.workspace.store.append(self._unsaved[0].draft)
            self._names[event.uid] = self._unsaved.pop(0).uid

    def _draft(self, effect: Record) -> LogEvent:
        draft = self.workspace.draft(self._now)
        return draft._replace(
            kind=effect.kind, item=effect.item, mode=effect.mode, grade=effect.grade, took=effect.took,
            verdict=effect.verdict, said=effect.said, revision=effect.revision,
        )  # fmt: skip

    def _state(self, key: str) -> State:
        """The state of an item as if everything had been written, so that the sitting can go on."""
        store = self.workspace.store
        state = queries.state_by_key(store.index, key)
        for _, draft in self._unsaved:
            if draft.item == key:
                new = record(draft._replace(device="unsaved", seq=1), device=0, note=1)
                state = fold([new], store.scheduler, item_seed(key), start=state)
        return state

    # -- taking back --------------------------------------------------------------------------------------------------

    def _take_back(self, effect: TakeBack) -> TakenBack:
        if self._unsaved and not effect.redo:
            uid, draft = self._unsaved.pop()
            return self._taken_back(draft.kind, uid, draft.item, effect.redo)._replace(saved=False)
        store = self.workspace.store
        try:
            undone = store.undo(self.workspace.draft(self._now), effect.redo)
        except StoreError as error:
            return TakenBack(problem=f"not saved: {error.message}", redo=effect.redo)
        if undone is None:
            return TakenBack(redo=effect.redo)
        event = undone.event
        if event.kind == Kind.SETTINGS:
            self.workspace.take_settings()
        return self._taken_back(event.kind, self._names.get(event.uid, event.uid), undone.item, effect.redo)

    def _taken_back(self, kind: str, uid: str, key: str, redo: bool) -> TakenBack:
        n = queries.find_item(self.workspace.store.index, key) if key else 0
        queue = self._queue() if self.sitting.plan.mode is Mode.STUDY else None
        return TakenBack(kind, uid, n, self._state(key), queue, redo)

    def _queue(self) -> Queue:
        """What is left to ask now, with what could not be written yet."""
        plan, now = self.sitting.plan, self._now
        queue = self.workspace.queue_of(plan.decks, now, plan.tag, plan.order)
        for key in dict.fromkeys(draft.item for _, draft in self._unsaved):
            memory, suspended, buried, _ = self._state(key)
            candidate = find(queue, queries.find_item(self.workspace.store.index, key))
            if candidate is None or (memory.last_day == candidate.last_day and not suspended and buried != now.day):
                continue
            queue = dropped(queue, candidate.n)
            if memory.phase in (Phase.LEARNING, Phase.RELEARNING) and memory.due_ms:
                queue = learning_again(queue, candidate._replace(phase=memory.phase, due_ms=memory.due_ms))
        return queue
