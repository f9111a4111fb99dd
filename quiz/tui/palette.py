"""Every deck in the command palette."""

from collections.abc import Iterator
from functools import partial

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from quiz.store.queries import DeckInfo
from quiz.tui.screens.study import StudyScreen, start
from quiz.workspace import Scope, Workspace


class DeckCommands(Provider):
    """Study one deck. Titles enter as Rich text, because the palette reads a plain string as markup."""

    async def discover(self) -> Hits:
        for deck, name in self._decks():
            yield DiscoveryHit(Text(name), partial(self._study, deck), text=name, help=_help(deck))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for deck, name in self._decks():
            score, places = matcher.fuzzy_search.match(query, name)
            if score > 0:
                shown = Text(name)
                for place in places:
                    shown.stylize("bold underline", place, place + 1)
                yield Hit(score, shown, partial(self._study, deck), text=name, help=_help(deck))

    @property
    def _workspace(self) -> Workspace:
        workspace = getattr(self.app, "workspace", None)
        assert isinstance(workspace, Workspace)
        return workspace

    def _decks(self) -> Iterator[tuple[DeckInfo, str]]:
        for deck in self._workspace.decks():
            yield deck, f"Study {deck.title}"

    def _study(self, deck: DeckInfo) -> None:
        self.app.push_screen(StudyScreen(start(self._workspace, Scope(deck.title, (deck,)))))


def _help(deck: DeckInfo) -> str:
    return f"{deck.due + deck.learning} due, {deck.new} new"
