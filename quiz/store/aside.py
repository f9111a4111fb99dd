"""Long work of which a part is done in a second process, where that is safe."""

import contextlib
import marshal
import os
import sys
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Aside(Generic[Result]):
    """Work that a child has been given. `result` is there for its end, whatever becomes of the child."""

    def __init__(self, work: Callable[[], Result], worth: bool) -> None:
        self._work = work
        self._pipe = self._child = 0
        if worth and _possible():
            self._begin()

    def _begin(self) -> None:
        self._pipe, out = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            code = 1
            try:
                with open(out, "wb") as pipe:
                    marshal.dump(self._work(), pipe)  # type: ignore[arg-type]
                code = 0
            finally:
                os._exit(code)  # nothing of the parent's may be closed or flushed here
        os.close(out)

    def result(self) -> Result:
        """What the work comes to; it is done here if the child could not do it, so its errors are raised here."""
        if self._child:
            try:
                with open(self._pipe, "rb", closefd=False) as pipe:
                    return marshal.load(pipe)  # type: ignore[no-any-return]
            except (EOFError, ValueError, TypeError):
                pass
        return self._work()

    def close(self) -> None:
        """Leave no child behind."""
        if self._child:
            os.close(self._pipe)
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, 9)
            os.waitpid(self._child, 0)


def _possible() -> bool:
    """Whether a second process helps and does no harm: a fork copies no other thread, but the locks it holds."""
    import threading  # only for work that is long anyway

    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


@contextlib.contextmanager
def aside(work: Callable[[], Result], worth: bool) -> Iterator[Aside[Result]]:
    """Begin work in a child if it is `worth` one.

    It must touch no open file of ours, and its result must consist of what marshal knows.
    """
    other = Aside(work, worth)
    try:
        yield other
    finally:
        other.close()
