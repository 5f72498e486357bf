"""Sentences from values: names in quotes, lists with "and", dates as people write them."""

from collections.abc import Sequence

from agents.llm.offline.calendar import Calendar

STATUS_WORDS = {"todo": "to do", "in_progress": "in progress", "done": "done"}


def quoted(text: str) -> str:
    short = text if len(text) <= 120 else text[:117] + "…"
    return f"'{short}'" if "'" not in short or '"' in short else f'"{short}"'


def joined(parts: Sequence[str], word: str = "and") -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def plural(count: int, noun: str) -> str:
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else many}"


def day(ms: float, calendar: Calendar) -> str:
    """ "tomorrow, Sat 21 Nov"; with the time where it is not the end of the day, with the year where it is another."""
    at = calendar.local(ms)
    days = (at.date() - calendar.today).days
    near = {0: "today, ", 1: "tomorrow, ", -1: "yesterday, "}.get(days, "")
    year = f" {at.year}" if at.year != calendar.today.year else ""
    clock = "" if (at.hour, at.minute) == (23, 59) else f" at {at:%H:%M}"
    return f"{near}{at:%a} {at.day} {at:%b}{year}{clock}"


def sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":", "…")) else f"{text}."
