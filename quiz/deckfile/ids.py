"""Ids that progress can follow, and pictures that stay inside the deck's folder."""

import re
import unicodedata

SLUG = "[a-z0-9][a-z0-9._-]{0,63}"
SLUG_IN_WORDS = "small letters, digits, dots and dashes, 64 at most, beginning with a letter or digit"
_SLUG = re.compile(SLUG)
_LONGEST_PROPOSAL = 40
_IMAGE_NAME = re.compile(r"[^/\\:*?\"<>|]+")


def is_slug(text: str) -> bool:
    """Whether a text can be an id."""
    return _SLUG.fullmatch(text) is not None


def slug(text: str, fallback: str) -> str:
    """An id made from a text, or the fallback where the text has no letter of a to z and no digit."""
    plain = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word[:_LONGEST_PROPOSAL]
        if len(longer) > _LONGEST_PROPOSAL:
            break
        made = longer
    return made or fallback


def unique(proposal: str, taken: set[str]) -> str:
    """The proposal, with a number behind it if it is taken."""
    made, number = proposal, 2
    while made in taken:
        made, number = f"{proposal}-{number}", number + 1
    return made


def image_fault(path: str) -> str:
    """Why a path is no picture inside the deck's folder; "" if it is one."""
    if "\\" in path:
        return "has a backslash"
    if path.startswith(("/", "~")):
        return "does not start in the deck's folder"
    parts = path.split("/")
    if ".." in parts:
        return "leaves the deck's folder"
    if ":" in path:
        return "is an address or names a drive"
    if not all(_IMAGE_NAME.fullmatch(part) and part.strip(" .") for part in parts) or not path.isprintable():
        return "is no file name"
    return ""
