"""Greetings, thanks, and questions about what this can do."""

from agents.llm.offline.requests import Act, Request
from agents.llm.offline.scene import Scene
from agents.llm.offline.tables import phrases, words

_PHRASES: dict[Act, tuple[tuple[str, ...], ...]] = {
    "greet": phrases(
        "hope you're well, hope you are well, hope all is well, hope you are doing well, hope you're doing well,"
        " hi, hello, hey, good morning, good afternoon, good evening, hi there, hello there, hey there, howdy,"
        " yo, greetings, morning, hiya, how are you, how are you doing, how's it going, what's up, sup, hi"
        " adiuva, hello adiuva, hey adiuva, how are you today, good day, hi how are you"
    ),
    "thank": phrases(
        "thank you very much in advance, thanks a lot in advance, thank you in advance, many thanks in advance,"
        " thanks in advance, thanks, thank you, thx, cheers, thanks a lot, thank you very much, great, perfect,"
        " awesome, nice,"
        " cool, ok, okay, great thanks, good job, well done, thank you so much, many thanks, bye, goodbye, see"
        " you, great job, ok thanks, that's all, perfect thanks, nice work, good night, thanks so much, got"
        " it, sounds good, excellent, ty, much appreciated, that's great, amazing"
    ),
    "help": phrases(
        "help, help me, what can you do, what can i do, what can i ask, what can you do for me, who are you,"
        " what are you, how do you work, what do you do, how does this work, how can you help, how can you"
        " help me, what can i ask you, what are your features, what are your capabilities, what commands do"
        " you know, help please, what is this, what else can you do, how do i use this, what can you help me"
        " with, what can you help with, i need help, show help, what do you know, what are you able to do, how"
        " do i use you, can you help me, what's your name, what is your name, what features do you have, what"
        " commands can i use, who made you"
    ),
    "clock": phrases(
        "what day is today, what day is it, what day is it today, what is the date, what's the date, what is today's"
        " date,"
        " what's today's date, what time is it, what is the time, what's the time, what date is it, what is the date"
        " today,"
        " what's the date today, which day is it, what date is it today, what time is it now"
    ),
    "undo": phrases(
        "undo, undo that, undo it, undo the last change, revert that, take that back, undo this, revert,"
        " revert the last change, undo the last action, roll that back"
    ),
    "refrain": phrases(
        "never mind, nevermind, forget it, forget about it, cancel, cancel that, stop, no, nope, no thanks,"
        " no thank you, scratch that, do nothing, nothing, not now, leave it, leave it alone, ignore that,"
        " don't, don't do that, never mind that, forget that, don't do anything, ignore it, abort, wait,"
        " cancel it, skip it, leave it as it is, not yet, don't bother"
    ),
}
_BY_WORDS = {phrase: act for act, told in _PHRASES.items() for phrase in told}
_NAMES = words("adiuva there please then assistant again so much buddy you")


def read_smalltalk(scene: Scene) -> Request | None:
    if len(scene) > 10 or any(token.is_quote for token in scene.tokens):
        return None
    words = tuple(word for i, word in enumerate(scene.words) if not scene.is_mark(i))
    act = _BY_WORDS.get(words)
    while act is None and words and words[-1] in _NAMES:
        words = words[:-1]
        act = _BY_WORDS.get(words)
    return Request(act) if act else None
