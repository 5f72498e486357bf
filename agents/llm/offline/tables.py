"""Word tables written as text: words by spaces, phrases by commas."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """The longest first, so that the first that fits is the one that is meant."""
    found = (tuple(phrase.split()) for phrase in text.split(", "))
    return tuple(sorted(found, key=len, reverse=True))
