"""British and American spelling of one word, brought to one form."""

import re

_WORDS = {
    "aluminium": "aluminum",
    "artefact": "artifact",
    "artefacts": "artifacts",
    "ageing": "aging",
    "analogue": "analog",
    "cosy": "cozy",
    "defence": "defense",
    "defences": "defenses",
    "enrol": "enroll",
    "fulfil": "fulfill",
    "grey": "gray",
    "greyer": "grayer",
    "instalment": "installment",
    "instalments": "installments",
    "jewellery": "jewelry",
    "licence": "license",
    "licences": "licenses",
    "maths": "math",
    "mould": "mold",
    "moulds": "molds",
    "offence": "offense",
    "offences": "offenses",
    "plough": "plow",
    "ploughs": "plows",
    "pretence": "pretense",
    "programme": "program",
    "programmes": "programs",
    "pyjamas": "pajamas",
    "sceptic": "skeptic",
    "sceptical": "skeptical",
    "skilful": "skillful",
    "sulphur": "sulfur",
    "sulphate": "sulfate",
    "sulphide": "sulfide",
    "sulphuric": "sulfuric",
    "towards": "toward",
}
_OUR = re.compile(
    r"^((?:dis|un|re)?(?:arm|behavi|cand|clam|col|endeav|fav|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum"
    r"|sav|splend|tum|val|vap|vig))our"
)
_RE = re.compile(
    r"^((?:kilo|centi|milli|micro|nano|deci|epi|amphi)?(?:cent|met|lit|theat|fib|calib|spect|lust|meag|somb|sab|och))"
    r"re(s?)$"
)
_ISE = re.compile(r"(?<=[a-z]{3}[iy])s(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")
_LL = re.compile(
    r"^(cancel|channel|counsel|fuel|label|level|marvel|model|panel|signal|total|travel|tunnel)l(?=(?:ed|er|ers|ing|or|ors)$)"
)
_AE = re.compile(r"^((?:an|leuk)?|orthop|encyclop|gyn|arch|pal|medi|c|f|p|h)ae(?=(?:m|d|o|v|s|c)[a-z]{2})")
_OE = re.compile(r"^(|f|man|diarrh)oe(?=(?:str|t|uv|d|a))")
_OGUE = re.compile(r"(?<=[a-z]{3}og)ue(?=s?$)")


def american(word: str) -> str:
    """The American spelling of a small-letter word that has a British one; any other word as it is."""
    if len(word) < 4:
        return word
    known = _WORDS.get(word)
    if known:
        return known
    if "our" in word:
        return _OUR.sub(r"\1or", word)
    if word.endswith(("re", "res")):
        return _RE.sub(r"\1er\2", word)
    if "ogue" in word:
        return _OGUE.sub("", word)
    if "ll" in word:
        word = _LL.sub(r"\1", word)
    if "oe" in word:
        word = _OE.sub(r"\1e", word).replace("maneuvre", "maneuver")
    elif "ae" in word:
        word = _AE.sub(r"\1e", word)
    return _ISE.sub("z", word)
