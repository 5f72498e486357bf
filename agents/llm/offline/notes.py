"""Sentences about notes: a new one with its Markdown, and more text for one that is there."""

from typing import Any

from agents.llm.offline.creating import NOTE_FINDERS, clean, collect, sentence_case, split_items
from agents.llm.offline.reports import report_requests, reported
from agents.llm.offline.requests import Request
from agents.llm.offline.scene import LONGEST, Scene
from agents.llm.offline.tables import phrases, words
from agents.llm.offline.tokens import Token, text_of

_CONTENT_LEADS = phrases(
    "with the content, with content, with contents, with the following content, with the text, with text, with"
    " body, with the body, with the following text, with the following, that says, that reads, which says,"
    " which reads, saying that, saying, says, content :, content, text :, body :, body, containing, reading,"
    " stating, to say, and write, and say, with the message, with the words, with description, and put, and"
    " add, contents :, that contains, and include, including, noting that, stating that, noting"
)
_BULLETS = phrases(
    "with bullet points, with bullets, with the bullets, with the bullet points, with a bullet list, with a"
    " list of, with a list, with points, with the points, listing, with items, with the items, as a bullet"
    " list, as bullet points, with bulletpoints, with these points, with these bullets, with a bulleted list"
    " of, with a bulleted list, with the following points, with the following bullets, with the following"
    " bullet points, with the following items, with a bullet list of, with the list, with three points, with"
    " two points, as bullets, with three bullets, with two bullets, with three bullet points, with two bullet"
    " points, with bullet points for, with bullets for"
)
_CHECKLISTS = phrases(
    "with a checklist of, with a checklist, with checklist, as a checklist, with check boxes, with checkboxes,"
    " with a todo list, with the checklist"
)
_NAMING = words("called named titled entitled title name labelled")
_TOPIC = words("about on for regarding concerning covering summarizing summarising describing")


def read_note(rest: Scene, before: str, fields: dict[str, Any]) -> list[Request]:
    """What follows "a note": its title, its text, its project."""
    told = reported(rest)
    if told:
        named = next((token.text for token in rest.tokens[: told[1]] if token.is_quote), "")
        placed, _, _ = collect(rest.part(0, told[1], loose=True), NOTE_FINDERS)
        return report_requests(told[0], named, {**fields, **placed}.get("project"))
    head_end, content = _content(rest)
    head = Scene([*rest.tokens[:head_end], *_after_quote(rest, head_end)], rest.source, rest.world)
    quotes = [i for i, token in enumerate(head.tokens) if token.is_quote]
    made: dict[str, Any] = {key: value for key, value in fields.items() if key == "project"}
    about = _about_it(head)
    loose = Scene(
        [t for i, t in enumerate(head.tokens) if i not in quotes[:2]], head.source, head.world, loose=bool(quotes)
    )
    claimed, left, _ = collect(loose, NOTE_FINDERS)
    made |= claimed
    title = head.tokens[quotes[0]].text if quotes else _title(loose, left)
    if quotes and content is None:
        if len(quotes) > 1:
            content = head.tokens[quotes[1]].text
        elif _unnamed_quote(head, quotes[0]) and _is_long(title):
            content, title = title, ""
    if before and (not title or before.casefold() not in ("quick", "short")) and not title:
        title = sentence_case(before)
    if about:
        made["about"] = "previous"
        title = "" if not quotes else title
    if title:
        made["title"] = title
    elif content:
        made["title"] = title_of(content)
    if content:
        made["content"] = content
    return [Request("create", "note", fields=made)]


def _after_quote(rest: Scene, start: int) -> list[Token]:
    """What follows a quoted text speaks of the note again: "saying 'x' in Apollo"."""
    for i in range(start, min(len(rest), start + 6)):
        if rest.is_quote(i):
            return rest.tokens[i + 1 :]
    return []


def _unnamed_quote(head: Scene, i: int) -> bool:
    return not any(word in _NAMING for word in head.words[max(0, i - 3) : i])


def _is_long(text: str) -> bool:
    return len(text.split()) > 8 or "\n" in text


_ABOUT_IT_WORDS = words("summarizes summarises summarizing summarising records recording documents")


def _about_it(head: Scene) -> bool:
    """ "about it", "about what was done", "summarizing that": what came before in the message."""
    for i, word in enumerate(head.words):
        if word in _TOPIC or word in ("of", "that", "with", "to"):
            j = head.skip(i + 1, "all", "of", "what", "the")
            last = head.word(j)
            if last in ("it", "this", "that", "them", "these", "those") and head.is_boundary(j + 1):
                return True
            if head.word(i + 1) == "what" and j < len(head):
                return True
            if last in ("result", "results", "outcome", "changes", "above", "completion") and word != "to":
                return True
        if word in _ABOUT_IT_WORDS and (head.word(i + 1) in ("it", "this", "that", "them", "these", "what")):
            return True
    return False


_TITLE_WORDS = words("to with a is as the of down that")


def _title(scene: Scene, left: list[int]) -> str:
    start = 0
    opener = ""
    while start < len(left) and (
        scene.words[left[start]] in _NAMING | _TOPIC | _TITLE_WORDS or scene.is_mark(left[start])
    ):
        opener = scene.words[left[start]] if scene.words[left[start]] not in ("the", "a") else opener
        if scene.words[left[start]] in ("the", "a") and opener in _NAMING:
            break
        start += 1
    words = left[start:]
    while words and (scene.is_mark(words[-1]) or scene.words[words[-1]] in ("and", "with", "in", "for", "to")):
        words = words[:-1]
    return sentence_case(clean(" ".join(_whole(scene, words)))) if words else ""


def _whole(scene: Scene, places: list[int]) -> list[str]:
    return [text_of([scene.tokens[k] for k in places], scene.source)]


def _content(rest: Scene) -> tuple[int, str | None]:
    """Where the words about the note end and its text, in Markdown."""
    for i in range(min(len(rest), LONGEST)):
        if rest.is_quote(i):
            continue
        for style, leads in (("check", _CHECKLISTS), ("bullet", _BULLETS), ("text", _CONTENT_LEADS)):
            for phrase in leads:
                if rest.has(i, *phrase):
                    start = rest.skip(i + len(phrase), ":", "-", "–", "of")
                    if start < len(rest) and not (style == "text" and _still_head(rest, i, start)):
                        return i, written(rest, start, style)
        if rest.word(i) in (":", "–", "—", "-") and i + 1 < len(rest) and not _names_title(rest, i):
            return i, written(rest, i + 1, "text")
        if rest.word(i) == "that" and i <= 1 and not rest.is_mark(i + 1):
            return i, written(rest, i + 1, "text")
        if rest.tokens[i].kind == "line" and i + 1 < len(rest):
            return i, written(rest, i + 1, "text")
        if rest.word(i) == "with" and rest.is_quote(i + 1):
            return i, rest.tokens[i + 1].text
    return len(rest), None


def _names_title(rest: Scene, i: int) -> bool:
    return rest.word(i - 1) in ("title", "name", "titled", "called") or (
        i == 0 and rest.is_quote(1) and any(token.low in (":", "content", "-", "with") for token in rest.tokens[2:4])
    )


def _still_head(rest: Scene, i: int, start: int) -> bool:
    return rest.words[i] in ("content", "body", "including") and start == i + 1 and not rest.is_quote(start)


def written(rest: Scene, start: int, style: str) -> str:
    """The text from here on as the user wrote it; as bullets where bullets were asked for."""
    tokens = rest.tokens[start:]
    if style in ("bullet", "check"):
        mark = "- [ ] " if style == "check" else "- "
        items = split_items(tokens, by_and=True)
        return "\n".join(mark + sentence_case(clean(_item_text(item, rest.source))) for item in items)
    if len(tokens) and tokens[0].is_quote:
        return tokens[0].text
    end = tokens[-1].end
    while rest.source[end : end + 1] in ("?", "!"):  # cut off a request, but a part of the user's own text
        end += 1
    return rest.source[tokens[0].start : end].strip()


def _item_text(item: list[Any], source: str) -> str:
    return str(item[0].text) if len(item) == 1 and item[0].is_quote else source[item[0].start : item[-1].end]


def title_of(content: str) -> str:
    """A title from a text: its heading, or its first words."""
    line = next((line.strip("#*-• \t[]") for line in content.splitlines() if line.strip("#*-• \t[]")), "")
    sentence = line.split(". ")[0].rstrip(".!?:;, ")
    words = sentence.split()
    return sentence_case(" ".join(words[:8]) + ("…" if len(words) > 8 else ""))[:120]


def content_start(rest: Scene) -> int | None:
    """Where the text of a note begins to be led up to; None where no text is given."""
    at, content = _content(rest)
    return at if content is not None else None
