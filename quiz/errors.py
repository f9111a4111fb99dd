"""Every error that a user can see, and the exit code that goes with it.

    QuizError                 1   something asked for cannot be done
    ├── ContentError          1   a deck or a fact file is wrong
    ├── NotFoundError         2   no such deck, card, file
    ├── StoreError            3   the home folder cannot be read or written now
    │   ├── DamageError       3   a file of ours is damaged
    │   └── NewerFormatError  3   a file of ours was written by a newer program
    └── (a crash)            70   a defect of the program; the crash log says where

Other exit codes: 0 done, 2 wrong usage, 128+n ended by signal n.
"""

CRASH_EXIT_CODE = 70


class QuizError(Exception):
    """One sentence for the user and, where there is one, a way out."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


class ContentError(QuizError):
    """A deck or a fact file is wrong; the problems have been listed."""


class NotFoundError(QuizError):
    """What was named does not exist."""

    exit_code = 2


class StoreError(QuizError):
    """The home folder cannot be read or written now."""

    exit_code = 3


class DamageError(StoreError):
    """A file of ours is damaged."""


class NewerFormatError(StoreError):
    """A file of ours was written by a newer program and is left alone."""
