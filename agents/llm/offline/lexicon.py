"""The words of the product: what is spoken of, its states, and the small words around them."""

from typing import Literal

from agents.llm.offline.tables import phrases, words

Kind = Literal["task", "project", "timeline", "note", "comment"]

_NOUNS: dict[Kind, str] = {
    "task": "task tasks todo todos to-do to-dos item items reminder reminders ticket tickets chore chores taks tasl tsk"
    " action-item action-items errand errands assignment assignments subtask subtasks",
    "project": "project projects proj",
    "timeline": "milestone milestones timeline timelines checkpoint checkpoints milstone milstones",
    "note": "note notes memo memos",
    "comment": "comment comments remark remarks reply replies",
}
NOUNS: dict[str, Kind] = {word: kind for kind, words in _NOUNS.items() for word in words.split()}
PLURALS = {word for word in NOUNS if word.endswith("s")}

DONE_WORDS = words("done complete completed finished closed resolved ticked checked")
STATUSES: dict[tuple[str, ...], str] = {
    **{(word,): "done" for word in (*DONE_WORDS, "finish")},
    ("to", "do"): "todo", ("todo",): "todo", ("to-do",): "todo", ("open",): "todo", ("pending",): "todo",
    ("not", "started"): "todo", ("not", "done"): "todo", ("undone",): "todo", ("incomplete",): "todo",
    ("unfinished",): "todo", ("backlog",): "todo", ("not", "finished"): "todo", ("not", "complete"): "todo",
    ("not", "completed"): "todo", ("not", "yet", "done"): "todo", ("unstarted",): "todo", ("reopened",): "todo",
    ("in", "progress"): "in_progress", ("in-progress",): "in_progress", ("in_progress",): "in_progress",
    ("ongoing",): "in_progress", ("started",): "in_progress", ("wip",): "in_progress", ("underway",): "in_progress",
    ("under", "way"): "in_progress", ("doing",): "in_progress", ("active",): "in_progress", ("begun",): "in_progress",
    ("being", "worked", "on"): "in_progress", ("work", "in", "progress"): "in_progress",
}  # fmt: skip

NOT_DONE = frozenset({"todo", "in_progress"})
STATUS_FILTERS: dict[tuple[str, ...], frozenset[str]] = {
    **{words: frozenset({status}) for words, status in STATUSES.items()},
    **{(word,): NOT_DONE for word in (
        "open", "pending", "incomplete", "unfinished", "outstanding", "remaining", "undone", "unresolved",
        "uncompleted",
    )},
    ("not", "done"): NOT_DONE, ("not", "finished"): NOT_DONE, ("not", "completed"): NOT_DONE, ("left",): NOT_DONE,
    ("not", "complete"): NOT_DONE, ("not", "yet", "done"): NOT_DONE, ("to", "do"): NOT_DONE, ("active",): NOT_DONE,
    ("still", "open"): NOT_DONE, ("left", "to", "do"): NOT_DONE, ("isn't", "done"): NOT_DONE, ("aren't",
    "done"): NOT_DONE,
    ("still", "to", "do"): NOT_DONE, ("not", "been", "done"): NOT_DONE, ("not", "been", "completed"): NOT_DONE,
}  # fmt: skip

PRIORITIES = {
    **dict.fromkeys(("high", "urgent", "critical", "important", "highest", "top", "crucial", "vital", "pressing", "p0",
                     "p1", "asap", "higher", "urgently", "max", "maximum", "major", "blocker", "hi"), "high"),
    **dict.fromkeys(("medium", "normal", "moderate", "mid", "med", "average", "regular", "p2", "standard", "default"),
                    "medium"),
    **dict.fromkeys(("low", "lowest", "minor", "trivial", "p3", "p4", "lower", "unimportant", "min", "minimal"), "low"),
}  # fmt: skip
PRIORITY_NOUNS = words("priority prio importance urgency priorty prioirty")
# Said of a task these mean a priority by themselves; the others ("high", "normal") only beside the word priority.
PLAIN_PRIORITIES = words(
    "urgent critical important crucial vital pressing asap p0 p1 p2 p3 p4 minor trivial unimportant urgently"
    " top-priority high-priority low-priority medium-priority high-prio low-prio medium-prio"
)
PRIORITIES |= {f"{word}-{noun}": level for word, level in tuple(PRIORITIES.items()) for noun in ("priority", "prio")}
PRIORITY_PHRASES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("as", "soon", "as", "possible"), "high"), (("no", "rush"), "low"), (("not", "urgent"), "low"),
    (("no", "hurry"), "low"), (("not", "important"), "low"), (("low", "importance"), "low"),
    (("nothing", "urgent"), "low"), (("not", "very", "important"), "low"), (("not", "that", "important"), "low"),
    (("not", "a", "priority"), "low"), (("a", "priority"), "high"), (("top", "of", "the", "list"), "high"),
)  # fmt: skip

DETERMINERS = words("the a an my our this that these those their your his her any some")
ALL_WORDS = words("all every each everything both anything whatever")
PRONOUNS = words("it that this them these those one they")
CONNECTORS = words(
    "with and by on for at in due about to assigned as but because so after before then that which please"
    " priority until under from regarding via of into assign deadline description is starting using or"
    " described status marked it's than also plus when if while since within the no high low medium urgent asap"
    " @"
)

PEOPLE_PRONOUNS = {"me", "myself", "i", "mine"}

FLUFF_START = phrases(
    "please, pls, plz, kindly, hi, hey, hello, ok, okay, so, well, now, then, also, and, just, alright, great,"
    " thank you very much in advance, thanks a lot in advance, thank you in advance, many thanks in advance,"
    " thanks a lot, thank you very much, many thanks, thanks so much, thank you so much, thanks in advance,"
    " thanks, thank you, good morning, good afternoon, good evening, hi there, hey there, hello there, adiuva,"
    " assistant, can you, could you, would you, will you, can u, could u, can we, could we, may i, can i, could"
    " i, can i get you to, could i get you to, would you mind, do you mind, would you be able to, are you able"
    " to, is it possible to, would it be possible to, i would like you to, i'd like you to, i want you to, i"
    " need you to, i would like to, i'd like to, i'd love to, i want to, i wanna, i wish to, we would like to,"
    " we'd like to, we want to, let's, lets, let us, go ahead and, help me to, help me, be so kind and, be so"
    " kind as to, it would be great if you could, it would be nice if you could, i was wondering if you could,"
    " do me a favor and, do me a favour and, quickly, maybe, perhaps, actually, finally, first, second,"
    " secondly, firstly, after that, afterwards, in addition, additionally, besides, oh, by the way, btw, quick"
    " question, one more thing, i think you should, you should, you can, try to, please can you, for me, if"
    " possible, when you can, when you get a chance, yes, yeah, sure, um, uh, hmm, and then, as well as, sorry,"
    " i guess, i'd appreciate it if you could, feel free to, plus, i need, i'd like, i would like, i want, we"
    " need, we want, let me, there should be, there needs to be, there must be, how about, what about, i could"
    " use, we could use, could i get, can i get, could i have, can i have, may i have, dear assistant, lastly,"
    " meanwhile, we should also"
)
FLUFF_START_INDEX: dict[str, list[tuple[str, ...]]] = {}
for _phrase in FLUFF_START:
    FLUFF_START_INDEX.setdefault(_phrase[0], []).append(_phrase)

FLUFF_END = phrases(
    "as well, at the moment, can you, cheers, could you, currently, for me, for me please, for now, if"
    " possible, if you can, if you could, if you don't mind, immediately, many thanks, now please, ok, okay,"
    " please, pls, plz, right away, right now, thank you, thank you very much, thanks, thanks a lot, thanks in"
    " advance, thx, too, when you can, when you get a chance, will you, would you"
)
