"""Views as styled text. Text from decks enters as literal content and is never parsed as markup."""

from textual.content import Content
from textual.style import Style

from quiz.cards import Arrange, Choose, Pair, Reveal
from quiz.session import Closing, Stage, View
from quiz.text import plural
from quiz.tui.hands import Arranging, Hand, Pairing, Picking

CLICK = "quiz-click"
"""Key of the meta data that names the action of a click. Textual's own would draw a link."""
RIGHT, WRONG, PARTLY = "✓", "✗", "≈"
MARKS = {"right": RIGHT, "wrong": WRONG, "partly": PARTLY}
COLOURS = {"right": "$right", "wrong": "$wrong", "partly": "$accent"}


def clickable(content: Content, action: str) -> Content:
    """The content as something to click; the action is ours, never a deck's."""
    return content.stylize(Style.from_meta({CLICK: action}))


def fitted(text: str, width: int) -> Content:
    """The text in at most so many cells, as Textual counts them; an ellipsis stands for what was cut."""
    return Content(text).truncate(max(0, width), ellipsis=True)


def question(view: View) -> Content:
    """The prompt."""
    assert view.shape is not None
    return Content(view.shape.prompt).stylize("bold")


def options(view: View, hand: Hand) -> Content:
    """What there is to choose, arrange or join; after the answer with what was right and what was given."""
    rows = row_texts(view, hand)
    lines = []
    for i, (head, text, style) in enumerate(rows):
        line = Content.assemble((head, style or "$muted"), (text + " ", style))
        lines.append(line if view.stage is Stage.ANSWERED else clickable(line, f"row({i})"))
    if isinstance(hand, Pairing) and not view.belongs:
        lines.insert(hand.rows, Content(""))  # between the left side and the right
    return Content("\n").join(lines)


Row = tuple[str, str, str]
"""What stands before a text, the text, the style of both."""
HERE = "bold $foreground on $panel"


def row_texts(view: View, hand: Hand) -> list[Row]:
    """The rows of a hand: first those that the cursor can stand on; of pairs then the right side."""
    if isinstance(hand, Picking):
        looks = [_option_look(view, option.id, i == hand.cursor, option.id in hand.marked)
                 for i, option in enumerate(hand.shape.options)]  # fmt: skip
        return [
            (f" {mark} {_number(i)}  ", option.text, style)
            for i, (option, (style, mark)) in enumerate(zip(hand.shape.options, looks, strict=True))
        ]
    return _arranged(view, hand) if isinstance(hand, Arranging) else _paired(view, hand)


def _number(row: int) -> str:
    return f"{row + 1}" if row < 9 else " "


def _arranged(view: View, hand: Arranging) -> list[Row]:
    texts = {item.id: item.text for item in hand.shape.items}
    if view.right:
        given = view.chosen or hand.order
        return [
            (f" {RIGHT} {n + 1}  ", texts[i], "$right")
            if view.right[n] == i
            else (f" {WRONG} {n + 1}  ", texts[i], "$wrong")
            for n, i in enumerate(given)
        ]
    rows = []
    for n, i in enumerate(hand.order):
        here = n == hand.cursor
        mark = "↕" if here and hand.holds else "›" if here else " "
        rows.append((f" {mark} {n + 1}  ", texts[i], HERE if here else ""))
    return rows


def _paired(view: View, hand: Pairing) -> list[Row]:
    rights = {option.id: option.text for option in hand.shape.right}
    joined = dict(view.joined if view.belongs else hand.joined)
    width = min(32, max(Content(option.text).cell_length for option in hand.shape.left))
    rows = []
    for n, option in enumerate(hand.shape.left):
        here = n == hand.cursor and not view.belongs
        other = joined.get(option.id, "")
        filler = " " * max(0, width - Content(option.text).cell_length)
        text = f"{option.text}{filler} ─ {rights.get(other, '…')}"
        if view.belongs:
            good = (option.id, other) in view.belongs
            rows.append((f" {RIGHT if good else WRONG} ", text, "$right" if good else "$wrong"))
        else:
            rows.append((" › " if here else "   ", text, HERE if here else ""))
    if not view.belongs:
        taken = set(joined.values())
        rows += [
            (f"   {'·' if option.id in taken else ' '} {n + 1}  ", option.text, "$muted" if option.id in taken else "")
            for n, option in enumerate(hand.shape.right)
        ]
    return rows


def rows_of(view: View, hand: Hand, width: int) -> tuple[int, int]:
    """Rows above the one at the cursor and rows of it, where a row has so many cells."""
    heights = [
        len(Content(f"{head}{text} ").wrap(max(1, width))) for head, text, _ in row_texts(view, hand)[: hand.cursor + 1]
    ]
    return sum(heights[:-1]), heights[-1]


def _option_look(view: View, option: str, here: bool, marked: bool) -> tuple[str, str]:
    if view.right:
        if option in view.right:
            return "bold $right", RIGHT
        return ("$wrong", WRONG) if option in view.chosen else ("$muted", " ")
    mark = "●" if marked else "›" if here else " "
    return (HERE if here else ""), mark


def answer(view: View, why: bool) -> Content:
    """What is said after the answer: verdict, solution, reason, source."""
    parts: list[Content] = []
    if view.verdict:
        style = f"bold {COLOURS[view.verdict.outcome]}"
        line = Content.assemble((f"{MARKS[view.verdict.outcome]} {view.verdict.word}", style))
        if view.verdict.reason:
            line = Content.assemble(line, "   ", view.verdict.reason)
        parts.append(line)
    if isinstance(view.shape, Arrange | Pair):
        parts += [Content(""), *(Content(row).stylize("$right") for row in view.rows)]
    elif not isinstance(view.shape, Choose) and (not view.verdict or view.said != view.solution):
        if view.said:
            parts.append(Content.assemble(("You said  ", "$muted"), view.said))
        label = "" if isinstance(view.shape, Reveal) else "Answer    "
        parts.append(Content.assemble((label, "$muted"), (view.solution, "bold $right")))
    if view.reason_why:
        parts += [Content(""), Content(view.reason_why)]
    if view.why and view.why.source and not why:
        parts += [Content(""), Content(view.why.source).stylize("$muted")]
    if why:
        parts += [Content(""), reasons(view)]
    return Content("\n").join(parts)


def reasons(view: View) -> Content:
    """Why this card, and where its answer comes from."""
    if view.why is None:
        return Content("")
    rows = [("", view.why.state), ("item  ", view.why.key)]
    if view.solution:  # a source may give the answer away
        rows += [("source  ", view.why.source)] if view.why.source else []
        rows += [("fact  ", view.why.fact)] if view.why.fact else []
    return Content("\n").join(Content.assemble((label, "$muted"), text) for label, text in rows)


def bar(done: int, total: int, width: int) -> Content:
    """A bar of progress in eighths of a cell."""
    if total <= 0 or width <= 0:
        return Content("")
    eighths = round(min(1.0, done / total) * width * 8)
    full, rest = divmod(eighths, 8)
    filled = "█" * full + (" ▏▎▍▌▋▊▉"[rest] if rest else "")
    return Content.assemble((filled.ljust(width)[:width], "$primary on $panel"))


def closing_page(closing: Closing, title: str) -> Content:
    """The end of a sitting: how it went, what was missed, what comes."""
    if not closing.answered:
        text = "Nothing is due now." if not closing.waiting else "Nothing more for now."
        return Content.assemble((text, "bold"), *_waiting(closing))
    share = closing.right / closing.answered
    head = "Practice done." if closing.practice else "Done for now."
    if closing.points >= 0:
        best = Content.assemble(("   ★ your best yet", "bold $accent")) if closing.new_best else Content("")
        score = Content.assemble((f"{closing.points} points", "bold $primary"), best)
    else:
        score = Content.assemble((head, "bold"))
    lines = [
        Content.assemble(score, f"  {title}"),
        Content(""),
        Content.assemble(
            (f"{share:.0%}", "bold $right"), f" right of {plural(closing.answered, 'answer')} in {_minutes(closing)}"
        ),
        Content.assemble(bar(closing.right, closing.answered, 30)),
    ]
    if closing.longest >= 3:
        run = closing.new_best and closing.points < 0
        best = Content.assemble(("  ★ your best yet", "bold $accent")) if run else Content("")
        lines.append(Content.assemble(f"{closing.longest} right in a row", best))
    if closing.missed:
        lines += [Content(""), Content(f"Missed ({len(closing.missed)})").stylize("bold")]
        for missed in closing.missed[:12]:
            prompt, solution = " ".join(missed.prompt.split()), (missed.solution, "$right")
            lines.append(Content.assemble((f"{WRONG} ", "$wrong"), prompt, ("  → ", "$muted"), solution))
        if len(closing.missed) > 12:
            lines.append(Content(f"and {len(closing.missed) - 12} more").stylize("$muted"))
    if closing.share:
        lines += [Content(""), Content.assemble(("To pass on  ", "$muted"), closing.share)]
    lines += [Content.assemble(("keeps slipping: ", "$accent"), " ".join(text.split())) for text in closing.leeches]
    return Content.assemble(Content("\n").join(lines), *_waiting(closing))


def _waiting(closing: Closing) -> list[Content]:
    if not closing.waiting:
        return []
    cards = plural(closing.waiting, "card")
    when = f"in {plural(closing.wait_minutes, 'minute')}" if closing.wait_minutes else "now"
    return [Content(f"\n\n{cards} will be back {when}.").stylize("$muted")]


def _minutes(closing: Closing) -> str:
    return "under a minute" if closing.minutes < 1 else plural(round(closing.minutes), "minute")
