"""Sentences that ask: lists, counts, "what is overdue?", "when is the beta milestone?", "read the note X"."""

from agents.llm.offline.lexicon import NOUNS
from agents.llm.offline.requests import Request, Target
from agents.llm.offline.scene import Scene
from agents.llm.offline.tables import words
from agents.llm.offline.tallies import read_tally
from agents.llm.offline.targets import read_target

_SHOW = words(
    "show list display give tell get find search fetch see view look pull bring enumerate print check"
    " summarize summarise retrieve lookup locate recap review browse read open describe report brief remind"
    " know run"
)
_ASK = words(
    "what what's whats which how are is do does did have has any when when's who who's where anything"
    " something am was were whose why should what're will how's where's there"
)
_FILLERS = words(
    "an details detail info information everything me us up a the all of for out through at about down please"
    " i can you over my our to quick full complete list overview summary again on"
)
ASKING = frozenset(_SHOW | _ASK)


def read_question(scene: Scene) -> Request | None:
    first = scene.word(0)
    if (
        first in ("i", "we")
        and scene.word(1) in ("need", "want", "would", "have")
        and scene.word(2) == "to"
        and (scene.word(3) in ("see", "know", "view", "check", "look", "find"))
    ):
        return read_question(scene.part(3, len(scene)))
    tally = read_tally(scene)
    if tally:
        return tally
    note = _note_question(scene) or _project_report(scene)
    if note:
        return note
    if first in _SHOW and not (
        first in ("check", "review", "look", "run", "open", "print") and not _speaks_of_records(scene)
    ):
        return _list(scene, _count_asked(scene))
    if first == "count":
        return _list(scene, "count")
    if first in _ASK or (first == "number" and scene.word(1) == "of"):
        return _asked(scene)
    target = read_target(scene)
    if _bare_list(scene, target):
        return _request(scene, target, "count" if first == "count" else "next" if "next" in scene.words[:3] else "")
    return None


def _speaks_of_records(scene: Scene) -> bool:
    target = read_target(scene)
    return bool(target.kind and (target.plural or target.named or target.filtered))


def _count_asked(scene: Scene) -> str:
    return (
        "count"
        if any(scene.has(i, "how", "many") or scene.has(i, "number", "of") for i in range(min(4, len(scene))))
        else ""
    )


_ASKED_WORDS = words("is are do does did have has any am was")


_REPORT_WORDS = words(
    "give me us a an the status progress report update summary overview brief short quick show get on of about for"
    " what's"
    " is what state full complete some details info information"
)


def _project_report(scene: Scene) -> Request | None:
    """ "a status report on Apollo"."""
    for i, word in enumerate(scene.words[:12]):
        known = scene.world.project_at(scene.words, i)
        if known and word not in _REPORT_WORDS:
            whole = known[1] >= len(scene) - (scene.word(known[1]) == "project")
            asks = i > 1 and all(w in _REPORT_WORDS for w in scene.words[:i] if w != "project")
            target = Target(kind="project", names=[known[0].name])
            return Request("list", "project", target) if whole and asks else None
    return None


def _asked(scene: Scene) -> Request | None:
    first = scene.word(0)
    if scene.words[-1] == "doing" and len(scene) > 2:
        scene = scene.part(0, len(scene) - 1)
    if (first == "how" and scene.word(1) == "long") or (scene.has(0, "how", "many") and "until" in scene.words):
        return _list(scene, "when")
    if scene.has(0, "how", "many") or scene.has(0, "number", "of") or scene.has(0, "what", "is", "the", "number"):
        return _list(scene, "count")
    if scene.word(1) in ("percentage", "percent", "share", "fraction") or scene.has(0, "how", "much"):
        return _list(scene, "percent")
    if first in ("when", "when's"):
        return _list(scene, "when")
    if first in ("who", "who's"):
        return _list(scene, "who")
    if first in _ASKED_WORDS:
        return _list(scene, "exists")
    if first in ("how", "how's") and (scene.word(1) in ("is", "are", "much") or first == "how's"):
        return _list(scene, "how")
    if first in ("where", "where's", "why", "will", "should"):
        return _list(scene, "exists")
    return _list(scene, "")


def _list(scene: Scene, question: str) -> Request | None:
    start = 1
    while start < len(scene) and scene.word(start) in _FILLERS and not scene.is_quote(start):
        start += 1
    rest = scene.part(
        start - (scene.word(start - 1) in ("for", "of", "about", "on", "the", "all") and start > 1), len(scene)
    )
    target = read_target(rest)
    if "next" in scene.words[:6] and question != "count" and not (target.due and "next" in target.due.words):
        question = "next"
    if target.kind == "comment":
        return None
    if ("upcoming" in scene.words or scene.has(len(scene) - 2, "coming", "up")) and not target.due and not question:
        question = "next"
    return _request(scene, target, question)


def _request(scene: Scene, target: Target, question: str) -> Request | None:
    if scene.word(0) in _SHOW and target.topic and not (target.kind or target.named):
        target.names, target.topic = [target.topic], ""
    by_name = target.names or (question in ("how", "when", "exists") and target.text)
    kind = target.kind or ("" if by_name else _kind_of(scene, target))
    if not kind and target.topic:
        kind = "task"
    if not target.kind and target.named and _is_project(scene, target):
        kind = "project"
    if not kind and not target.named:
        return None
    return Request("list", kind, target, question=question)


def _is_project(scene: Scene, target: Target) -> bool:
    name = (target.names or [target.text])[0].casefold()
    return any(str(project["name"]).casefold() == name for project in scene.world.projects)


_KIND_WORDS = {
    "due": "task", "overdue": "task", "late": "task", "do": "task", "urgent": "task", "work": "task", "plate": "task",
    "agenda": "task", "doing": "task", "assigned": "task", "todo": "task", "to-do": "task", "priority": "task",
    "priorities": "task", "deadline": "task", "deadlines": "task", "open": "task", "outstanding": "task",
    "finish": "task",
    "done": "task", "finished": "task", "completed": "task", "wrote": "note", "written": "note", "write": "note",
    "archived": "project",
    "clients": "project", "client": "project", "schedule": "task", "pending": "task", "progress": "task",
    "unassigned": "task",
    "focus": "task", "today": "task", "behind": "task", "working": "task", "complete": "task", "unfinished": "task",
}  # fmt: skip


def _kind_of(scene: Scene, target: Target) -> str:
    if "next" in scene.words and len(scene) < 5:
        return "task"
    for word in scene.words:
        if word in _KIND_WORDS:
            return _KIND_WORDS[word]
    if (
        target.suggested is not None
        or target.due
        or target.status
        or target.priority
        or target.assignees
        or target.unassigned
    ):
        return "task"
    if target.project and not target.named:
        return "project"
    return ""


def _bare_list(scene: Scene, target: Target) -> bool:
    """ "overdue tasks", "my tasks for today", "all notes in Apollo": a list without a verb."""
    if scene.word(0) == "count":
        return True
    if target.named or target.pronoun or any(token.is_quote for token in scene.tokens):
        return False
    if target.kind and "next" in scene.words[:3]:
        return True
    if target.priority and len(scene) < 4:
        return True
    return bool((target.kind and target.plural) or (target.due and target.due.how == "overdue" and len(scene) < 6)) or (
        bool(target.due) and scene.word(0) == "due"
    )


_NOTE_VERBS = words("read open show display give get view see print summarize summarise fetch")


_NOTE_QUESTION_WORDS = words("say says contain contains aloud out about loud state")
_NOTE_QUESTION_WORDS_2 = words("does is did do content contents text in of written what it inside body out")
_NOTE_QUESTION_WORDS_3 = words("say says contain contains in content contents written inside state")


def _note_question(scene: Scene) -> Request | None:
    """The text of one note: "read me the note X", "what does the kickoff note say?"."""
    words = scene.words
    if not any(NOUNS.get(word.removesuffix("'s")) == "note" for word in words):
        return None
    asks = scene.word(0) in ("what", "what's") and any(word in _NOTE_QUESTION_WORDS_3 for word in words)
    plural = any(word in ("notes", "memos") for word in words) and "meeting" not in words
    if not (asks or scene.word(0) in _NOTE_VERBS) or plural:
        return None
    start = 1
    while start < len(scene) and scene.word(start) in _FILLERS | _NOTE_QUESTION_WORDS_2:
        start += 1
    end = len(scene)
    while end > start and scene.word(end - 1) in _NOTE_QUESTION_WORDS:
        end -= 1
    target = read_target(scene.part(start, end))
    if not (target.named or target.topic or target.pronoun or target.nth or target.raw):
        return None
    return Request("read", "note", target)
