"""Model calls by hand: messages in, text and tool calls out."""

import json

from agents.llm.data import data_block
from agents.llm.messages import Message, Text, ToolCall, ToolFragment, ToolSpec, Usage
from agents.llm.offline import OfflineEngine


def tool(name, *fields):
    return ToolSpec(name, name, {"type": "object", "properties": {field: {} for field in fields}})


TASK_TOOLS = [
    tool("list_tasks", "project_id", "status", "search", "order_by"),
    tool("create_task", "title", "description", "status", "priority", "assignees", "due_date", "project_id"),
    tool("update_task", "task_id", "title", "status", "priority", "assignees", "due_date", "project_id"),
    tool("delete_task", "task_id"),
    tool("list_tasks_due_today"),
    tool("list_task_comments", "task_id"),
    tool("add_task_comment", "task_id", "author", "content"),
    tool("delete_task_comment", "comment_id"),
]
NOTE_TOOLS = [
    tool("list_notes", "project_id"),
    tool("get_note", "note_id"),
    tool("create_note", "title", "content", "project_id"),
    tool("update_note", "note_id", "title", "content", "project_id"),
    tool("delete_note", "note_id"),
]


def asked(message, context=None, **blocks):
    given = {"context": context or {}, **blocks, "message": message}
    return [Message("system", "Be brief."), Message("user", "\n".join(data_block(k, v) for k, v in given.items()))]


async def say(messages, tools=()):
    """The text, the calls as (name, arguments), and the messages to go on with once the calls are answered."""
    text, calls = "", []
    async for delta in OfflineEngine().deltas(messages, tools):
        match delta:
            case Text():
                text += delta.text
            case ToolFragment():
                calls.append(ToolCall(delta.id, delta.name, delta.arguments))
            case Usage():
                assert delta.estimated
    return text, calls


def named(calls):
    return [(call.name, json.loads(call.arguments)) for call in calls]


def answered(messages, calls, *results):
    contents = [result if isinstance(result, str) else data_block("result", result) for result in results]
    replies = [Message("tool", content, tool_call_id=call.id) for call, content in zip(calls, contents, strict=True)]
    return [*messages, Message("assistant", "", tuple(calls)), *replies]
