"""Comments on tasks."""

from agents.llm.offline.acts.common import each, report
from agents.llm.offline.acts.tasks import tasks_of
from agents.llm.offline.desk import Desk, Say, rows
from agents.llm.offline.lookup import Record, about, choose, title_of
from agents.llm.offline.requests import Request
from agents.llm.offline.wording import day, plural, quoted


def _task(desk: Desk, request: Request) -> Record:
    request.target.all = request.target.plural = False
    return choose(desk, tasks_of(desk, request), request.target, "task")[0]


def add_comment(desk: Desk, request: Request) -> str:
    task = _task(desk, request)
    content = str(request.fields.get("content") or "")
    if not content:
        raise Say(f"What should the comment on {quoted(title_of(task))} say?")
    done = desk.write("add_task_comment", task_id=str(task["id"]), author=desk.world.me, content=content)
    if done.error:
        return f"I could not add the comment: {done.error}"
    return f"Added the comment {quoted(content)} to {quoted(title_of(task))}."


def _comments(desk: Desk, task: Record) -> list[Record]:
    return rows(desk.read("list_task_comments", task_id=str(task["id"])))


def list_comments(desk: Desk, request: Request) -> str:
    task = _task(desk, request)
    found = _comments(desk, task)
    if not found:
        return f"There are no comments on {quoted(title_of(task))}."
    said = [_line(desk, comment) for comment in found]
    return f"{plural(len(found), 'comment')} on {quoted(title_of(task))}:\n" + "\n".join(said)


def _line(desk: Desk, comment: Record) -> str:
    at = comment.get("created_at")
    when = f", {day(at, desk.calendar)}" if isinstance(at, (int, float)) and at > 10_000_000_000 else ""
    return f"- {comment.get('author') or 'Somebody'}{when}: {comment.get('content', '')}"


def delete_comment(desk: Desk, request: Request) -> str:
    task = _task(desk, request)
    found = _comments(desk, task)
    if not found:
        return f"There are no comments on {quoted(title_of(task))}."
    words = request.source.casefold().split()
    everything = any(word in words for word in ("all", "every"))
    people = request.fields.get("assignees") or []
    content = str(request.fields.get("content") or "")
    if people:
        names = {name.casefold() for name in people}
        found = [
            c
            for c in found
            if str(c.get("author", "")).casefold() in names or str(c.get("author", "")).casefold().split()[0] in names
        ]
    elif "my" in words:
        found = [c for c in found if str(c.get("author", "")).casefold() in desk.world.my_names] or found
    if content:
        found = [comment for comment in found if about(comment, content)]
    if not found:
        return f"I found no such comment on {quoted(title_of(task))}."
    if len(found) > 1 and not everything:
        found = _one_of(found, words, title_of(task))
    done = each(desk, found, "delete_task_comment", lambda comment: {})
    return report(done, "Deleted", "comment", f" on {quoted(title_of(task))}")


def _one_of(found: list[Record], words: list[str], title: str) -> list[Record]:
    dated = sorted(found, key=lambda comment: float(comment.get("created_at") or 0))
    if any(word in words for word in ("last", "latest", "newest", "recent")):
        return dated[-1:]
    if "first" in words:
        return dated[:1]
    listed = "\n".join(
        f"- {comment.get('author') or 'Somebody'}: {comment.get('content', '')}" for comment in found[:8]
    )
    raise Say(f"Which comment on {quoted(title)} do you mean? I have deleted nothing.\n{listed}")
