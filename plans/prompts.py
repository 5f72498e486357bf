"""Every text we say to models. Clients see ids at most; the texts stay here.

The templates are files put together from fragments, with a typed context of our own words: what a user wrote has no
way in. They are rendered once, so that a model provider can cache them as they never change.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent / "templates"


class Words(msgspec.Struct, frozen=True):
    """What a template may name."""

    product: str = "Adiuva"
    statuses: tuple[str, ...] = ("todo", "in_progress", "done")
    priorities: tuple[str, ...] = ("high", "medium", "low")
    most_agents: int = 4


class Prompt(msgspec.Struct, frozen=True):
    template_id: str
    text: str
    public: bool  # clients may meet its id in a plan


# Ids that clients meet in plans, then those that only the server uses.
PUBLIC = {
    "tpl_task_agent_default": "agents/task_agent.md",
    "tpl_timeline_agent_default": "agents/timeline_agent.md",
    "tpl_project_agent_default": "agents/project_agent.md",
    "tpl_note_agent_default": "agents/note_agent.md",
    "tpl_task_extract_from_project": "steps/task_extract_from_project.md",
    "tpl_note_weekly_summary": "steps/note_weekly_summary.md",
}
INTERNAL = {
    "router": "router.md",
    "synthesis": "synthesis.md",
    "tpl_deep_agent_default": "agents/deep_agent.md",
}


class UnknownTemplateError(KeyError):
    """There is no template of this id."""


class PromptTemplateRegistry:
    def __init__(self, files: Mapping[str, str], internal: Mapping[str, str], words: Words | None = None) -> None:
        self._own: dict[str, str] = {}
        loaders: list[BaseLoader] = [DictLoader(self._own), FileSystemLoader(FOLDER)]
        self._environment = Environment(
            loader=ChoiceLoader(loaders),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - plain text for a model, and nothing of a user's in it
        )
        self._words = msgspec.structs.asdict(words or Words())
        self._prompts: dict[str, Prompt] = {}
        self.changes = 0  # how often prompts came or went since the start
        for public, table in ((True, files), (False, internal)):
            for template_id, path in table.items():
                self._prompts[template_id] = Prompt(template_id, self._render(path), public)

    def __contains__(self, template_id: object) -> bool:
        return template_id in self._prompts

    def __iter__(self) -> Iterator[Prompt]:
        return iter(self._prompts.values())

    def text(self, template_id: str) -> str:
        try:
            return self._prompts[template_id].text
        except KeyError:
            raise UnknownTemplateError(template_id) from None

    def ids(self) -> list[str]:
        """Those a plan may name."""
        return [prompt.template_id for prompt in self._prompts.values() if prompt.public]

    def add(self, template_id: str, source: str) -> None:
        """A prompt that comes with the module of its agent; it may use the fragments too."""
        self.changes += 1
        self._own[template_id] = source
        self._prompts[template_id] = Prompt(template_id, self._render(template_id), public=True)

    def remove(self, template_id: str) -> None:
        self.changes += 1
        del self._own[template_id], self._prompts[template_id]

    def _render(self, name: str) -> str:
        return self._environment.get_template(name).render(self._words).strip()


templates = PromptTemplateRegistry(PUBLIC, INTERNAL)
