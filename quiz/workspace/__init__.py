"""A learner's folder, opened: the only floor that reads the clock, runs the sitting and carries out its effects."""

from quiz.workspace.clock import Clock
from quiz.workspace.play import PlayRun
from quiz.workspace.run import Run
from quiz.workspace.tree import Branch, branches
from quiz.workspace.workspace import Scope, Workspace

__all__ = ["Branch", "Clock", "PlayRun", "Run", "Scope", "Workspace", "branches"]
