"""The sentences that change or read records, as patterns: (pattern, act, kind, fixed fields)."""

from typing import Any

from agents.llm.offline.patterns import Piece, compile_pattern

_SET = "mark|tag|set|flag|put|change|make|update|switch|move|turn|label|toggle|get"
_DONE = "complete|finish|close|resolve|accomplish|finalize|finalise"
_MOVE = (
    "move|postpone|reschedule|delay|defer|shift|push|bump|bring|pull|snooze|extend|change|adjust|pushback|advance|drag"
    "|slide|set"
)
_GONE = "delete|remove|erase|trash|scrap|discard|destroy|drop|bin|purge|kill|deleting|clear|cancel|del"
_RENAME = "rename|retitle|renaming|rebrand|change"
_GIVE = "assign|reassign|give|delegate|hand|transfer|allocate|pass"
_EDIT = "swap|set|change|update|edit|adjust|make|modify|put|switch|move|alter|correct|fix|replace"
_DID = (
    "fixed|sent|shipped|paid|solved|handled|sorted|submitted|delivered|deployed|reviewed|written|called|booked"
    "|ordered|built"
)
_BE = "is|are|was|'s|has|have"
_SEE = "show|list|read|get|display|see|view|give|open|fetch|check|find"
_TEXT = "description|desc|details|detail"
_SAY = "saying|that|:|says|with|stating|reading|to|-|–|asking|telling|noting|,"

COMMANDS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    # more text for a note
    ("append|add|write|insert|put|attach|include <text> to|into|in|under|at|on end|bottom? of? <target>",
     "append", "note", {"quoted": True, "note": True}),
    ("append|add|write|insert|put to|into|in <target> :|-|that|saying <text>", "append", "note", {"note": True}),
    ("append|add|write|insert|put to|into|in <target> <text>", "append", "note", {"quoted": True, "note": True}),
    ("append|add|write|insert|put a|another|the? new? line|bullet|point|section|paragraph|sentence|item|entry "
     "point? :? <text> to|into|in|under <target>",
     "append", "note", {"quoted": True, "note": True}),
    ("append|add|write|insert|put a|another|the? new? line|bullet|point|section|paragraph|sentence|item|entry "
     "point? to|into|in|under <target> :|saying|that|- says|that|:? <text>",
     "append", "note", {"note": True}),
    ("update|edit|extend|amend <target> : <text>", "append", "note", {"note": True}),
    ("append <text> to|into <target>", "append", "note", {"note": True}),
    ("add <text> to|into <target>", "append", "note", {"note": True}),
    ("extend|continue <target> with|by|: :? <text>", "append", "note", {"note": True}),
    ("prepend <text> to <target>", "append", "note", {"note": True, "on_top": True}),
    ("add|write|put <text> at|to|on the? top|beginning|start of <target>",
     "append", "note", {"note": True, "on_top": True}),
    ("update|rewrite|overwrite|replace|change|set|edit|make|revise the? content|contents|text|body of|in|for "
     "<target> with|to|by|: say|:? <text>",
     "append", "note", {"note": True, "replace": True}),
    ("update|rewrite|overwrite|replace|change|set|edit|make|revise <target> content|contents|text|body? "
     "with|to|as|by|so|: that|say|it|read|:? says? :? <text>",
     "append", "note", {"note": True, "replace": True, "quoted": True}),
    ("rewrite|overwrite|replace <target> content|contents|text|body? with|to|as|by|: :? <text>",
     "append", "note", {"note": True, "replace": True}),
    # comments
    ("add|leave|write|post|put|make|drop|create|attach|append a|the|another|new|my|this|following? "
     f"following|new|short|quick? comment|remark|reply {_SAY}? <text> to|on|for|under|at|about <target>",
     "comment", "task", {"quoted": True}),
    ("add|leave|write|post|put|make|drop|create|attach a|the|another|new|my|this|following? "
     f"following|new|short|quick? comment|remark|reply to|on|for|under|at|about|in <target> {_SAY} that|says|:? "
     ":? <text>",
     "comment", "task", {}),
    ("add|leave|write|post|put|make|drop|create|attach a|the|another|new|my|this|following? "
     "following|new|short|quick? comment|remark|reply to|on|for|under|at|about|in <target> <text>",
     "comment", "task", {"quoted": True}),
    ("comment <text> on|under|to <target>", "comment", "task", {"quoted": True}),
    (f"comment on|under|to <target> {_SAY} that|says|:? :? <text>", "comment", "task", {}),
    ("comment on|under|to <target> <text>", "comment", "task", {"quoted": True}),
    ("add|leave|write|post|put|make a|another|the|my? new|short|quick? comment|remark|reply "
     "saying|that|:|says|with|stating|- that|says|:? :? <text>",
     "comment", "task", {"it": True}),
    ("add|leave|write|post|put|make a|another|the|my? new|short|quick? comment|remark|reply <text>",
     "comment", "task", {"it": True, "quoted": True}),
    ("comment|reply that|: <text>", "comment", "task", {"it": True}),
    ("comment|reply <text>", "comment", "task", {"it": True, "quoted": True}),
    ("add|post|write|leave|put <text> as a|the? comment on|to|under|in|for <target>",
     "comment", "task", {"quoted": True}),
    ("post|write|leave|reply|say <text> on|under <target>", "comment", "task", {"quoted": True}),
    ("add|put <text> on|under <target>", "comment", "task", {"quoted": True, "known": True}),
    ("reply|respond to|on|under <target> :|with|saying|that <text>", "comment", "task", {}),
    (f"{_GONE} all? the|my|this|that|of? last|latest|first|newest|most? recent? comment|comments|remark|reply "
     "saying|that|with|about? says? <text>? on|from|of|under|in|for|to <target>",
     "delete_comment", "task", {}),
    (f"{_GONE} <owner> comment|comments on|from|of|under|in|to <target>", "delete_comment", "task", {}),
    (f"{_GONE} the|that|my|all|this? last|latest|first|newest? comment|comments|remark <text>",
     "delete_comment", "task", {}),
    (f"{_GONE} the|that|my|all|this? last|latest|first|newest? comment|comments|remark", "delete_comment", "task", {}),
    (f"{_SEE} me? all|the|any|every? last|latest|newest|recent? comments|comment|remarks by|from <people> "
     "on|about|under|to|for <target>",
     "list_comments", "task", {}),
    (f"{_SEE} me? all|the|any|every? last|latest|newest|recent? comments|comment|remarks written|made|left? by|from|of "
     "<people>",
     "list_comments", "task", {}),
    (f"{_SEE} me? all|the? <owner> last|latest|newest|recent? comments|comment|remarks", "list_comments", "task", {}),
    (f"{_SEE} me? all|the|any|every? last|latest|newest|recent? comments|remarks", "list_comments", "task", {}),
    ("all|the|any|every? last|latest|newest|recent? comments|remarks by|from <people>", "list_comments", "task", {}),
    ("what|which are|were? the? last|latest|newest|recent? comments|remarks by|from <people>",
     "list_comments", "task", {}),
    ("what|which are|were the last|latest|newest|most? recent? comments|remarks", "list_comments", "task", {}),
    ("what|which comments|remarks did|has|have <people> make|made|write|written|leave|left|post|posted|add|added?",
     "list_comments", "task", {}),
    ("what did|has|have <people> say|said|comment|commented on|about|under|to <target>",
     "list_comments", "task", {}),
    ("what did|has|have <people> say|said|comment|commented", "list_comments", "task", {}),
    ("show|list|read|get|display|see|view|give|open|fetch|check me? all|the|any? of? the|my|its? "
     "comments|comment|remarks|discussion on|for|of|from|under|about|to|in <target>",
     "list_comments", "task", {}),
    ("what|which|how are|were|many|do|does? the|there|people|we? comments|comment|remarks "
     "are|do|have|did|were? there|we|i|been? have|made|left? on|for|of|under|about|to|in|does <target>",
     "list_comments", "task", {}),
    ("what did|have|has|do people|they|anyone|everybody|everyone|the|we? team? "
     "say|said|comment|commented|write|written on|about|under|to <target>",
     "list_comments", "task", {}),
    ("are|is there|their any? comments|comment on|for|under|about <target>", "list_comments", "task", {}),
    ("do|does <target> have any|some? comments|comment", "list_comments", "task", {}),
    ("who commented|replied|wrote on|under|about|to <target>", "list_comments", "task", {}),
    ("comments on|for|of <target>", "list_comments", "task", {}),
    # approval of suggestions
    ("approve|accept|confirm <target>", "update", "", {"is_approved": True}),
    ("mark|set|flag <target> as approved|accepted", "update", "", {"is_approved": True}),
    ("unapprove|reject|disapprove <target>", "update", "", {"is_approved": False}),
    ("mark|set|make|change <target> as|to|status? to|as? active|unarchived again",
     "update", "project", {"status": "active"}),
    # status
    ("mark|set|flag|move|change|put|switch|make|update|turn <target> status|state to|as|: <status>",
     "update", "task", {}),
    (f"{_EDIT} the|my? status|state of|for|on <target> to|as|: <status>", "update", "task", {}),
    (f"{_SET} <target> as|to|into|back|: as|to|into|being|status? <status>", "update", "task", {}),
    (f"{_SET} <target> as|to|into|back|:|from? being? <status>", "update", "task", {}),
    ("mark|set|flag <status> <target>", "update", "task", {}),
    ("mark|set|flag|put <target> as|to? in progress", "update", "task", {"status": "in_progress"}),
    ("tick|check|cross|take <target> off my|the|our list|board|plate", "update", "task", {"status": "done"}),
    ("tick|check|cross <target> off", "update", "task", {"status": "done"}),
    ("tick|check|cross|wrap|finish|close off|up|out <target>", "update", "task", {"status": "done"}),
    (f"{_DONE} off|up|out? <target>", "update", "task", {"status": "done"}),
    ("i'm|im|i|we|we're|i've|we've am|are|have|just? just|all|already|finally|now? done|finished with|doing? "
     "<target>",
     "update", "task", {"status": "done"}),
    ("i|we|i've|we've|anna|he|she have|has|just? just|already|finally|now? "
     "finished|completed|done|closed|did|resolved|submitted <target>",
     "update", "task", {"status": "done"}),
    ("done|finished with|: <target>", "update", "task", {"status": "done"}),
    ("finished|completed <target>", "update", "task", {"status": "done", "known": True}),
    ("<target> by|to|on|until|till|for? <date> instead", "update", "", {}),
    ("<target> by|to|on|until|till|for? <date> instead of <rest>", "update", "", {}),
    (f"<target> {_BE} been|now|already|all|finally|just? {_DID} now|already?",
     "update", "task", {"status": "done", "known": True}),
    ("<known> has|have? already|just? finished|completed|done|did|closed|resolved|fixed <target>",
     "update", "task", {"status": "done", "ignores": "assignees"}),
    ("<target> →|->|=>|>|:|-|– - <status>", "update", "task", {"some": True}),
    ("<target> →|=>|>|:|-|–? <status>", "update", "task", {"some": True}),
    ("<target> can|could|may|should|must wait until|till|for <date>", "update", "", {}),
    (f"<target> {_BE} been|now|already|all|finally|just? been|now|already? "
     "done|complete|completed|finished|closed|resolved now|already?",
     "update", "task", {"status": "done"}),
    ("<target> is|are|was|were not yet|actually? done|complete|completed|finished yet|after? all?",
     "update", "task", {"status": "todo"}),
    ("<target> isn't|aren't|wasn't|weren't yet|actually? done|complete|completed|finished yet|after? all?",
     "update", "task", {"status": "todo"}),
    ("<target> needs|need to be reopened|redone", "update", "task", {"status": "todo"}),
    ("<target> is|are now|currently|back? in progress now?", "update", "task", {"status": "in_progress"}),
    ("<target> is|are now|currently? in-progress|ongoing|underway|started now?",
     "update", "task", {"status": "in_progress"}),
    ("reopen|re-open|uncomplete|un-complete|undo|reactivate|uncheck|untick|unfinish|resurrect <target>",
     "update", "task", {"status": "todo"}),
    ("unmark <target> as? done|complete|completed?", "update", "task", {"status": "todo"}),
    ("i'm|im|i|we|we're|i've|we've am|are|have|just? just|now|currently|already? "
     "started|starting|working|begun|beginning to|with? working|work? on? <target>",
     "update", "task", {"status": "in_progress"}),
    ("start|begin|resume|continue work|working|with? on? <target>", "update", "task", {"status": "in_progress"}),
    ("pick|take up <target>", "update", "task", {"status": "in_progress"}),
    ("stop|pause working|work on <target>", "update", "task", {"status": "todo"}),
    # priority
    (f"{_EDIT}|raise|lower|increase|decrease|reduce|bump|downgrade|upgrade|drop|escalate the|its|up? "
     "priority|prio|importance|urgency of|for|on <target> down|up|back? to|as|: <priority>",
     "update", "task", {}),
    (f"{_EDIT}|raise|lower|increase|decrease|reduce|bump|downgrade|upgrade|drop|escalate|mark|flag|tag|prioritize"
     "|prioritise|deprioritize|treat|label|give|consider "
     "<target> priority|prio|importance|urgency? up|down|back? to|as|a|: a? <priority>",
     "update", "task", {}),
    ("make|mark|flag|tag <target> <priority>", "update", "task", {}),
    ("give <target> <priority>", "update", "task", {}),
    ("raise|increase|bump|escalate|upgrade up? the? priority|prio|importance|urgency of|for|on <target>",
     "update", "task", {"step": 1}),
    ("lower|decrease|reduce|drop|downgrade the? priority|prio|importance|urgency of|for|on <target>",
     "update", "task", {"step": -1}),
    ("prioritize|prioritise|escalate <target>", "update", "task", {"priority": "high"}),
    ("deprioritize|deprioritise|de-prioritize|downgrade <target>", "update", "task", {"priority": "low"}),
    ("<target> isn't|aren't that|so|very|really|particularly? urgent|important|critical anymore|now?",
     "update", "task", {"priority": "low"}),
    ("<target> is|are|has|should|needs now|really|very|a|be|to? be? <priority> now?", "update", "task", {}),
    ("update|change|edit|modify|set|make|adjust|switch|mark <target> :|-|,|to|so|with|as? that? <fields>",
     "update", "task", {"many": True}),
    ("add|set|give a|the? new? due|deadline date? to|for|on <target> :|of|to|on? <date>", "update", "", {}),
    ("add|give|set <priority> to <target>", "update", "task", {"known": True}),
    (f"<target> needs|has|must|should to? be {_DID}|done|finished|completed|ready by|on|until|before|for <date>",
     "update", "task", {"known": True}),
    # due dates and places
    (f"{_MOVE} back|forward|out|up|off? the|its? due|deadline date|day|time? of|for|on <target> "
     "back|out|forward? to|until|till|by|: <date>",
     "update", "", {}),
    (f"{_EDIT}|push|move|extend the|its? date|deadline of|for|on <target> to|until|till|: <date>", "update", "", {}),
    (f"{_MOVE} back|forward|out|up|off? <target> back|forward|out|up|off|over|ahead? due|deadline date? "
     "to|until|till|for|from|on <date>",
     "update", "", {}),
    (f"{_MOVE}|make back|forward|out|up? <target> due|deadline|date date|is? to|on|by|until|for|:? <date>",
     "update", "", {}),
    (f"{_MOVE} back|forward|out|up? <target> to|until|due? <date>", "update", "", {}),
    (f"{_MOVE} forward|up <target> by <length>", "update", "", {"shift": -1}),
    (f"{_MOVE} <target> forward|earlier|up|ahead by <length>", "update", "", {"shift": -1}),
    (f"{_MOVE}|do <target> <length> earlier|forward|sooner|ahead", "update", "", {"shift": -1}),
    (f"{_MOVE} back|out|off? the|its? due|deadline date? of|for|on <target> back|out? by|for <length>",
     "update", "", {"shift": 1}),
    (f"{_MOVE} back|out|off? <target> back|out|off|later|due|deadline? date? by|for? <length> later?",
     "update", "", {"shift": 1}),
    (f"{_MOVE} <target> <length> later|back|out|further", "update", "", {"shift": 1}),
    ("give me|us|myself <length> more|extra? for|on|to|with <target>", "update", "", {"shift": 1}),
    ("give <target> another|an|a? extra|more? <length> more?", "update", "", {"shift": 1}),
    ("give|add|set <target> a|the? new? due|deadline date? of|on|for|to|: <date>", "update", "", {}),
    ("set|add|put a|the? new? due|deadline date? of|on|for|to|: <date> for|on|to <target>", "update", "", {}),
    ("<target> is|are|should|must|needs|has|'s now|actually|to|be? be|moved|a? "
     "due|happening|scheduled|deadline|postponed|moved? date? on|by|for|at|to|until|of? <date>",
     "update", "", {}),
    ("the|its? due? deadline|date of|for|on <target> is|has|was now|been? changed|moved|set|pushed|extended|postponed? "
     "to|until|: <date>",
     "update", "", {}),
    ("<target> slips|slipped|moves|moved|shifts|shifted back|forward|out? to|until <date>", "update", "", {}),
    ("<target> has|have|was|been|is been? postponed|moved|pushed|rescheduled|delayed back? to|until|till|for? "
     "<date>",
     "update", "", {}),
    ("schedule|plan|do|book <target> for|on|by <date>", "update", "", {"known": True}),
    (f"{_GONE} the|any|its? due|deadline date|dates? of|from|for|on <target>", "update", "", {"due": None}),
    ("<target> has|needs no due|deadline date? anymore?", "update", "", {"due": None}),
    ("add <target> to|into|under <project>", "update", "", {"known": True}),
    ("move|put|transfer|shift|reassign|assign|file|link|attach|connect|relocate|switch <target> over? "
     "to|in|into|under|with <project>",
     "update", "", {}),
    ("change|set the? project of|for|on <target> to <project>", "update", "", {}),
    ("<target> belongs|belong|goes|go to|in|under|into <project>", "update", "", {}),
    ("remove|detach|unlink|take|pull|drop|kick|disconnect <target> out|away? from|of <project>",
     "update", "", {"project": None}),
    (f"{_GONE} the? project from|of <target>", "update", "", {"project": None}),
    # people
    ("assign|reassign|delegate <known> to|the|with <target>", "update", "task", {}),
    ("assign|reassign|give|delegate|hand <target> over? to <people> instead of <rest>", "update", "task", {}),
    (f"{_GIVE} over|on? <target> over|back? to|with|for <people> as|instead|too? well?", "update", "task", {}),
    ("assign|reassign|give <people> to|the|with <target>", "update", "task", {"people_first": True}),
    ("add|include|put <known> as an|the? additional|second|another? assignee|assignees|owner to|of|for|on "
     "<target>",
     "update", "task", {"join": True}),
    ("add|include|put <known> to|on <target>", "update", "task", {"join": True}),
    ("also assign <people> to <target>", "update", "task", {"join": True}),
    ("assign <target> also? to <people> as well|too?", "update", "task", {"join": True}),
    ("let|have|ask|get|make <people> to? handle|do|own|take|take|lead over|on|care? of? <target>",
     "update", "task", {}),
    ("<people> will|should|is|must|can now? take|do|handle|own|responsible|taking|handling|working|work "
     "over|care|for|on? of? <target>",
     "update", "task", {}),
    ("<people> is|are|am|will no longer|not be? working|assigned|responsible|work on|to|for|of? <target>",
     "update", "task", {"leave": True}),
    ("make <people> the? owner|assignee|lead of|for|on <target>", "update", "task", {}),
    ("make|put <people> responsible|accountable|in for|charge of? <target>", "update", "task", {}),
    ("unassign|un-assign|deassign <people> from <target>", "update", "task", {"leave": True}),
    (f"{_GONE}|take|unassign|un-assign <people> from|off|of <target>", "update", "task", {"leave": True}),
    ("<target> should|must|needs|has|is|will now? to? be? assigned|given|handed|delegated to <people>",
     "update", "task", {}),
    ("unassign|un-assign|deassign <target>", "update", "task", {"assignees": []}),
    (f"{_GONE} the|all|every? assignee|assignees|owner of|from|on <target>", "update", "task", {"assignees": []}),
    (f"{_EDIT} the? assignee|assignees|owner of|for|on <target> to|: <people>", "update", "task", {}),
    # names and texts
    (f"{_RENAME}|update|edit|set the|my? title|name of|for|on <target> to|into|as|: <text>",
     "update", "", {"rename": True}),
    ("rename|retitle|renaming|rebrand <target> to|as|into|:|= <text>", "update", "", {"rename": True}),
    ("call|name it|this <text>", "update", "", {"it": True, "rename": True}),
    ("rename|retitle|call <target> <text>", "update", "", {"rename": True, "quoted": True}),
    ("change|update|edit|set <target> title|name|to to|into|as|:|be <text>", "update", "", {"rename": True}),
    ("call|rename the? <project> to|as? <text> instead?", "update", "project", {"rename": True, "named": True}),
    ("change|update|edit|correct <target> to|into <text>",
     "update", "", {"rename": True, "quoted": True, "known": True}),
    ("call <target> <text> instead", "update", "", {"rename": True}),
    ("give <target> a|the new? title|name of|:? <text>", "update", "", {"rename": True}),
    ("<target> should|must|is|will now? be|now? called|named|renamed to? <text>", "update", "", {"rename": True}),
    (f"{_EDIT}|rewrite|add the|a|new? new? {_TEXT} of|for|on|to <target> to|:|as|with|saying|-|that <text>",
     "update", "task", {"describe": True}),
    (f"{_EDIT} <target> {_TEXT} to|:|as|with <text>", "update", "task", {"describe": True}),
    (f"add|give|set|write a|the|this|as? new? {_TEXT} :|saying|of? <text> to|for|on <target>",
     "update", "task", {"describe": True, "quoted": True}),
    (f"add <text> as|to the|a? {_TEXT} of|to|for|on? <target>", "update", "task", {"describe": True, "quoted": True}),
    (f"give|update <target> the|a|with? new|the|a? {_TEXT} :|of|saying|that? <text>",
     "update", "task", {"describe": True}),
    ("describe <target> as|: <text>", "update", "task", {"describe": True}),
    (f"{_GONE}|clear the? {_TEXT} of|from|on|for <target>", "update", "task", {"description": ""}),
    ("its priority|prio|importance to|is|as|: <priority>", "update", "task", {"it": True}),
    ("its status|state to|is|as|: <status>", "update", "task", {"it": True}),
    ("its due|deadline date? to|is|on|: <date>", "update", "", {"it": True}),
    ("its title|name to|is|: <text>", "update", "", {"it": True, "rename": True}),
    ("its description to|is|: <text>", "update", "task", {"it": True, "describe": True}),
    # several fields at once
    ("update|change|edit|modify|set|make|adjust|switch <target> :|-|,|to|so|with? <fields>", "update", "task", {}),
    ("<target> :|- <fields>", "update", "task", {}),
    # projects
    ("bring|take|move|get|pull <target> back|out from|of? out|of? the? archive",
     "update", "project", {"status": "active"}),
    ("archive|shelve|retire|mothball|close|deactivate <target>", "update", "project", {"status": "archived"}),
    ("put|mark|set|move|make|change <target> as|to|into|in|status? to|as? the? archived|archive|inactive",
     "update", "project", {"status": "archived"}),
    ("unarchive|un-archive|restore|reactivate|dearchive|activate|revive|reopen <target>",
     "update", "project", {"status": "active"}),
    ("mark|set|make|change <target> as|to|status? to|as? active|unarchived again?",
     "update", "project", {"status": "active"}),
    ("bring back <target> from the? archive", "update", "project", {"status": "active"}),
    ("bring <target> back", "update", "project", {"status": "active"}),
    ("bring back <target>", "update", "project", {"status": "active"}),
    (f"{_EDIT}|assign the? client of|for|on <target> to|as|: <text>", "update", "project", {"client": True}),
    ("set|change|link|assign|connect <target> client|to to|client|the client|:? <text>",
     "update", "project", {"client": True}),
    # deletion
    (f"{_GONE} <target> for good|ever", "delete", "", {"forever": True}),
    (f"{_GONE} off|out|away? <target> "
     "permanently|forever|completely|entirely|finally|altogether|really|irrevocably",
     "delete", "", {"forever": True}),
    ("permanently|irrevocably|completely|really delete|remove|erase <target>", "delete", "", {"forever": True}),
    (f"{_GONE} off|out|away? <target> from|off my|the list|lists|board|todos|to-do list?", "delete", "", {}),
    (f"{_GONE} off|out|away? <target>", "delete", "", {}),
    ("get rid of <target>", "delete", "", {}),
    ("throw away|out <target>", "delete", "", {}),
    ("throw <target> away|out", "delete", "", {}),
    ("i|we don't need|want <target> anymore", "delete", "", {}),
    ("i|we don't need|want <target> any longer", "delete", "", {}),
    ("i|we no longer need|want <target>", "delete", "", {}),
)  # fmt: skip


def _indexed() -> dict[str, list[tuple[tuple[Piece, ...], str, str, dict[str, Any]]]]:
    """Patterns by the words they may start with; those that start with a slot under the empty word."""
    index: dict[str, list[tuple[tuple[Piece, ...], str, str, dict[str, Any]]]] = {}
    for text, act, kind, fixed in COMMANDS:
        pieces = compile_pattern(text)
        for first in pieces[0].words or {""}:
            index.setdefault(first, []).append((pieces, act, kind, fixed))
    return index


COMMAND_INDEX = _indexed()
COMMAND_VERBS = frozenset(COMMAND_INDEX) - {
    "",
    "i",
    "we",
    "i'm",
    "im",
    "done",
    "finished",
    "what",
    "which",
    "are",
    "is",
    "do",
    "does",
    "how",
    "comments",
    "all",
    "the",
    "any",
    "every",
    "last",
    "latest",
    "newest",
    "recent",
    "anna",
    "he",
    "she",
    "start",
    "begin",
}
