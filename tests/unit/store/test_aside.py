"""Work handed to a child: its result is there whatever becomes of the child, and no child is left behind."""

import os
import threading
from collections.abc import Iterator

import pytest

from quiz.store import aside as module
from quiz.store.aside import aside

HERE = os.getpid()


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which a child is worth it, whatever this one is and however many threads the tests have."""
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork, and the program does not try to")
    monkeypatch.setattr(module, "_possible", lambda: True)


@pytest.mark.usefixtures("two")
def test_the_work_is_done_in_another_process() -> None:
    with aside(lambda: [os.getpid(), "✓", 1.5, b"x", (None, True)], True) as other:
        pid, *rest = other.result()
    assert pid != HERE
    assert rest == ["✓", 1.5, b"x", (None, True)]


def test_work_that_is_not_worth_it_is_done_here() -> None:
    with aside(os.getpid, False) as other:
        assert other.result() == HERE


def test_beside_another_thread_it_is_done_here() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with aside(os.getpid, True) as other:
            assert other.result() == HERE
    finally:
        done.set()
        thread.join()


@pytest.mark.usefixtures("two")
def test_the_work_of_a_child_that_dies_is_done_here() -> None:
    def work() -> int:
        if os.getpid() != HERE:
            os._exit(9)
        return os.getpid()

    with aside(work, True) as other:
        assert other.result() == HERE


@pytest.mark.usefixtures("two")
def test_what_goes_wrong_in_a_child_is_raised_here() -> None:
    def work() -> int:
        raise LookupError("the work failed")

    with aside(work, True) as other, pytest.raises(LookupError, match="the work failed"):
        other.result()


@pytest.mark.usefixtures("two")
def test_a_child_that_nobody_waits_for_is_ended() -> None:
    def work() -> int:
        while os.getpid() != HERE:
            pass
        return 0

    with pytest.raises(KeyError), aside(work, True):
        raise KeyError("no more interest")


@pytest.mark.usefixtures("two")
def test_a_large_result_comes_whole() -> None:
    with aside(lambda: list(range(300_000)), True) as other:
        assert other.result() == list(range(300_000))
