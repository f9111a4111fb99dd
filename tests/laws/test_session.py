"""Laws of a sitting on a real home folder: anything a learner may do, held against a model that reads naively."""

import os
import shutil
import tempfile
from collections import Counter
from typing import Any

from hypothesis import event as seen_by_hypothesis
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from laws.sitting_model import (
    BODIES,
    DAY,
    DECKS,
    HOUR,
    LEARNING,
    MINUTE,
    START,
    Alone,
    Happened,
    Model,
    StillClock,
    deck_text,
)  # fmt: skip

from quiz.cards import Reveal
from quiz.history import FRESH, Kind, Mode
from quiz.scheduling import Phase
from quiz.session import (
    Again,
    Bury,
    Flag,
    Forget,
    Give,
    GradeWith,
    Moment,
    Order,
    Placed,
    Recorded,
    Show,
    Sitting,
    Stage,
    Stop,
    Suspend,
    TakenBack,
    Turn,
    Undo,
    Wake,
    interval_text,
)  # fmt: skip
from quiz.session.plan import LEARN_AHEAD_MS
from quiz.store import queries
from quiz.store.home import Home
from quiz.workspace import Run, Scope, Workspace

IN_MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None
"""A folder without a disk, where there is one: these laws are about what follows what, not about durability."""
NONSENSE = [
    Show(), Give("what?"), Turn(), GradeWith(7), GradeWith(-1), Again(), Wake(), Placed(None), Recorded("x-1", FRESH),
    TakenBack(), TakenBack("r", "x-1", 1),
]  # fmt: skip


# -- the machine -------------------------------------------------------------------------------------------------------

card_kinds = st.sampled_from(sorted(BODIES))


class Sittings(RuleBasedStateMachine):
    """Anything that a learner may do, in any order, over days and restarts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp(prefix="quiz-", dir=IN_MEMORY)
        self.model = Model()
        self.clock = StillClock()
        self.run: Run | None = None
        self.order = Order.DUE
        self.decks: tuple[str, ...] = DECKS
        self.left: set[str] = set()
        """Keys that the main queue of this sitting still owes, with the one in hand."""
        self.mine: list[str] = []
        """Uids of the effective answers of this sitting, by the model."""
        self.stopped = False
        self.day = 0
        """On which this sitting began."""
        self.before: list[Any] = []
        """How things stood before each effective event."""
        self.after: list[Any] = []
        """How things stood before each undo."""

    @initialize(one=st.lists(card_kinds, min_size=1, max_size=6), two=st.lists(card_kinds, max_size=4))
    def open(self, one: list[str], two: list[str]) -> None:
        home = Home(os.path.join(self.folder, "home"))
        home.create()
        self.model.kinds = {"one": one, "two": two}
        for deck in DECKS:
            self.write(deck)
        self.workspace = self.opened()
        self.sit_down(Order.DUE, "")

    def opened(self) -> Workspace:
        home = Home(os.path.join(self.folder, "home"))
        workspace = Alone(home, self.clock)
        assert not workspace.decks_report.broken
        return workspace

    def write(self, deck: str) -> None:
        path = os.path.join(self.folder, "home", "decks", f"{deck}.deck.toml")
        if self.model.kinds[deck]:
            with open(path, "w", encoding="utf-8") as file:
                file.write(deck_text(deck, self.model.kinds[deck]))

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            self.workspace.close()
        shutil.rmtree(self.folder)

    # -- what the model says -------------------------------------------------------------------------------------------

    def numbers(self) -> dict[str, int]:
        return dict(self.workspace.store.index.db.execute("select key, n from item"))

    def to_ask(self, order: Order) -> tuple[list[str], list[str], list[str]]:
        learning, reviews, new = [], [], []
        for deck in self.decks:
            of_deck = self.model.to_ask(deck, self.clock.moment().day, order, self.numbers())
            learning += of_deck[0]
            reviews += of_deck[1]
            new += of_deck[2]
        return learning, reviews, new

    def picture(self) -> Any:
        """All that an undo has to bring back."""
        db = self.workspace.store.index.db
        states = db.execute(
            "select key, phase, stability, difficulty, step, last, reps, lapses, due, due_ms, suspended, buried, flag"
            " from item where key in (select key from item where card is not null)"
        ).fetchall()
        fresh = {row for row in states if row[1:] == (0, 0.0, 0.0, 0, -1, 0, 0, -1, 0, 0, -1, 0)}
        days = db.execute("select * from day").fetchall()
        return set(states) - fresh, set(days), self.model.limits()

    def took_place(self) -> None:
        """Take what was written since the last look into the model."""
        known = {e.uid for e in self.model.log}
        for e in self.workspace.store.events():
            if e.uid in known:
                continue
            said = e.said
            if e.kind == Kind.SETTINGS:
                scheduling = self.workspace.scheduling
                said = f"{scheduling.new} {scheduling.reviews}"
            if self.model.log:
                assert e.clock > self.model.log[-1].clock
            self.model.log.append(Happened(e.uid, e.kind, e.item, e.grade, e.day, e.clock, e.mode, said))

    # -- sitting down --------------------------------------------------------------------------------------------------

    @rule(order=st.sampled_from(Order), deck=st.sampled_from(["", "", *DECKS]))
    def sit_down(self, order: Order, deck: str) -> None:
        if deck and not self.model.kinds[deck]:
            return
        infos = {d.id: d for d in self.workspace.decks() if d.id in DECKS}
        self.order, self.decks, self.stopped = order, (deck,) if deck else DECKS, False
        scope = Scope("", tuple(infos[name] for name in self.decks if name in infos))
        queue = self.workspace.queue(scope, self.workspace.moment(), "", order)
        learning, reviews, new = self.to_ask(order)
        assert [c.key for c in sorted(queue.main, key=lambda c: c.n) if c.phase == Phase.REVIEW] == sorted(
            reviews, key=self.numbers().__getitem__
        )
        assert {c.key for c in queue.main if c.phase == Phase.NEW} == set(new)
        assert {c.key for c in queue.learning} == set(learning)
        assert queue.left() == (len(new), len(learning), len(reviews))
        # What the home screen says is what the sitting gives, deck by deck.
        for info in scope.decks:
            told = (info.new, info.learning, info.due)
            assert told == tuple(
                sum(key.startswith(info.id + "/") for key in keys) for keys in (new, learning, reviews)
            )
        self.left, self.mine, self.day = {*reviews, *new}, [], self.clock.moment().day
        self.run = Run(self.workspace, self.workspace.plan(scope, 0, order), queue)
        self.check_served(None, undone=False)

    @rule()
    def restart(self) -> None:
        self.workspace.close()
        self.workspace = self.opened()
        self.sit_down(self.order, "" if len(self.decks) > 1 else self.decks[0])

    # -- the world moves on --------------------------------------------------------------------------------------------

    @rule(ms=st.sampled_from([1, 20_000, 2 * MINUTE, 11 * MINUTE, 50 * MINUTE, 5 * HOUR]))
    def wait(self, ms: int) -> None:
        self.clock.at += ms

    @rule(days=st.sampled_from([1, 1, 2, 7, 40]))
    def sleep(self, days: int) -> None:
        self.clock.at += days * DAY
        self.sit_down(self.order, "")

    @rule(east=st.sampled_from([-480, 0, 540]))
    def travel(self, east: int) -> None:
        day = self.clock.moment().day
        self.clock.east = east
        if self.clock.moment().day != day:
            self.sit_down(self.order, "")

    @rule(deck=st.sampled_from(DECKS), kind=card_kinds)
    def add_card(self, deck: str, kind: str) -> None:
        if len(self.model.kinds[deck]) < 9:
            self.model.kinds[deck].append(kind)
            self.write(deck)
            self.workspace.sync_decks()
            self.sit_down(self.order, "")

    @rule(new=st.integers(0, 4), reviews=st.integers(0, 4))
    def change_limits(self, new: int, reviews: int) -> None:
        for name, value in (("new", new), ("reviews", reviews)):
            before = self.picture()
            self.workspace.set_scheduling(name, value)
            self.took_place()
            self.before.append(before)
            self.after.clear()
        assert self.model.limits() == (new, reviews)
        self.sit_down(self.order, "")

    # -- what the learner does -----------------------------------------------------------------------------------------

    def stage(self) -> Stage:
        assert self.run is not None
        return self.run.sitting.stage

    def send(self, event: Any) -> None:
        """Send an event, look at what it did to the log, and check everything."""
        assert self.run is not None
        was, before, undone = self.run.sitting, self.picture(), False
        self.clock.at += 1
        self.run.send(event)
        count = len(self.model.log)
        self.took_place()
        assert len(self.model.log) - count <= 1
        if len(self.model.log) > count:
            undone = self.account(self.model.log[-1], before)
        self.check_served(was, undone)

    def account(self, new: Happened, before: Any) -> bool:
        """What an event should have done. Whether it was an undo or a redo, after which the queue is built anew."""
        if new.kind != Kind.VOID:
            self.before.append(before)
            self.after.clear()
            if new.kind == Kind.REVIEW:
                self.mine.append(new.uid)
            if new.kind != Kind.FLAG and new.mode != Mode.CRAM:
                self.left.discard(new.key)
            if new.kind == Kind.FORGET:
                self.left = {*self.to_ask(self.order)[1], *self.to_ask(self.order)[2]}
            return False
        target = next(e for e in self.model.log if e.uid == new.said)
        if target.kind == Kind.VOID:  # a redo
            self.before.append(before)
            assert self.picture() == self.after.pop()
            target = next(e for e in self.model.log if e.uid == target.said)
        else:
            self.after.append(before)
            if self.before:
                assert self.picture() == self.before.pop()
        return target.kind != Kind.FLAG

    def check_served(self, was: Sitting | None, undone: bool) -> None:
        """The item in hand came at its time and is allowed."""
        assert self.run is not None
        sitting, now = self.run.sitting, self.clock.moment()
        if sitting.plan.mode is not Mode.STUDY:
            return
        if undone:
            hand = {sitting.candidate.key} if sitting.candidate else set()
            _, reviews, new = self.to_ask(self.order)
            kept = {k for k in hand if self.model.state(k)[0].phase not in LEARNING}
            self.left = {k for k in (*reviews, *new)} | kept
            if kept:
                card = next(i for i in self.model.items() if i.key in kept)
                self.left -= {i.key for i in self.model.items() if card.several and i.card == card.card} - kept
        c = sitting.candidate
        if c is None or (was is not None and was.candidate is not None and was.candidate.n == c.n and not undone):
            return
        memory, suspended, buried, _ = self.model.state(c.key)
        assert not suspended
        assert buried != now.day
        queue = sitting.queue
        ahead = [o for o in queue.learning if o.due_ms <= now.at_ms + LEARN_AHEAD_MS]
        if undone:
            return
        if was is not None and was.stage is not Stage.DONE and was.candidate is not None:
            assert was.candidate.n != c.n
        if memory.phase in LEARNING:
            others = [o for o in queue.main if was is None or was.candidate is None or o.n != was.candidate.n]
            assert memory.due_ms <= now.at_ms or (not others and memory.due_ms <= now.at_ms + LEARN_AHEAD_MS)
            return
        assert c.key in self.left
        assert memory.phase == Phase.NEW or memory.due_day <= now.day
        assert memory.last_day != now.day
        done, (new_limit, review_limit) = self.model.answered_on(now.day), self.model.limits()
        deck = c.key.split("/")[0]
        limit = new_limit if memory.phase == Phase.NEW else review_limit
        assert done[deck, memory.phase] < limit
        assert all(o.due_ms > now.at_ms or o.n == queue.last for o in ahead) or was is None

    @precondition(lambda self: self.stage() is Stage.ASKING)
    @rule(how=st.sampled_from(["show", "right", "wrong", "nothing"]))
    def answer(self, how: str) -> None:
        assert self.run is not None
        dealt = self.run.sitting.dealt
        assert dealt is not None
        if how == "show" or isinstance(self.run.sitting.shape, Reveal):
            self.send(Show())
        else:
            right = dealt.card.full_marks(dealt.part)
            self.send(Give({"right": right, "wrong": "no such thing", "nothing": ""}[how]))
        view = self.run.view
        assert view.stage is Stage.ANSWERED
        assert [g.grade for g in view.grades] == [1, 2, 3, 4]
        if how == "right" and view.verdict:
            assert view.verdict.outcome == "right"
        if how == "nothing" and view.verdict:
            assert [g.grade for g in view.grades if g.suggested] == [1]

    @precondition(lambda self: self.stage() is Stage.ANSWERED)
    @rule()
    def turn(self) -> None:
        assert self.run is not None
        before = self.run.view.verdict
        self.send(Turn())
        after = self.run.view.verdict
        assert (before is None) == (after is None)
        if before and after:
            assert (after.outcome == "right") == (before.outcome != "right")

    @precondition(lambda self: self.stage() is Stage.ANSWERED)
    @rule(grade=st.sampled_from([0, 0, 1, 1, 2, 3, 3, 4]), ms=st.sampled_from([0, 3000]))
    def grade(self, grade: int, ms: int) -> None:
        assert self.run is not None
        sitting, view, shown_at = self.run.sitting, self.run.view, self.run.sitting.shown
        assert sitting.dealt is not None
        chosen = grade or next(g.grade for g in view.grades if g.suggested)
        preview, shown = sitting.grades[chosen - 1], view.grades[chosen - 1]
        day = self.clock.moment().day
        self.clock.at += ms
        self.send(GradeWith(grade))
        new = self.model.log[-1]
        assert (new.kind, new.key, new.grade) == (Kind.REVIEW, sitting.dealt.key, chosen)
        stored = queries.state_by_key(self.workspace.store.index, new.key).memory
        assert stored == self.model.state(new.key)[0]
        if day == shown_at.day:
            waited = new.clock - shown_at.at_ms if stored.due_ms else 0
            assert stored == preview._replace(due_ms=preview.due_ms + waited if preview.due_ms else 0)
            if sitting.plan.mode is Mode.STUDY:
                assert shown.interval == interval_text(stored, Moment(new.clock, 0, new.day))
            else:
                assert shown.interval == ""

    @precondition(lambda self: self.stage() is Stage.ASKING)
    @rule(grades=st.lists(st.sampled_from([1, 3, 3, 4]), min_size=2, max_size=8))
    def study(self, grades: list[int]) -> None:
        """Several cards one after the other, so that histories grow."""
        for grade in grades:
            if self.stage() is Stage.ASKING:
                self.answer("show")
                self.grade(grade, 1000)

    @precondition(lambda self: self.stage() in (Stage.ASKING, Stage.ANSWERED))
    @rule(event=st.sampled_from([Suspend(), Bury(), Forget(), Flag(), Flag("look this up")]))
    def change_item(self, event: Any) -> None:
        assert self.run is not None
        was = self.run.sitting
        self.send(event)
        if isinstance(event, Flag):
            now = self.run.sitting
            same = {"moment": was.moment, "notice": "", "dealt": was.dealt, "taken_back": now.taken_back}
            assert now._replace(**same) == was._replace(**same)
            view = self.run.view
            assert was.dealt is not None
            assert view.why is not None
            assert view.why.flagged == self.model.state(was.dealt.key)[3]
            assert view.why.flagged == (bool(event.note) or not was.dealt.state.flag)

    @rule()
    def undo(self) -> None:
        self.take_back(redo=False)

    @rule()
    def redo(self) -> None:
        self.take_back(redo=True)

    def take_back(self, redo: bool) -> None:
        assert self.run is not None
        target = self.model.redoable() if redo else self.model.undoable()
        count, was = len(self.model.log), self.run.sitting
        self.send(Undo(redo))
        sitting = self.run.sitting
        if target is None:
            assert len(self.model.log) == count
            assert sitting.notice == f"There is nothing to {'redo' if redo else 'undo'}."
            assert (sitting.stage, sitting.candidate, sitting.queue) == (was.stage, was.candidate, was.queue)
            return
        assert sitting.notice.startswith("Brought back: " if redo else "Undone: ")
        self.stopped = self.stopped or sitting.stage is Stage.DONE  # the closing page stays until the learner goes on
        if target.kind == Kind.REVIEW:
            if redo and target.uid in {a.uid for a in was.taken_back}:
                self.mine.append(target.uid)
            elif target.uid in self.mine:
                self.mine.remove(target.uid)
        if sitting.plan.mode is not Mode.STUDY:
            return
        if target.kind not in (Kind.FLAG, Kind.SETTINGS):
            # What was undone is asked again at once if it is to be asked at all; what was brought back is not.
            hand = sitting.candidate
            asked = {key for keys in self.to_ask(self.order) for key in keys}
            if not redo and target.key in asked:
                assert hand is not None
                assert hand.key == target.key
            if redo and hand:
                assert hand.key != target.key or target.key in asked

    @rule()
    def stop(self) -> None:
        self.send(Stop())
        self.stopped = True
        assert self.stage() is Stage.DONE

    @precondition(lambda self: self.stage() is Stage.DONE)
    @rule()
    def wake(self) -> None:
        self.send(Wake())
        self.stopped = self.stopped and self.stage() is Stage.DONE

    @precondition(lambda self: self.stage() is Stage.DONE and self.run.view.closing.missed)
    @rule()
    def again(self) -> None:
        assert self.run is not None
        missed = {a.item for a in self.run.view.closing.missed}  # type: ignore[union-attr]
        states = {key: self.model.state(key) for key in missed}
        self.send(Again())
        self.mine = []
        asked = []
        for _ in range(30):
            candidate = self.run.sitting.candidate
            if candidate is None:
                break
            asked.append(candidate.key)
            self.send(Show())
            self.send(GradeWith(3))
        day = self.clock.moment().day
        assert set(asked) == {k for k in missed if not states[k][1] and states[k][2] != day}
        assert len(asked) == len(set(asked))
        assert {key: self.model.state(key) for key in missed} == states
        assert self.run.view.practice
        self.sit_down(self.order, "")

    @rule(event=st.sampled_from(NONSENSE))
    def nonsense(self, event: Any) -> None:
        """What makes no sense now changes nothing and raises nothing."""
        assert self.run is not None
        was = self.run.sitting
        sensible = {
            Stage.ASKING: (Show, Give), Stage.ANSWERED: (Turn,), Stage.DONE: (Again, Wake), Stage.SAVING: (),
        }  # fmt: skip
        if not isinstance(event, sensible[was.stage]):
            self.send(event)
            assert self.run.sitting._replace(moment=was.moment, notice=was.notice) == was

    @rule(grade=st.sampled_from([2, 3, 4]))
    def finish(self, grade: int) -> None:
        """Answer everything: exactly what was shown to be left is served, and then a new sitting finds nothing."""
        assert self.run is not None
        if self.stage() is Stage.DONE:
            self.send(Wake())
        view, day = self.run.view, self.clock.moment().day
        self.clock.at = max(self.clock.at, START)
        shown, served = (view.new, view.learning, view.review), Counter[str]()
        for _ in range(200):
            sitting = self.run.sitting
            if sitting.stage is Stage.DONE:
                waiting = sitting.queue.learning
                if not waiting or self.clock.moment().day != day:
                    break
                self.clock.at = max(self.clock.at, waiting[0].due_ms - LEARN_AHEAD_MS)
                self.send(Wake())
                continue
            if sitting.stage is Stage.ASKING:
                self.send(Show())
            candidate = self.run.sitting.candidate
            assert candidate is not None
            served[candidate.key] += 1
            self.send(GradeWith(4 if candidate.phase in LEARNING else grade))
        if self.clock.moment().day == day:
            assert len(served) == sum(shown)
            assert not self.left
            self.stopped = False
            seen_by_hypothesis("finished a day")

    # -- always --------------------------------------------------------------------------------------------------------

    @invariant()
    def what_is_left_is_what_the_model_says(self) -> None:
        if self.run is None or self.run.sitting.plan.mode is not Mode.STUDY:
            return
        sitting, view = self.run.sitting, self.run.view
        queue, hand = sitting.queue, sitting.candidate
        assert sitting.stage is not Stage.SAVING
        assert (hand is None) == (sitting.stage is Stage.DONE)
        main = {c.key for c in queue.main}
        if hand and self.model.state(hand.key)[0].phase not in LEARNING:
            main.add(hand.key)
        assert main == self.left
        assert view.new + view.review == len(self.left)
        if self.clock.moment().day == self.day:
            learning = {c.key for c in queue.learning} | ({hand.key} if hand and hand.key not in main else set())
            allowed = set(self.to_ask(self.order)[0])
            alone = {item.key for item in self.model.items() if not item.several}
            assert learning <= allowed
            assert {k for k in allowed if k in alone or self.model.state(k)[0].last_day == self.day} <= learning
        numbers = [c.n for c in (*queue.main, *queue.learning, *((hand,) if hand else ()))]
        assert len(numbers) == len(set(numbers))
        if sitting.stage is Stage.DONE and not self.stopped:
            assert not queue.main
        assert [a.uid for a in sitting.answered] == self.mine

    @invariant()
    def the_index_is_what_the_model_says(self) -> None:
        if self.run is None:
            return
        for item in self.model.items():
            state = queries.state_by_key(self.workspace.store.index, item.key)
            assert (state.memory, state.suspended, state.buried, bool(state.flag)) == self.model.state(item.key)

    @invariant()
    def limits_hold(self) -> None:
        if self.run is None:
            return
        day = self.clock.moment().day
        done = queries.done_today(self.workspace.store.index, day)
        wanted = self.model.answered_on(day)
        names = dict(self.workspace.store.index.db.execute("select n, id from deck"))
        got = Counter({(names[n], phase): c for n, both in done.items() for phase, c in zip((0, 2), both, strict=True)})
        assert {k: v for k, v in got.items() if v} == {k: v for k, v in wanted.items() if k[1] in (0, 2)}


Sittings.TestCase.settings = settings(max_examples=settings().max_examples // 3, stateful_step_count=40)
TestSittings = Sittings.TestCase
