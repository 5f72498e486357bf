"""Whether two names mean the same thing: word by word, forgiving plurals and slips of the finger."""

import re
from collections.abc import Iterable, Sequence

from agents.llm.offline.tables import words

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PASTS = dict(
    pair.split(":")
    for pair in [
        "paid:pay",
        "sent:send",
        "bought:buy",
        "wrote:write",
        "written:write",
        "made:make",
        "built:build",
        "met:meet",
        "spoke:speak",
        "spoken:speak",
        "told:tell",
        "gave:give",
        "given:give",
        "did:do",
        "took:take",
        "taken:take",
        "held:hold",
        "ran:run",
        "found:find",
        "brought:bring",
        "taught:teach",
        "drew:draw",
        "drawn:draw",
        "drove:drive",
        "chose:choose",
        "chosen:choose",
        "spent:spend",
        "got:get",
        "left:leave",
        "sold:sell",
        "won:win",
        "cut:cut",
        "kept:keep",
    ]
)
_SMALL = words("the a an of for to and with my our on in at about please teh hte adn fo")
_ENDINGS = (
    ("ization", "ize"),
    ("isation", "ise"),
    ("ion", ""),
    ("ies", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("ed", ""),
    ("'s", ""),
    ("’s", ""),
    ("es", "e"),
    ("s", ""),
)


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def plain(text: str) -> str:
    """A name without case, spacing and punctuation."""
    return " ".join(words_of(text)) or text.casefold().strip()


def stem(word: str) -> str:
    word = _PASTS.get(word, word)
    if len(word) == 3 and word[-1] == "s" and word[1] != "s":
        return word[:2]
    if len(word) < 4 or word[-1] not in "sgden":
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not (ending == "s" and word.endswith("ss")):
            word = word[: -len(ending)] + instead
            return word[:-1] if len(word) > 4 and (word[-1] == "e" or word[-1] == word[-2]) else word
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


def stems(text: str) -> list[str]:
    """The words that carry meaning, in their plain form; all of them where only small ones are there."""
    found = words_of(text)
    return [stem(word) for word in found if word not in _SMALL] or [stem(word) for word in found]


def within(a: str, b: str, limit: int) -> bool:
    """At most `limit` letters added, left out, changed or swapped."""
    if abs(len(a) - len(b)) > limit:
        return False
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return False
        before, last = last, row
    return last[-1] <= limit


def slips(word: str) -> int:
    """How many slips a word of this length may have and still be it."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def alike(a: str, b: str) -> bool:
    """The same but for a slip; hardly anybody gets the first letter wrong."""
    if a == b:
        return True
    limit = min(slips(a), slips(b))
    return limit > 0 and (a[0] == b[0] or a[0] == b[1]) and within(a, b, limit)


def close_words(asked: Sequence[str], known: Iterable[str]) -> list[set[str]]:
    """For each word asked for, the known ones that may be it: looked at once each, however often they occur."""
    vocabulary = set(known)
    return [
        {other for other in vocabulary if alike(word, other) or (len(word) > 3 and other.startswith(word))}
        for word in asked
    ]


def likeness(asked: Sequence[str], title: Sequence[str]) -> float:
    """How well the stems asked for fit a title's: 1 for the same words in any order, 0 when one is missing."""
    if not asked or not title:
        return 0.0
    left = list(title)
    score = 0.0
    for word in asked:
        if word in left:
            left.remove(word)
            score += 1.0
            continue
        near = next((other for other in left if alike(word, other)), None)
        if near is None:
            near = next((other for other in left if len(word) > 3 and other.startswith(word)), None)
        if near is None:
            return 0.0
        left.remove(near)
        score += 0.8
    return (score / len(asked)) * (0.5 + 0.5 * (len(title) - len(left)) / len(title))
