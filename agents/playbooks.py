"""Runs a plan with the values the client sends: model steps here, data steps as actions."""

import re
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from functools import partial
from typing import Any

import msgspec
from msgspec import UNSET

from adiuva.errors import Problem, field_error, invalid
from agents.answers import PlanAction
from agents.base import said
from agents.collected import Collected
from agents.events import ActionMade, RunEvent, RunStarted, StepFinished, StepStarted
from agents.llm.data import data_block
from agents.llm.messages import Message
from agents.model_call import ModelCall
from agents.note_agent import CreateNote
from agents.orchestrator import answer, finished
from agents.planning import agent_behind
from agents.prompting import fitting_context, prompt
from agents.requests import MAX_MESSAGE, PlanRunRequest
from agents.task_agent import CreateTask
from agents.tools import Create, ToolFault
from agents.work import Work
from plans.plan import LLM, ExecutionPlan, PlanStep

# What a template yields, and the tool that checks each record of it.
YIELDS: Mapping[str, tuple[str, type[Create]]] = {
    "tpl_task_extract_from_project": ("tasks", CreateTask),
    "tpl_note_weekly_summary": ("note", CreateNote),
}
ATTEMPTS = 2
PROJECT = ("project_id", "project", "project_name")

_HEADING = re.compile(r"\s*#\s+(.+)\n?")
_FENCE = re.compile(r"^```\w*\n|\n```\s*$")


def check_variables(plan: ExecutionPlan, variables: Mapping[str, Any]) -> None:
    """An agent cannot begin without its message; the other templates make do with what they get."""
    if not any(agent_behind(step) for step in plan.steps):
        return
    message = variables.get("message")
    if not isinstance(message, str) or not message.strip() or len(message) > MAX_MESSAGE:
        detail = f"Give the message again: text of at most {MAX_MESSAGE} characters."
        raise Problem("invalid", detail, errors=[field_error("variables/message", "required", detail)])


def thinking_of(plan: ExecutionPlan, request: PlanRunRequest) -> Callable[[Work], AsyncGenerator[RunEvent]]:
    return partial(run_plan, plan, request.variables)


async def run_plan(plan: ExecutionPlan, variables: Mapping[str, Any], work: Work) -> AsyncGenerator[RunEvent]:
    yield RunStarted(work.run_id)
    work.agents = plan.agent.split(",")
    collected = Collected()
    names = [name for step in plan.steps if (name := agent_behind(step))]
    working = answer(names, variables["message"], work) if names else _steps(plan, variables, work)
    async with aclosing(working) as events:
        async for event in events:
            collected.add(event)
            yield event
    yield finished(collected, work)


async def _steps(plan: ExecutionPlan, variables: Mapping[str, Any], work: Work) -> AsyncGenerator[RunEvent]:
    project_id = await _project_of(variables, work)
    drafts: dict[int, list[Create]] = {}
    made: list[PlanAction] = []
    yield StepStarted(plan.agent)
    for n, step in enumerate(plan.steps):
        if step.action == LLM:
            drafts[n] = await _model_step(step, variables, work)
        elif isinstance(step.data_from_step, int):
            for draft in drafts[step.data_from_step]:
                action = _action(draft, step, project_id, work)
                await work.host.apply(action)
                made.append(action)
                yield ActionMade(action)
    async for event in said(_in_words(made)):
        yield event
    yield StepFinished(plan.agent)


async def _project_of(variables: Mapping[str, Any], work: Work) -> str | None:
    for name in PROJECT:
        given = variables.get(name)
        if given in (None, ""):
            continue
        try:
            if isinstance(given, str):
                return await work.host.resolve("projects", given)
        except ToolFault:
            pass
        raise invalid(f"variables/{name}", "unknown", "There is no such project.")
    return None


async def _model_step(step: PlanStep, variables: Mapping[str, Any], work: Work) -> list[Create]:
    template_id = str(step.prompt_template)
    output, tool = YIELDS[template_id]
    given = data_block("variables", variables), data_block("context", fitting_context(work.context, work.llm.model))
    messages = [
        Message("system", prompt(template_id)),
        Message("user", "\n".join([*given, data_block("output", output)])),
    ]
    for _ in range(ATTEMPTS):
        text = await ModelCall(work.llm, messages, work.meter).whole()
        try:
            return [_draft(tool, record, work) for record in _records(output, text)]
        except ToolFault as fault:
            messages += [Message("assistant", text), Message("user", data_block("error", str(fault)))]
    raise Problem("model_failed")


def _records(output: str, text: str) -> list[dict[str, Any]]:
    text = _FENCE.sub("", text.strip())
    if output == "note":
        heading = _HEADING.match(text)
        title, content = (heading[1], text[heading.end() :]) if heading else ("Weekly note", text)
        return [{"title": title.strip(), "content": content.strip()}]
    try:
        return msgspec.json.decode(text[text.index("[") :], type=list[dict[str, Any]])
    except (ValueError, msgspec.DecodeError):
        raise ToolFault("This is not a JSON array of objects. Answer with the array alone.") from None


def _draft(tool: type[Create], record: dict[str, Any], work: Work) -> Create:
    known = {name: value for name, value in record.items() if name in tool.model_fields and value is not None}
    known.pop("project_id", None)  # the project is the client's choice, not the model's
    return tool.checked(known, work.clock)


def _action(draft: Create, step: PlanStep, project_id: str | None, work: Work) -> PlanAction:
    fixed = dict(step.data) if isinstance(step.data, dict) else {}
    if project_id and "project_id" in type(draft).model_fields:
        fixed["project_id"] = project_id
    return draft.model_copy(update=fixed).make_action(work)


def _in_words(made: list[PlanAction]) -> str:
    titles = [str(action.data["title"]) for action in made if action.data is not UNSET]
    if not titles:
        return "I found nothing to create."
    if len(titles) == 1:
        return f"Created '{titles[0]}'."
    return "\n".join([f"Created {len(titles)} records:", *(f"- {title}" for title in titles)])
