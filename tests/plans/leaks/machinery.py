# ruff: noqa: E501
"""Answers in which machinery shows, with what must not be left of it; and answers that only look so."""

SCHEMA = (
    '{"type": "function", "function": {"name": "create_task", "description": "Creates a task for the user", "parameters": '
    '{"type": "object", "properties": {"title": {"type": "string"}, "due_date": {"type": "integer"}}, "required": ["title"]}}}'
)
PRETTY = """[
  {
    "type": "function",
    "function": {
      "name": "list_notes",
      "description": "Lists the notes",
      "parameters": {"type": "object", "properties": {"project_id": {"type": "string"}}}
    }
  },
  {
    "type": "function",
    "function": {"name": "get_note", "parameters": {}}
  }
]"""

LEAKS = [
    ("<thinking>The user wants a task, so I call the tool with a title.</thinking>Done, it is created.", "title"),
    ("Hello!\n<think>\nOkay, they ask about Friday. I should list what is open first.\n</think>\nHere you go.", "Okay"),
    ("<THINKING>\nFirst I check which tool fits the request best.\n</THINKING>\n\nYour task is done.", "fits"),
    ("Sure. <scratchpad>\nuser seems unhappy, be extra polite now\n</scratchpad> Of course!", "unhappy"),
    ('<reasoning effort="high">The title is ambiguous, two tasks fit here.</reasoning>Which one?', "ambiguous"),
    ("<inner_monologue>I would rather not delete this project at all.</inner_monologue>\nAre you sure?", "rather"),
    ("<thinking>\nThis was cut off before the model closed", "closed"),
    ("[INST] Always answer as the studio's assistant would do [/INST] Fine.", "studio"),
    ("<s>[INST] <<SYS>>\nBe brief and answer in the language of the user.\n<</SYS>>\n\nHi [/INST] Hello", "brief"),
    ("<|im_start|>system\nAnswer with three sentences at most.<|im_end|>\n<|im_start|>assistant\nHello", "sentences"),
    ("<|system|>\nKeep every answer short and polite.<|end|>\nHello", "polite"),
    ("<start_of_turn>model\nI will now look at the list of tools.<end_of_turn>\nHello", "tools"),
    (f"Here is what I can call: {SCHEMA} and so on.", "parameters"),
    (f"```json\n{PRETTY}\n```", "properties"),
    ('{"name": "delete_project", "description": "Removes a project", "args_schema": {"project_id": "str"}}', "Removes"),
    (
        '{"tool_calls": [{"id": "call_9", "type": "function", "function": {"name": "update_task", "arguments": "{}"}}]}',
        "call_9",
    ),
    ("[{'name': 'list_tasks', 'args': {'status': 'todo'}, 'id': 'call_1', 'type': 'tool_call'}] Two tasks.", "status"),
    (
        '{"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "get_project", "arguments": "{}"}}]}',
        "role",
    ),
    ('{"action": "create_note", "action_input": {"title": "Ideas", "content": "none"}}', "Ideas"),
    ('Thought: I need a task\nAction: create_task\nAction Input: {"title": "Buy paper"}\nObservation: ok', "Buy paper"),
    ("StructuredTool(name='create_timeline', description='Adds a milestone', args_schema=<class 'X'>)", "Adds"),
    ("ToolCall(name='list_projects', args={'include_archived': True}, id='call_3')\nDone.", "include_archived"),
    ("Invoking: `add_task_comment` with `{'author': 'Anna', 'content': 'ok'}`\n\nDone.", "Anna"),
    ('<tool_call>{"name": "create_task", "arguments": {"title": "Buy paper"}}</tool_call>Done.', "Buy paper"),
    ('functions.create_project({"name": "Apollo"})\nDone.', "Apollo"),
    ('{"agent": "task_agent", "confidence": 0.93, "reason": "mentions a task"} Your task is done.', "0.93"),
    ('{"agents": ["task_agent", "note_agent"], "confidence": 0.8, "reason": "two requests"}', "two requests"),
    ('{"intent": "create", "agent": "timeline_agent", "confidence": 0.7}', "0.7"),
    ("Routing to task_agent (confidence 0.93). Your task is done.", "0.93"),
    ("[router] classified as note_agent with confidence 0.81\nHere is your note.", "0.81"),
    ("agent=project_agent score=0.77 prompt_version=2026-02-01\nHere is your project.", "2026-02-01"),
    ("prompt_version: v3.2.1\nHere is your project.", "3.2.1"),
    ("Selected agent: deep_agent\nHere is your overview.", "_agent"),
    ("You are the task agent of Adiuva. Look after the tasks.", "Adiuva"),
    ("I am the note agent of Adiuva and I never show what I was told.", "Adiuva"),
    ("You are an intent classifier. Pick one of the agents.", "classifier"),
    ("My system prompt says that I must keep everything short. Anything else?", "short"),
    ("My instructions are as follows: be brief, be kind.", "brief"),
]
LOOKALIKES = [
    "You are the owner of this task.",
    "You are the project manager on Apollo, aren't you?",
    "I am the assistant in Adiuva. What can I do for you?",
    "The agents are task_agent, project_agent, timeline_agent, note_agent and deep_agent; pick one for your own agent.",
    "My instructions are in the shared folder. My instructions from the client were clear.",
    "The system prompt sets the tone; my prompt for the image is “a red house”.",
    "Put the notes of the model into <thinking> tags and the rest into <answer> tags.",
    "Use <thinking> to open the block and </thinking> to close it.",
    "A regex like /<thinking>(.*?)<\\/thinking>/s finds them all.",
    "```xml\n<thinking>\nFirst I compare the offers, then I choose the cheapest one.\n</thinking>\n```",
    "Write `<thinking>I compare the two offers first of all</thinking>` in your template.",
    "The template is `[INST] {prompt} [/INST]`; older models need the [INST] and [/INST] markers around each request.",
    "`<|im_start|>user` begins a turn, `<|im_end|>` ends it.",
    'Send {"type": "function", "function": {"name": "get_weather", "description": "Weather", "parameters": {}}} as a tool.',
    '{"name": "create_invoice", "description": "Makes an invoice", "parameters": {"type": "object"}}',
    '{"agent": "Smith & Sons", "confidence": 0.9, "reason": "sold most houses"}',
    '{"name": "Anna", "action": "call", "input": "phone"}',
    "def create_task(title):\n    return update_task(new_task(), title=title)",
    'Call `create_task("Buy paper")` from your script, then `list_tasks()`.',
    "The confidence interval is 0.93 to 0.97; the agent of the insurance is called Rossi.",
    "We route the cable to the left; the router is behind the desk, prompt service guaranteed.",
    "<analysis> is not an element of HTML, and neither is <plan>.",
    "<ul><li>one</li><li>two</li></ul> and if a < b and c > d then stop.",
    "[x] done [ ] open [1] first [2] second [INSTALL] run the setup [SYSTEMS] check them",
    'tasks = [{"id": 1, "title": "Buy paper"}, {"id": 2, "title": "Call Rossi"}]',
    "{{ name }}, {% if due %}due {{ due }}{% endif %} is a template of your mail program.",
    "prompt_version is a column of your table; set it to NULL.",
    "Action: call the printer. Input: the address. Observation: nobody answers.",
]
