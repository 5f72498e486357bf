"""One clause to one or several requests: the first reading that fits wins."""

from agents.llm.offline.commands import COMMAND_INDEX, COMMAND_VERBS
from agents.llm.offline.creating import TASK_FINDERS, clean, draft
from agents.llm.offline.creation import Head, create_requests, read_head, several
from agents.llm.offline.lexicon import NOUNS, PEOPLE_PRONOUNS
from agents.llm.offline.lookup import named
from agents.llm.offline.mentions import with_mentions
from agents.llm.offline.names import stems
from agents.llm.offline.notes import read_note
from agents.llm.offline.openings import attach, read_opening
from agents.llm.offline.patterns import match
from agents.llm.offline.people import read_names
from agents.llm.offline.polish import strip_fluff
from agents.llm.offline.questions import ASKING, read_question
from agents.llm.offline.reports import read_into_note, read_weekly
from agents.llm.offline.requests import Request, Target
from agents.llm.offline.scene import Scene
from agents.llm.offline.smalltalk import read_smalltalk
from agents.llm.offline.tables import phrases, words
from agents.llm.offline.tokens import tokenize
from agents.llm.offline.updates import build_request
from agents.llm.offline.world import records

_DUTIES = phrases(
    "be reminded to, be reminded about, i must not forget, must not forget, i can't forget, i should not forget,"
    " i shouldn't forget, i mustn't forget,"
    " remind me to, remind me that i need to, remind me that, remind me about, remind me, remind us to, don't"
    " forget to, do not forget to, dont forget to, don't let me forget to, remember to, remember that, make"
    " sure that, make sure, i need to remember to, make sure to, i need to, i have to, i must, i should, i"
    " gotta, i've got to, we need to, we have to, we must, we should, i ought to, i want to, make sure i, make"
    " sure that i, i'll need to, i will need to, need to, have to, i also need to, i also have to, i'm supposed"
    " to, i can't forget to, i must not forget to, i should not forget to, i shouldn't forget to, i mustn't"
    " forget to, i need a reminder to, let me not forget to, don't let me forget about, don't forget about,"
    " don't forget, gotta, we've got to, make sure we, note to self, someone needs to, someone has to, somebody"
    " needs to, i need you to remind me to, give me a reminder to, todo, to-do"
)
_NOTING = (
    ("note", "that"), ("note", "down", "that"), ("jot", "down", "that"), ("note", "down", ":"), ("jot", "down", ":"),
    ("note", "down"), ("jot", "down"), ("make", "a", "note", "of"), ("take", "down"), ("write", "down", "that"),
    ("write", "down"), ("for", "the", "record", ","), ("note", ":"),
)  # fmt: skip

_SURE_DUTIES = words("remind don't dont remember let note do todo to-do give")
_NEGATIONS = phrases(
    "don't, do not, dont, never, i don't want you to, you must not, please don't, you shouldn't, i do not want"
    " you to, under no circumstances, i don't want to, no need to, let's not, i'd rather not, there's no need"
    " to, you don't have to, you don't need to"
)


def read_clause(scene: Scene) -> list[Request]:
    more = _also_before(scene) or any(
        scene.has(len(scene) - n, *end) for n, end in ((1, ("too",)), (2, ("as", "well")))
    )
    scene = strip_fluff(scene)
    if not len(scene):
        return []
    found = _marked(scene, _read(scene, with_mentions(scene)))
    for request in found:
        if more and request.act == "update" and "assignees" in request.fields and not request.fields.get("leave"):
            request.fields["join"] = True
    return found


def _also_before(scene: Scene) -> bool:
    before = scene.source[: scene.tokens[0].start].rstrip() if len(scene) else ""
    return scene.has(0, "also") or before[-5:].casefold().strip() == "also"


def _marked(scene: Scene, found: list[Request]) -> list[Request]:
    for request in found:
        request.source = request.source or scene.text()
    return found


def _read(scene: Scene, marked: Scene) -> list[Request]:
    """`marked` has the titles of known records as one token each; new titles are read without."""
    small = read_smalltalk(scene)
    if small:
        return [small]
    for phrase in _NEGATIONS:
        if scene.has(0, *phrase) and scene.word(len(phrase)) not in ("forget", "let", "have", "know", "need"):
            return [Request("refrain")]
    if any(scene.has(0, *phrase) for phrase in _HOW):
        return [Request("help")]
    report = read_weekly(scene) or read_into_note(scene)
    if report:
        return report
    head = read_head(scene) or _bare_head(scene)
    if head:
        return create_requests(scene, head)
    opened = read_opening(scene)
    if opened and _asks(opened[1]):
        claim, rest = opened
        rest = strip_fluff(rest)
        return attach(claim, _read(rest, with_mentions(rest)), scene)
    command = None if scene.has(0, "make", "sure") else read_command(marked)
    if command:
        return [command]
    handed = _said_done(scene) or _handed(scene)
    if handed:
        return handed
    if _is_question(scene):
        asked = read_question(marked)
        if asked:
            return [asked]
    for phrase in _NOTING:
        if scene.has(0, *phrase) and len(phrase) < len(scene):
            return read_note(Scene([*tokenize(":"), *scene.tokens[len(phrase) :]], scene.source, scene.world), "", {})
    duty = _duty(scene)
    if duty:
        return duty
    listed = _onto_list(scene)
    if listed:
        return listed
    asked = read_question(marked)
    return [asked] if asked else _loose_task(scene)


_BARE_HEAD_WORDS = words("a an another new two three some")


def _bare_head(scene: Scene) -> Head | None:
    """ "a task to …", after "I need" or "could I have"."""
    if scene.word(0) in ("i'm", "im", "we're") and scene.word(1) in ("starting", "creating", "launching", "opening"):
        return read_head(scene, 2, elliptic=True)
    if scene.word(0) not in _BARE_HEAD_WORDS:
        return None
    head = read_head(scene, elliptic=True)
    return head if head and head.kind and head.end < len(scene) else None


def _asks(scene: Scene) -> bool:
    """Whether what follows is an order, a duty or a question by itself."""
    rest = strip_fluff(scene)
    first = rest.word(0)
    return bool(
        read_head(rest)
        or _bare_head(rest)
        or first in COMMAND_VERBS
        or first in ASKING
        or any(rest.has(0, *phrase) for phrase in _DUTIES)
    )


def _said_done(scene: Scene) -> list[Request]:
    """ "I've already called Bob", where there is a task "Call Bob"."""
    start = next((len(p) for p in _HAVE if scene.has(0, *p)), 0)
    start = scene.skip(start, "already", "just", "finally", "now") if start else 0
    name = clean(scene.text(start)) if start else ""
    tasks = records(scene.world.context, "recent_tasks")
    found = [task for task in tasks if name and sorted(stems(name)) == sorted(stems(str(task.get("title") or "")))]
    if len(found) != 1:
        return []
    return [Request("update", "task", Target(kind="task", names=[str(found[0]["title"])]), {"status": "done"})]


_HOW = phrases("how do i, how can i, how to, how does one, how should i, how would i, what is the way to")
_HAVE = phrases("i've, i have, we've, we have, i just, i already, we already, we just, i finally, i")


def _is_question(scene: Scene) -> bool:
    return not any(scene.has(0, *phrase) for phrase in _DUTIES)


def read_command(scene: Scene) -> Request | None:
    for first in (scene.word(0), ""):
        for pieces, act, kind, fixed in COMMAND_INDEX.get(first, ()):
            slots = match(pieces, scene)
            request = build_request(scene, act, kind, fixed, slots) if slots is not None else None
            if request:
                return request
    return None


def _duty(scene: Scene) -> list[Request]:
    """ "remind me to …", "I need to …": what follows is a request, or else the task itself."""
    for phrase in _DUTIES:
        if not scene.has(0, *phrase) or len(phrase) >= len(scene):
            continue
        rest = scene.part(_past_duty(scene, len(phrase)), len(scene))
        if phrase[0] not in _SURE_DUTIES:
            inner = strip_fluff(rest)
            head = read_head(inner)
            found = create_requests(inner, head) if head and head.verb in ("create", "add") else []
            command = read_command(with_mentions(inner))
            if found or (command and _surely_command(command)):
                return found or ([command] if command else [])
        found = _task(rest)
        found[0].duty = True
        return found
    return []


def _past_duty(scene: Scene, i: int) -> int:
    """ "remember that I have to …": past the second duty too."""
    j = scene.skip(i, "that", "i", "we", "also", "really", "still")
    for phrase in (("have", "to"), ("need", "to"), ("must",), ("should",), ("has", "to")):
        if j > i and scene.has(j, *phrase) and j + len(phrase) < len(scene):
            return j + len(phrase)
    return i


def _surely_command(request: Request) -> bool:
    target = request.target
    return bool(target.names or target.kind or target.pronoun or target.all)


def _task(scene: Scene) -> list[Request]:
    made = draft(scene, TASK_FINDERS)
    return [Request("create", "task", fields={**made.fields, **({"title": made.title} if made.title else {})})]


def _assigned(scene: Scene) -> list[Request]:
    """ "assign a new task to Anna: prepare the keynote"."""
    head = read_head(scene, 1, elliptic=True) if scene.word(0) in ("assign", "give", "delegate") else None
    if (
        not head
        or head.kind != "task"
        or scene.word(head.end) != "to"
        or scene.word(1) in ("the", "this", "that", "my")
    ):
        return []
    names, end = read_names(scene, head.end + 1, any_word=True)
    if not names or end >= len(scene):
        return []
    made = _task(scene.part(end, len(scene)))
    made[0].fields = {**head.fields, "assignees": names, **made[0].fields}
    return made if made[0].fields.get("title") else []


def _handed(scene: Scene) -> list[Request]:
    """ "have Ben review the contract": a task for Ben."""
    assigned = _assigned(scene)
    if assigned:
        return assigned
    start = int(scene.word(0) in ("have", "get", "let", "remind"))
    names, end = read_names(scene, start)
    if not start:
        past = next((end + len(phrase) for phrase in _MODALS if scene.has(end, *phrase)), end)
        if past == end:
            return []
        end = past
    if (
        scene.word(start) in PEOPLE_PRONOUNS
        or not names
        or not all(scene.world.person(name) for name in names)
        or end + 1 >= len(scene)
    ):
        return []
    made = _task(scene.part(scene.skip(end, "to"), len(scene)))
    made[0].fields.setdefault("assignees", names)
    return made


_MODALS = phrases("should, must, needs to, need to, has to, have to, will, is going to, is supposed to, ought to")
_LISTS = words("list lists todos tasks todo to-do to-dos backlog agenda board")


_ONTO_LIST_WORDS = words(
    "add put create schedule plan log track jot enter book insert write make record queue new get stick throw include"
)
_ONTO_LIST_WORDS_2 = words("add create schedule plan log track new make queue put")
_ONTO_LIST_FILLERS = words("my the our a to do todo to-do task tasks")


def _onto_list(scene: Scene) -> list[Request]:
    """ "add milk to my list", "put 'X' on my to-do list", "add 'X' to Apollo"."""
    if scene.word(0) not in _ONTO_LIST_WORDS:
        return []
    if scene.word(1) in ("the",) and scene.word(2) in ("same",):
        return []
    for i in range(2, len(scene)):
        if scene.word(i) in ("to", "on", "onto", "in", "into") and not scene.is_quote(i):
            j = scene.skip(i + 1, *_ONTO_LIST_FILLERS)
            if scene.word(j) in _LISTS or (j > i + 1 and scene.word(j - 1) in ("tasks", "todo", "to-do", "do")):
                end = j + (scene.word(j) in _LISTS)
                return _task(Scene([*scene.tokens[1:i], *scene.tokens[end:]], scene.source, scene.world))
    if scene.word(0) in _ONTO_LIST_WORDS_2:
        start = scene.skip(1, "a", "an", "the", "in") if scene.word(0) in ("schedule", "plan") else 1
        rest = scene.part(start, len(scene))
        drafts = several(rest, Head("task", 0), TASK_FINDERS)
        if len(drafts) > 1:
            return [Request("create", "task", fields={**one.fields, "title": one.title}) for one in drafts]
        made = draft(rest, TASK_FINDERS)
        sure = made.quoted or made.fields or scene.word(0) in ("schedule", "plan", "add")
        if made.title and sure and len(made.title) > 1:
            return _marked(scene, [Request("create", "task", fields={**made.fields, "title": made.title}, guess=True)])
    return []


_ERRANDS = words(
    "buy call phone ring email mail text send order book pay pick renew submit schedule prepare wash clean repair fix"
    " collect return cancel invite contact ask organise organize print draft finalise finalize refactor deploy test"
    " translate interview hire install upgrade migrate sign file fill apply register visit meet follow investigate"
    " research get water feed walk cook bake"
)


def _is_known(scene: Scene, title: str) -> bool:
    return bool(named(records(scene.world.context, "recent_tasks"), title))


_LOOSE_TASK_WORDS = words("is are was were will would i you he she they")
_NOT_AT_HAND = words("this that these those it them")


def _loose_task(scene: Scene) -> list[Request]:
    """A bare "call Bob tomorrow at 5pm": a day at its end makes it a task."""
    if len(scene) > 25:
        return [Request("unknown")]
    made = draft(scene, TASK_FINDERS)
    verbish = not any(word in _LOOSE_TASK_WORDS for word in scene.words)
    said_of = scene.word(0) in ("the", "my", "our", "this", "that", "it", "there")
    verbish = verbish and not (said_of and not any(word in ("needs", "must", "has", "should") for word in scene.words))
    spoken = with_mentions(scene)
    quotes = sum(token.is_quote for token in scene.tokens)
    verbish = verbish and sum(token.is_quote for token in spoken.tokens[1:]) <= quotes
    titled = scene.tokens[0].is_word and scene.word(0) not in NOUNS and len(made.title.split()) > 1
    errand = scene.word(0) in _ERRANDS and scene.word(1) not in _NOT_AT_HAND and not _is_known(scene, made.title)
    if (
        ({"due", "priority"} & made.fields.keys() or errand)
        and titled
        and not made.quoted
        and verbish
        and len(scene) < 25
    ):
        return [Request("create", "task", fields={**made.fields, "title": made.title}, guess=True)]
    if len(scene) == 1 and scene.is_quote(0):
        return [Request("list", "", Target(names=[scene.tokens[0].text]), question="")]
    return [Request("unknown")]
