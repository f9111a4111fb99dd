"""The colours: blue and orange beside words and marks, never alone."""

from textual.theme import Theme

DARK = Theme(
    name="quiz-dark",
    primary="#7aa2f7",
    secondary="#9aa5ce",
    accent="#f0b866",
    foreground="#d5d9e6",
    background="#11131c",
    surface="#181b27",
    panel="#212536",
    success="#6cb6ff",
    warning="#f0b866",
    error="#ff9e64",
    dark=True,
    variables={
        "muted": "#8f97b3",
        "right": "#6cb6ff",
        "wrong": "#ff9e64",
        "line": "#3b4261",
        "input-selection-background": "#7aa2f7 35%",
    },
)

LIGHT = Theme(
    name="quiz-light",
    primary="#2a55b8",
    secondary="#4a5475",
    accent="#8a5300",
    foreground="#1e2333",
    background="#f7f7fb",
    surface="#ffffff",
    panel="#e9ebf4",
    success="#0057a8",
    warning="#8a5300",
    error="#a8400a",
    dark=False,
    variables={
        "muted": "#5a6382",
        "right": "#0057a8",
        "wrong": "#a8400a",
        "line": "#b5bad0",
        "input-selection-background": "#2a55b8 25%",
    },
)

THEMES = (DARK, LIGHT)
