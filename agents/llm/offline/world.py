"""What a sentence may refer to: the projects and people the user has, and the time."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import msgspec

from agents.llm.offline.calendar import Calendar
from agents.llm.offline.lexicon import NOUNS
from agents.llm.offline.names import alike, plain, stems, within, words_of


class ProjectRef(msgspec.Struct, frozen=True):
    """A project as the user named it; the id where the context knows it."""

    name: str
    id: str = ""

    @property
    def key(self) -> str:
        return self.id or self.name


class World:
    """Built once a call; looked up by first words, so that its size does not matter for a sentence."""

    def __init__(self, context: dict[str, Any], clock: Calendar) -> None:
        self.context = context
        self.calendar = clock
        self.projects = [project for project in records(context, "projects") if project.get("name")]

    @cached_property
    def me(self) -> str:
        profile = self.context.get("user_profile")
        profile = profile if isinstance(profile, dict) else {}
        for key in ("name", "full_name", "display_name", "username", "email"):
            if isinstance(profile.get(key), str) and profile[key].strip():
                return str(profile[key]).strip()
        return "me"

    @cached_property
    def my_names(self) -> set[str]:
        profile = self.context.get("user_profile")
        profile = profile if isinstance(profile, dict) else {}
        keys = ("name", "full_name", "display_name", "username", "email", "first_name", "id")
        return {str(profile[key]).casefold() for key in keys if profile.get(key)}

    @cached_property
    def _projects_by_word(self) -> dict[str, list[tuple[list[str], ProjectRef]]]:
        index: dict[str, list[tuple[list[str], ProjectRef]]] = {}
        for project in self.projects:
            words = words_of(str(project["name"])) or [str(project["name"]).casefold()]
            ref = ProjectRef(str(project["name"]), str(project.get("id", "")))
            index.setdefault(words[0], []).append((words, ref))
        for entries in index.values():
            entries.sort(key=lambda entry: len(entry[0]), reverse=True)
        return index

    @cached_property
    def people(self) -> dict[str, str]:
        """Everybody who was ever assigned, wrote a comment or is the user, by their name in small letters."""
        names: list[str] = []
        for task in records(self.context, "recent_tasks"):
            assignees = task.get("assignees")
            names.extend(str(name) for name in assignees if name) if isinstance(assignees, list) else None
        names.extend(str(comment.get("author") or "") for comment in records(self.context, "task_comments"))
        if self.me != "me":
            names.append(self.me)
        return {name.casefold(): name for name in names if name}

    @cached_property
    def first_names(self) -> dict[str, str]:
        """First names that only one known person has."""
        found: dict[str, set[str]] = {}
        for low, name in self.people.items():
            found.setdefault(low.partition("@")[0].partition(" ")[0].partition(".")[0], set()).add(name)
        return {first: names.pop() for first, names in found.items() if len(names) == 1}

    def person(self, name: str) -> str | None:
        """A known person by whole or first name."""
        low = name.casefold().removeprefix("@").strip()
        return self.people.get(low) or self.first_names.get(low)

    def project_at(self, words: Sequence[str], i: int) -> tuple[ProjectRef, int] | None:
        """A known project's whole name at this place."""
        first = words[i].removeprefix("#").removeprefix("@") if i < len(words) else ""
        for name, ref in self._projects_by_word.get(_base(first), ()):
            spoken: list[str] = []
            j = i
            while j < len(words) and len(spoken) < len(name):
                spoken.extend(words_of(_base(words[j].lstrip("#@"))) if words[j] not in ("-", ":", "&") else [])
                j += 1
            if spoken == name:
                return ref, j
        return None

    def project_named(self, name: str) -> ProjectRef | None:
        """The one project that a name means: the same, a part of it, or a slip of it."""
        low = plain(name)
        refs = [ProjectRef(str(project["name"]), str(project.get("id", ""))) for project in self.projects]
        tests = (
            lambda ref: plain(ref.name) == low or ref.id == name,
            lambda ref: set(stems(name)) <= set(stems(ref.name)),
            lambda ref: len(low) > 3 and within(low, plain(ref.name), 1 + (len(low) > 6)),
            lambda ref: all(any(alike(a, b) for b in stems(ref.name)) for a in stems(name)),
        )
        for test in tests:
            found = [ref for ref in refs if test(ref)]
            if found:
                return found[0] if len({ref.id for ref in found}) == 1 else None
        return None

    @cached_property
    def titles(self) -> dict[str, list[list[str]]]:
        """The words of every record's title, by the first of them."""
        index: dict[str, list[list[str]]] = {}
        for key in ("recent_tasks", "timelines", "notes"):
            for record in records(self.context, key):
                words = words_of(str(record.get("title") or ""))
                if len(words) > 1 and not (len(words) == 2 and words[1] in NOUNS):
                    index.setdefault(words[0], []).append(words)
        for entries in index.values():
            entries.sort(key=len, reverse=True)
        return index

    def has_title(self, name: str) -> bool:
        words = words_of(name)
        return bool(words) and words in self.titles.get(words[0], ())

    def is_note(self, name: str) -> bool:
        return any(plain(str(note.get("title") or "")) == plain(name) for note in records(self.context, "notes"))

    def project_name(self, project_id: object) -> str:
        return self._names_by_id.get(str(project_id), "") if project_id else ""

    @cached_property
    def _names_by_id(self) -> dict[str, str]:
        return {str(project.get("id")): str(project["name"]) for project in self.projects}


def _base(word: str) -> str:
    return word.removesuffix("'s") if word.endswith("'s") else word


KINDS = {"status": str, "priority": str, "assignees": list}  # a context may hold anything in their place


def records(context: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return readable(context.get(key))


def readable(found: Any) -> list[dict[str, Any]]:
    """The records of a list, each without the fields that hold what cannot be compared."""
    return [_readable(record) for record in found if isinstance(record, dict)] if isinstance(found, list) else []


def _readable(record: dict[str, Any]) -> dict[str, Any]:
    odd = [key for key, kind in KINDS.items() if key in record and not isinstance(record[key], kind)]
    return {key: value for key, value in record.items() if key not in odd} if odd else record


def distinct(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
