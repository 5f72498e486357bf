"""What machinery is made of, in odds and ends, and texts in which it is never completed."""

SIGNS = [*"<>[]{}()\"'`:,.=\\_/|%&+;-@", "```", "</", '\\"', "\\n", "[{", "{\n"]
GAPS = ["", " ", "  ", "\n", "\n\n", "\t", " " * 30, " " * 130]
MARKERS = [
    "<think>", "</think>", "<thinking", "<ſystem_prompt>", "<system_prompt>", "</system_prompt>", "<reasoning effort=",
    "[INST]", "[/INST]", "<<SYS>>", "<|im_start|>", "<|im_start|>system", "<|im_end|>", "<start_of_turn>",
    "<|thinking|>", "<|/thinking|>",
    "<｜User｜>", "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", "<|begin_of_thought|>", "[thinking]", "[/thinking]",
    "<thinking", "</thinking>", "<system-instructions>", "So, ", "Okay, ", "I should call it then. ",
]  # fmt: skip
NAMES = [
    "create_task", "list_tasks", "list_tasks_due_today", "task_agent", "note_agent", "prompt_version", "prompt_hash",
    "template_rev", "task_", "_agent", "TASK_AGENT", "call_agent", "transfer_to_task_agent", "prompt_template",
    "tpl_deep_agent_default",
]  # fmt: skip
KEYS = [
    "name", "tool", "agent", "agents", "index", "id", "call_1", "function", "args", "arguments", "confidence", "reason",
    "routed to", "Action: ", "Action Input", "tool=", "functions.", "StructuredTool(", "Using ", "0.93", "12 %",
    "score", "agent: ", "**Agent:** ", "goto='", "tool call: ", "ToolMessage(content='", " name='", "type ",
    ": str) -> str - A", ", args: {", "name: ", "\n  description: ", "Observation: ", "\nConfidence: ", ". Reason: ",
    ". My role is", "X-Prompt-Version: ", '"next": ',
    '"fallback": "', '"step": 1, ', '"name": "', "namespace functions {",
]  # fmt: skip
OBJECTS = [
    '{"name": "create_task", ', '{"agent": "task_agent", ', '{\\"name\\": \\"', '"confidence": ', '"id": "call_',
    '{"arguments": {', '{"description": "', '"input": {"title": "x"}, ', '{"plan": [',
    '{"type": "thinking", ', '"thinking": "', '"reasoning_content": "one two three', '"data": ',
    '{\\"args\\": {', "{'parameters': [",
]  # fmt: skip
WORDS = ["a", "I", "to", "and", "for", "the", "tags", "use", "with", "meeting", "3", "é", "дом", "x" * 70, "seven " * 7]
ESCAPES = ["%73", "%4", "%c3", "\\u0073", "\\u00", "\\x5c", "\\\\", "&#115;", "&am", "&amp;", "+a"]
ENCODED = ["596f75", "36353739", "0x41", "WW91IGFyZSB0aGUgdGFzayBhZ2VudA", "y0u 4r3"]
OPENERS = [
    "you are the task agent",
    "I am the note agent of",
    "my system prompt say",
    "you are adiuva, ",
    "task agent ",
    "I am ",
    "As the ",
    ", my job",
    "Sono ",
    "YOU ARE ",
]

PIECES = SIGNS + GAPS + MARKERS + NAMES + KEYS + OBJECTS + WORDS + ESCAPES + ENCODED + OPENERS

BROKEN_OFF = [
    "cbc17184-731a-4b73-9f9a-a243908d422c, 461196cf-4f25-45cf-a505-cbfb97f2bb1a",
    '[agent: Smith] and [agent:task_agents] and [task_agent]"\\\\my system prompt sayrouted toHello!\n<think>\nOkay',
    '{"note_agent confidence"',
    '{"x <thinking>I compare the two offers first of all</thinking>"} and so on',
    '{"index": "first", "agent": "task_agent", "confidence": 0.9}',
    '{"name": "agent": "task_agent", "confidence": 0.9}',
    '{"name": ["create_task"], "args": 1}',
    '{\\"name\\": \\"create_task\\", \\"args\\": 1}',
    '{"reason": "' + "word " * 50 + '", "agent": "task_agent", "confidence": 0.9}',
    "{" + " " * 599 + "[INST] one two three four five six",
    '"name": "create_task",\n"args": 1',
    '{"arguments": {"title": "a } b"}, "name": "create_ta',
    '{"arguments": {"title": "' + "word " * 60 + '"}, "name": "create_task"}',
    '{"arguments": {' + '"a": [{}], ' * 70 + '}, "name": "create_task"}',
    '{"input": "it\'s {", "name": "create_task"}',
    '{\\"args\\": {\\"a\\": 1}, \\"name\\": \\"create_task',
    "namespace functions {\n// nothing\n}\ntype create_task = ",
    "namespace functions {" + "\n// word" * 80 + "type create_task = ",
    "So, <think>I should",
    "So, <think>one two three four five six seven eight nine ten</think",
    "So, <think>Okay" + " seven" * 60,
    "use <think>Okay" + " seven" * 20 + "</think> done",
    "use <think>Okay" + " seven" * 60 + "</think> done",
    "[thinking] " + "word " * 130 + "[/thinking] done",
    "[thinking] " + "word " * 30 + "[/thinking",
    "<｜tool▁calls▁begin｜>one two three four five<｜tool▁calls▁en",
    '{"reasoning_content": "one two thre',
    '{"reasoning_content": "' + "1 " * 70 + "one two three four",
    '{"type": "thinking", "thin',
    "Decision: task_agent. Re",
    "Decision: task_agent.\n",
    "I am task_agent. My ro",
    "I am the task_agent.\n\n  ",
    "As task_agent, m",
    "Agent: task_agent\nConf",
    "Agent: task_agent,\n" + "- " * 40,
    "create_task(title: str) -> st",
    "create_task: " + "word " * 60 + ", args: {}",
    "Action: create_task\nObserv",
    "prompt_template: " + "x" * 50 + "task_agent",
    '"name": "create_task", "inputs": 1',
    "<thinking>one two three four " + "1 " * 100 + "</thinking> done",
    "<system_prompt>one two three</system_prompt>",
    "<thinking>one two three four a1" + " 2" * 120,
    "<thinking>one two three four five</think" + " " * 60 + ">ing</thinking" + " " * 60 + "> done",
    "use" + " " * 200 + "<thinking>one two three four five six",
    "<ſystem_prompt>one two three four five six",
    "you are adiuva, +a{ or else. And more",
    "b37836353mysystempromptsay",
    "ofturnidinstructions%66%63%65dproGbiBpbmlaWF0aXZlLCBhbmQgbGVhdmUgaXNfYX&amp;intentWhen two thirdsofthebudgetareg",
    "\\x5c\\\\nlyifitsnameoccursintheconvers",
]
