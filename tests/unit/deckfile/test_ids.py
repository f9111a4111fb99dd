"""Ids and the paths of pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.deckfile.ids import image_fault, is_slug, slug, unique


@pytest.mark.parametrize("text", ["a", "0", "a.b-c_d", "x" * 64, "m1.launch-date"])
def test_these_are_ids(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "A", "-a", ".a", "_a", "a b", "a/b", "a#b", "é", "x" * 65, "a\n", "a\\", "٣"])
def test_these_are_not(text: str) -> None:
    assert not is_slug(text)


@given(st.text(), st.sets(st.sampled_from(["a", "a-2", "a-3", "card-1"])))
def test_what_is_proposed_is_an_id_and_free(text: str, taken: set[str]) -> None:
    proposal = unique(slug(text, "card-1"), taken)
    assert is_slug(proposal)
    assert proposal not in taken


@pytest.mark.parametrize("path", ["moon.png", "pictures/moon.png", "a/b/c d.jpg", "..png", "é.png", "a...b"])
def test_these_pictures_lie_in_the_folder_of_the_deck(path: str) -> None:
    assert image_fault(path) == ""


@pytest.mark.parametrize(
    "path",
    [
        "../moon.png", "a/../../moon.png", "..", ".", "./moon.png", "/moon.png", "//host/moon.png", "C:moon.png",
        "C:/moon.png", "c:\\moon.png", "a\\b.png", "~/moon.png", "~root/moon.png", "file:///moon.png", "http://h/m.png",
        "a//b.png", "a/", "", "moon.png:stream", "a/ /b", "a?.png", "a*.png", "|a", "a\nb",
    ],
)  # fmt: skip
def test_these_do_not(path: str) -> None:
    assert image_fault(path)


@given(st.lists(st.sampled_from(["a", "..", ".", "/", "\\", ":", "~", "", "b.png", " "]), max_size=8).map("".join))
def test_a_path_without_a_fault_cannot_leave_the_folder(path: str) -> None:
    if not image_fault(path):
        parts = path.split("/")
        assert all(part not in ("", ".", "..") for part in parts)
        assert not set(path) & set("\\:")
        assert not path.startswith(("/", "~"))
