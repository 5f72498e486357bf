"""Whether a prompt goes on some way ahead of where it was left."""

from plans.leakguard.fingerprints import Fingerprints
from plans.leakguard.measures import AHEAD, DRIFT, GRAM, LINE, NEARER, PATIENCE_IN_LEAK, REJOIN, STRIDE

NOWHERE = (0, 0, 0)


def goes_on(index: Fingerprints, text: str, i: int, at: int) -> tuple[int, int, int]:
    """Where it is read on, in the text and in the fingerprints, and how many letters tell so.

    The leak has come to `i`, which is `at` in the fingerprints.
    """
    at = index.introducing.get(at, at)
    if not index.places[at - 1]:
        return NOWHERE
    known, drift = index.letters, at - i
    stops = range(min(i + AHEAD, len(text)), i + NEARER - 1, -STRIDE)
    for stop in stops:
        place = known.find(text[stop - REJOIN : stop], stop - REJOIN - DRIFT + drift, stop + DRIFT + drift)
        if place >= 0:
            return stop, place + REJOIN, REJOIN
    for stop in stops:
        if place := _elsewhere(index, text, stop):
            return stop, place, LINE
    return NOWHERE


def _elsewhere(index: Fingerprints, text: str, stop: int) -> int:
    """Where else a prompt says the whole line that ends at `stop`, or 0."""
    gram, grams = text[stop - GRAM : stop], index.grams
    if grams.marks[hash(gram) & grams.wide] and (at := grams.find(gram)):
        at = index.introducing.get(at, at)
        if index.places[at - 1] and text[stop - LINE : stop] == index.letters[at - LINE : at]:
            return at
    return 0


def is_near(was: int, gap: int, at: int) -> bool:
    """Whether a prompt is taken up at `at`, after as many letters as the text has gone on since."""
    return 0 < at - was <= gap + DRIFT and gap <= min(at - was + DRIFT, PATIENCE_IN_LEAK)
