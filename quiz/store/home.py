"""Where a learner's files live. Nobody else knows a path.

home/
  device            this device's id and the machine it belongs to
  settings.toml     looks and folders
  decks/            the learner's own decks
  log/2026-11.kx3f7q.log    events, one file per device and month; the truth
  index.db          everything derived from log and decks; may be deleted at any time
  lock              held while the log is written
  crash.log         what a crash left behind
"""

import os
from dataclasses import dataclass

from quiz.seeds import seed
from quiz.store.atomic import sync_folder, write_whole

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
DEVICE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Home:
    """The paths inside one home folder."""

    root: str

    @property
    def log(self) -> str:
        return os.path.join(self.root, "log")

    @property
    def index(self) -> str:
        return os.path.join(self.root, "index.db")

    @property
    def lock(self) -> str:
        return os.path.join(self.root, "lock")

    @property
    def decks(self) -> str:
        return os.path.join(self.root, "decks")

    @property
    def settings(self) -> str:
        return os.path.join(self.root, "settings.toml")

    @property
    def crash_log(self) -> str:
        return os.path.join(self.root, "crash.log")

    @property
    def device(self) -> str:
        return os.path.join(self.root, "device")

    @property
    def records(self) -> str:
        return os.path.join(self.root, "records.json")

    def create(self) -> None:
        """Make the folders, durably: a row in a folder that a power cut takes away would be lost with it.

        Raises OSError.
        """
        for path in (self.log, self.decks):
            _make_folder(path)


def _make_folder(path: str) -> None:
    """Make a folder and those above it, and make their names durable."""
    if os.path.isdir(path):
        return
    above = os.path.dirname(path)
    if above != path:
        _make_folder(above)
    try:
        os.mkdir(path)
    except FileExistsError:
        if not os.path.isdir(path):  # else another process was quicker
            raise
    sync_folder(above)


def find_home(chosen: str | None = None) -> Home:
    """The home folder: the chosen one, else QUIZ_HOME, else the platform's folder for a user's data."""
    root = chosen or os.environ.get("QUIZ_HOME")
    if not root:
        from platformdirs import user_data_dir  # only when nothing else says where

        root = user_data_dir("quiz", appauthor=False)
    return Home(os.path.abspath(os.path.expanduser(root)))


def device_id(home: Home) -> str:
    """This device's id: random, made once, and made anew when the home was copied to another machine.

    Call under the lock, so that two programs do not make two. Raises OSError when the file cannot be used.
    """
    machine = _machine()
    try:
        with open(home.device, encoding="ascii", errors="replace") as file:
            words = file.read(200).split()
    except FileNotFoundError:
        words = []
    if len(words) == 2 and words[1] == machine and set(words[0]) <= set(_ALPHABET):
        return words[0]
    new = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in os.urandom(DEVICE_LENGTH))
    write_whole(home.device, f"{new} {machine}\n".encode())
    return new


def _machine() -> str:
    """A hash that tells machines apart without naming them."""
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            with open(path, encoding="ascii", errors="replace") as file:
                if name := file.read(64).strip():
                    break
        except OSError:
            continue
    else:
        from uuid import getnode  # slow, and only where there is no machine id

        name = str(getnode())
    return f"{seed('quiz machine', name):016x}"
