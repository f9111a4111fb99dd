"""A slip of the pen: a word that is meant and not quite written. Never in a number, never another word."""

from functools import lru_cache

from quiz.cards.marking.folding import is_number
from quiz.cards.marking.tables import table

ONE_SLIP = 5
"""Letters from which one slip is forgiven."""
TWO_SLIPS = 9
"""Letters from which two slips are forgiven."""
LONGEST = 64
"""Letters above which a word is not looked at: no word is that long."""

# Pairs that a slip could turn into each other, but that are two words: whoever writes one does not mean the other.
_TWO_WORDS = frozenset(
    frozenset(pair.split("/"))
    for pair in table(
        "angel/angle aphelion/perihelion canvas/canvass carter/crater casual/causal cation/anion cavalry/calvary "
        "complement/compliment conscience/conscious content/continent council/counsel desert/dessert device/devise "
        "genius/genus guiana/guinea guiana/guyana ladder/lander lander/leader launch/lunch martial/marital "
        "meteorite/meteoroid moral/morale neuron/neutron personal/personnel photon/proton planes/planet planet/plant "
        "planets/plants practicable/practical principal/principle quiet/quite residence/resilience river/rover "
        "satan/saturn silicon/silicone solar/sonar stalactite/stalagmite stationary/stationery statue/statute "
        "thorough/through trail/trial united/untied vacation/vocation"
    )
)
_PREFIXES = (("hyper", "hypo"), ("inter", "intra"), ("micro", "macro"), ("prograde", "retrograde"))
_SALTS = ("ate", "ite", "ide", "ine", "ane", "ene", "yne", "ous", "ic")
_STEMS = table(
    "sulf nitr chlor phosph brom fluor iod ox eth meth prop but pent hex hept oct silic arsen chrom "
    "mangan ferr cupr hypochlor perchlor"
)


def is_other_word(meant: str, given: str) -> bool:
    """Whether the two are known to be different words, however alike they look."""
    if frozenset((meant, given)) in _TWO_WORDS:
        return True
    for one, other in _PREFIXES:
        for a, b in ((one, other), (other, one)):
            if meant.startswith(a) and given.startswith(b) and meant[len(a) :] == given[len(b) :]:
                return True
    return any(
        meant.endswith(a) and given.endswith(b) and meant[: -len(a)] == given[: -len(b)] in _STEMS
        for a in _SALTS
        for b in _SALTS
        if a != b
    )


@lru_cache(maxsize=512)
def slips(meant: str, given: str) -> int | None:
    """How many slips (a letter too many, too few, another, two swapped) lead to `given`; None: it is another word.

    The first letter is never a slip: Zambia is not Gambia, and west is not east.
    """
    if meant == given:
        return 0
    allowed = _allowed(meant, given)
    if not allowed or meant[0] != given[0] or _counts_signs(meant) or _counts_signs(given):
        return None
    from rapidfuzz.distance import OSA  # half of the time a session needs to start, and most answers never need it

    found = OSA.distance(meant, given, score_cutoff=allowed)
    return None if found > allowed or is_other_word(meant, given) else int(found)


def _allowed(meant: str, given: str) -> int:
    if abs(len(meant) - len(given)) > 2 or not ONE_SLIP <= len(meant) <= LONGEST:
        return 0
    # Two slips in a word that came out much shorter are another word: Austria is not Australia.
    return 2 if len(meant) >= TWO_SLIPS and len(given) >= TWO_SLIPS - 1 else 1


def _counts_signs(word: str) -> bool:
    """Numbers, and scripts in which one sign is a syllable or a word."""
    return is_number(word) or any("\u2e80" <= char <= "\ud7ff" or char > "\uf8ff" for char in word)
