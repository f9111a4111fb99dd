"""`quiz due`: what is due, for people, scripts and status bars."""

import click

from quiz.cli import output
from quiz.cli.opening import complete_decks, opened
from quiz.scheduling import day_of, day_text
from quiz.text import one_line, plural, shortened


@click.command()
@click.argument("deck", required=False, shell_complete=complete_decks)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--short", is_flag=True, help="Two numbers: due and new.")
@click.option("--at", metavar="DATE", help="On another study day (2026-12-31).")
@click.pass_obj
def due(home: str | None, deck: str | None, as_json: bool, short: bool, at: str | None) -> int:
    """Tell how much is due in DECK or in all decks."""
    try:
        day = day_of(at) if at else None
    except ValueError as error:
        raise click.BadParameter("a date such as 2026-12-31", param_hint="--at") from error
    with opened(home, [deck]) as workspace:
        day = workspace.moment().day if day is None else day
        wanted = {d.n for d in workspace.scope(deck).decks}
        found = [d for d in workspace.decks(day) if d.n in wanted]
    reviews, learning, new = (sum(getattr(d, name) for d in found) for name in ("due", "learning", "new"))
    if short:
        output.data(f"{reviews + learning} {new}")
    elif as_json:
        decks = [
            {"id": d.id, "title": d.title, "cards": d.cards, "due": d.due, "learning": d.learning, "new": d.new,
             "backlog": d.backlog}
            for d in found
        ]  # fmt: skip
        output.as_json(day=day_text(day), due=reviews, learning=learning, new=new, decks=decks)
    else:
        for d in found:
            title = shortened(one_line(d.title), 40)
            output.data(f"{title:<40} {d.due + d.learning:>6} due {d.new:>5} new   {d.id}")
        output.data(f"{plural(reviews + learning, 'card')} due, {new} new, on {day_text(day)}.")
    return 0
