"""Numbers as the lengths of bars."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

HEIGHT = 100
SMALLEST = 2  # what is not nothing can be seen


class Bar(NamedTuple):
    label: str
    x: int
    y: float
    height: float


class Chart(NamedTuple):
    title: str
    meaning: str
    total: str
    most: str
    first: date
    last: date
    bars: list[Bar]


class Part(NamedTuple):
    name: str
    number: int
    percent: float


def chart(title: str, meaning: str, days: Mapping[date, float], said: Callable[[float], str]) -> Chart:
    most = max(days.values())
    bars = []
    for x, (day, number) in enumerate(days.items()):
        height = max(HEIGHT * number / most, SMALLEST) if number else 0
        bars.append(Bar(f"{day}: {said(number)}", x, round(HEIGHT - height, 1), round(height, 1)))
    return Chart(title, meaning, said(sum(days.values())), said(most), min(days), max(days), bars)


def parts(counts: Mapping[str, int]) -> list[Part]:
    most = max(counts.values(), default=0) or 1
    return [Part(name, count, round(100 * count / most, 1)) for name, count in counts.items()]
