"""The terminal under the screens: it is given back whatever ends the program, and broken input does no harm."""

import asyncio
import os
import signal
import sys
from functools import partial

from textual.app import App
from textual.driver import Driver

ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
HANG_UP = 128 + 1
"""Exit code when the terminal has gone."""


def guarded(driver: type[Driver]) -> type[Driver]:
    """The driver of this platform, made to end cleanly; drivers of other platforms stay as they are."""
    if os.name == "nt" or driver.__name__ != "LinuxDriver":
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    class GuardedDriver(LinuxDriver):
        """Textual leaves the screen behind on most signals, and stops reading at a byte that is no UTF-8."""

        def start_application_mode(self) -> None:
            # Before the screen is taken: from then on every signal has to give it back.
            catch_signals(self._app)
            super().start_application_mode()  # type: ignore[no-untyped-call]

        def _run_input_thread(self) -> None:
            while not self.exit_event.is_set():
                try:
                    self.run_input_thread()
                except UnicodeDecodeError:
                    continue  # what was read with it is dropped, as if it had not been typed
                except OSError:
                    _from_thread(self._app, HANG_UP)
                    return
                else:
                    return

    return GuardedDriver


def catch_signals(app: App[int]) -> None:
    """Turn the signals that end a program into an orderly exit with code 128 + n."""
    loop = asyncio.get_running_loop()
    for name in ENDING_SIGNALS:
        number = int(getattr(signal, name))
        loop.add_signal_handler(number, partial(app.exit, return_code=128 + number))


def _from_thread(app: App[int], code: int) -> None:
    loop = app._loop
    if loop is not None:
        loop.call_soon_threadsafe(partial(app.exit, return_code=code))


def settle() -> None:
    """Drop what can no longer be written, so that the end of the process keeps its exit code."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
