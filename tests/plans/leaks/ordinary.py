# ruff: noqa: E501
"""What people and models write all day: a collection written by hand, and answers put together from the user's records."""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from uuid import UUID

FOLDER = Path(__file__).parent / "ordinary"
THINGS = (
    "invoice",
    "contract",
    "slides",
    "domain",
    "newsletter",
    "venue",
    "budget",
    "translation",
    "logo",
    "website",
    "tax form",
)
DOINGS = (
    "Send the",
    "Check the",
    "Renew the",
    "Review the",
    "Prepare the",
    "Archive the",
    "Translate the",
    "Discuss the",
    "Print the",
)
PEOPLE = ("Anna", "Ben", "Carla", "Davide", "Elif", "Farid", "Giulia", "Hiroshi", "Ines", "Jonas")
PROJECTS = (
    "Apollo",
    "Hermes",
    "Casa Verde",
    "Website relaunch",
    "Trade fair",
    "Studio Bianchi",
    "Community",
    "Q3 planning",
)
STATES = ("todo", "in_progress", "done")
PRIORITIES = ("high", "medium", "low")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = ("January", "March", "April", "June", "September", "November")


def answers() -> list[str]:
    return [text for path in sorted(FOLDER.glob("*.md")) for text in path.read_text().strip("\n").split("\n=====\n")]


def _title(chance: Random) -> str:
    return f"{chance.choice(DOINGS)} {chance.choice(THINGS)}"


def _day(chance: Random) -> str:
    return f"{chance.choice(DAYS)}, {chance.randrange(1, 29)} {chance.choice(MONTHS)}"


def _id(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def _confirmation(chance: Random) -> str:
    verb = chance.choice(("created", "updated", "moved", "renamed", "completed", "assigned"))
    return (
        f'I have {verb} the task "{_title(chance)}" in {chance.choice(PROJECTS)}. It has {chance.choice(PRIORITIES)} priority, is '
        f"{chance.choice(('still open', 'in progress', 'done'))} and is due on {_day(chance)}. "
        f"{chance.choice(PEOPLE)} will be told about it."
    )


def _list(chance: Random) -> str:
    lines = (
        f"{i}. **{_title(chance)}** ({chance.choice(PROJECTS)}) – {chance.choice(PRIORITIES)}, due {_day(chance)}"
        for i in range(1, chance.randrange(4, 12))
    )
    return "\n".join(
        (f"These tasks are due before {chance.choice(DAYS)}:", "", *lines, "", "Shall I move any of them?")
    )


def _table(chance: Random) -> str:
    rows = (
        f"| {_title(chance)} | {chance.choice(STATES)} | {chance.choice(PRIORITIES)} | 2026-0{chance.randrange(1, 10)}-{chance.randrange(10, 29)} |"
        for _ in range(chance.randrange(3, 15))
    )
    return "\n".join(("| Task | Status | Priority | Due date |", "|:--|:-:|--:|---|", *rows))


def _note(chance: Random) -> str:
    who = chance.sample(PEOPLE, 3)
    return (
        f"# {chance.choice(PROJECTS)}: meeting on {_day(chance)}\n\n## Decisions\n- The {chance.choice(THINGS)} is approved by {who[0]}.\n"
        f"- {who[1]} takes over the {chance.choice(THINGS)}.\n\n## Open questions\n- Who pays for the {chance.choice(THINGS)}?\n\n## To do\n"
        f"- [ ] {who[2]}: {_title(chance).lower()} by {chance.choice(DAYS)}\n- [x] {who[0]}: {_title(chance).lower()}\n\n> {_title(chance)} first!"
    )


def _json(chance: Random) -> str:
    rows = [
        {
            "id": _id(chance), "title": _title(chance), "status": chance.choice(STATES), "priority": chance.choice(PRIORITIES),
            "due_date": 1_770_000_000_000 + chance.randrange(10**10), "assignees": chance.sample(PEOPLE, 2), "is_approved": True,
        }
        for _ in range(chance.randrange(1, 6))
    ]  # fmt: skip
    text = json.dumps({"tasks": rows}, indent=chance.choice((None, 2)))
    return f"Here is the export:\n\n```json\n{text}\n```" if chance.random() < 0.5 else text


def _encoded(chance: Random) -> str:
    text = f"{_title(chance)};{chance.choice(PEOPLE)};{_day(chance)};the client wants it before the end of the month, please call them first"
    data = chance.choice((text.encode(), chance.randbytes(120)))
    encode: Callable[[bytes], str] = chance.choice(
        (
            lambda raw: base64.b64encode(raw).decode(),
            lambda raw: base64.urlsafe_b64encode(raw).decode(),
            bytes.hex,
            lambda raw: raw.hex(" "),
        )
    )
    return f"The attachment of {chance.choice(PROJECTS)} is {encode(data)}. Save it as a file."


def _ids(chance: Random) -> str:
    return "Deleted records: " + ", ".join(_id(chance) for _ in range(chance.randrange(3, 30)))


def _numbers(chance: Random) -> str:
    rows = (", ".join(f"{chance.random() * 10 ** chance.randrange(1, 6):.2f}" for _ in range(8)) for _ in range(6))
    return "Hours and amounts:\n" + "\n".join(rows)


def _timeline(chance: Random) -> str:
    lines = (f"- {chance.randrange(1, 29)} {month} – {chance.choice(THINGS)} ready" for month in MONTHS)
    return "\n".join(
        (f"Milestones of {chance.choice(PROJECTS)}:", *lines, "Does this leave enough time for the review?")
    )


def _report(chance: Random) -> str:
    done, late = chance.randrange(2, 20), chance.randrange(0, 6)
    return (
        f"In the week that ended on {_day(chance)} the team finished {done} tasks in {chance.choice(PROJECTS)}; {late} are overdue. "
        f"{chance.choice(PEOPLE)} completed most of them. The next milestone, the {chance.choice(THINGS)}, is planned for {_day(chance)}. "
        f"Three tasks wait for the client: the {chance.choice(THINGS)}, the {chance.choice(THINGS)} and the {chance.choice(THINGS)}. "
        f'The task with the highest priority is "{_title(chance)}".'
    )


def _code(chance: Random) -> str:
    name = chance.choice(THINGS).replace(" ", "_")
    return (
        f"```python\ndef {name}_total(items: list[dict[str, float]], rate: float = 0.{chance.randrange(10, 25)}) -> float:\n"
        f'    """Sum of the {name}, with tax."""\n    net = sum(item["price"] * item["count"] for item in items if item.get("count"))\n'
        f"    return round(net * (1 + rate), 2)\n\n\nassert {name}_total([{{'price': {chance.randrange(1, 99)}.5, 'count': 2}}]) > 0\n```\n"
        f"Run it with `python -m pytest -k {name}` and send me the output if it fails."
    )


def _link(chance: Random) -> str:
    return (
        f"See https://example.com/{chance.choice(THINGS).replace(' ', '-')}/{_id(chance)}?project={chance.choice(PROJECTS).replace(' ', '%20')}"
        f"&due=2026-03-{chance.randrange(10, 29)}&sig={base64.urlsafe_b64encode(chance.randbytes(24)).decode()} for the details."
    )


MAKERS = (
    _confirmation, _list, _table, _note, _json, _encoded, _ids, _numbers, _timeline, _report, _code, _link,
)  # fmt: skip


def made(count: int, seed: int = 3) -> Iterator[str]:
    chance = Random(seed)
    for i in range(count):
        yield MAKERS[i % len(MAKERS)](chance)
