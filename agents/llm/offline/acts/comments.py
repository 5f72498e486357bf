"""Comments on tasks."""

from agents.llm.offline.acts.common import each, report
from agents.llm.offline.acts.tasks import tasks_of
from agents.llm.offline.describing import MOST_LINES
from agents.llm.offline.desk import Desk, Say, Waiting, rows
from agents.llm.offline.lookup import Record, about, choose, title_of
from agents.llm.offline.requests import Request
from agents.llm.offline.wording import day, joined, plural, quoted
from agents.llm.offline.world import records

MOST_TASKS = 40  # looked through for comments where the request brought none


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
    people = [str(name) for name in request.fields.get("assignees") or []]
    by = f" by {joined(people)}" if people else ""
    if not (request.target.raw or request.target.pronoun):
        return _everywhere(desk, people, by)
    task = _task(desk, request)
    found = _by(people, _comments(desk, task))
    if not found:
        return f"There are no comments{by} on {quoted(title_of(task))}."
    said = [_line(desk, comment) for comment in found]
    return f"{plural(len(found), 'comment')}{by} on {quoted(title_of(task))}:\n" + "\n".join(said)


def _everywhere(desk: Desk, people: list[str], by: str) -> str:
    """The comments on all tasks, the newest first."""
    tasks = desk.list("list_tasks", "recent_tasks")
    titles = {str(task.get("id")): title_of(task) for task in tasks}
    found = _by(people, records(desk.context, "task_comments") or _read_all(desk, tasks[:MOST_TASKS]))
    if not found:
        return f"There are no comments{by}."
    newest = sorted(found, key=lambda comment: float(comment.get("created_at") or 0), reverse=True)
    said = [
        f"{_line(desk, comment)} (on {quoted(titles.get(str(comment.get('task_id')), 'a task'))})"
        for comment in newest[:MOST_LINES]
    ]
    return f"{plural(len(found), 'comment')}{by}:\n" + "\n".join(said)


def _read_all(desk: Desk, tasks: list[Record]) -> list[Record]:
    """All asked for in one turn."""
    found: list[Record] = []
    waiting = False
    for task in tasks:
        try:
            found += _comments(desk, task)
        except Waiting:
            waiting = True
    if waiting:
        raise Waiting
    return found


def _by(people: list[str], found: list[Record]) -> list[Record]:
    names = {name.casefold() for name in people}
    return [comment for comment in found if not names or _author_names(comment) & names]


def _author_names(comment: Record) -> set[str]:
    author = str(comment.get("author") or "").casefold()
    return {author, author.partition(" ")[0]}


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
        found = _by(people, found)
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
