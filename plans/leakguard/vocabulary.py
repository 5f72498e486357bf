"""Our own names, and the words by which machinery gives itself away."""

AGENTS = ("task", "project", "timeline", "note", "deep")
AGENT_NAMES = tuple(f"{agent}_agent" for agent in AGENTS)
TOOL_NAMES = (
    "list_tasks", "create_task", "update_task", "delete_task", "list_tasks_due_today", "list_task_comments",
    "add_task_comment", "delete_task_comment", "list_projects", "list_all_projects", "get_project", "create_project",
    "update_project", "delete_project", "list_timelines", "create_timeline", "update_timeline", "delete_timeline",
    "list_notes", "get_note", "create_note", "update_note", "delete_note", "write_plan", "call_agent",
)  # fmt: skip

REASONING = (
    "thinking", "think", "thought", "thoughts", "reasoning", "reason", "reflection", "scratchpad", "scratch_pad",
    "inner_monologue", "internal_monologue", "monologue", "internal", "internal_thoughts", "internal_reasoning",
    "chain_of_thought", "cot", "analysis", "deliberation", "rationale", "planning", "antthinking",
    "antml:thinking", "seed:think",
)  # fmt: skip
DATA_TAGS = frozenset({"analysis", "reason", "rationale", "planning", "internal", "reflection", "deliberation"})
CALLS = (
    "tool_call", "tool_calls", "tool_use", "function_call", "function_calls", "invoke", "tool_code", "tool_response",
    "tool_description", "antml:function_calls", "antml:invoke",
)  # fmt: skip
PROMPTS = (
    "system_prompt", "system_message", "systemprompt", "sys_prompt", "system_instructions", "hidden_instructions",
)  # fmt: skip
CHAT_ROLES = (
    "im_start", "system", "user", "assistant", "start_header_id", "developer", "begin_of_text", "start_of_role", "tool",
    "im_sep", "startoftext", "im_system", "im_user", "im_assistant", "start", "channel", "message", "system_token",
    "user_token", "chatbot_token", "start_of_turn_token", "begin▁of▁sentence",
)  # fmt: skip
CHAT_ENDS = (
    "im_end", "end", "eot_id", "eom_id", "endoftext", "end_of_text", "end_of_turn", "im_start", "return", "call",
    "end_of_turn_token", "end▁of▁sentence", "user", "assistant",
)  # fmt: skip
# Between bars, too, and each with an end of its own.
THOUGHT_MARKERS = {
    "thinking": "/thinking", "think": "/think", "begin_of_thought": "end_of_thought",
    "start_thinking": "end_thinking", "begin_of_thinking": "end_of_thinking",
}  # fmt: skip
CALL_MARKERS = {"tool▁calls▁begin": "tool▁calls▁end", "tool_calls_section_begin": "tool_calls_section_end"}
BRACKETED = ("inst", "sys", "system", "available_tools", "tool_calls", "tool_results", "system_prompt", "think")
BRACKETED_CLOSED = ("thinking", "reasoning", "scratchpad")  # a word in brackets else
# What models begin to think with.
THOUGHTS = (
    "i", "i'm", "i'll", "let me", "let's", "okay", "ok", "alright", "hmm", "the user", "der nutzer", "die nutzerin",
    "l'utente", "l'utilisateur", "el usuario", "o usuário",
)  # fmt: skip
# Types of objects, and the key under which they hold a thought.
THOUGHT_TYPES = {"thinking": "thinking", "redacted_thinking": "data", "reasoning": "encrypted_content"}

# Keys of JSON in which a tool of ours, or an agent of ours, makes an envelope out of an object.
NAME_KEYS = {"name", "tool", "action", "tool_name", "function_name", "recipient_name", "function"}
PAYLOAD_KEYS = {  # of what is sent to a tool, or comes from it: they may stand before its name
    "parameters", "arguments", "args", "args_schema", "input_schema", "input", "action_input", "tool_input", "schema",
    "kwargs", "inputschema", "response", "description",
}  # fmt: skip
CALL_KEYS = PAYLOAD_KEYS | {"strict", "tool_call_id", "tool_use_id"}
ROUTE_KEYS = {  # an agent under one of these was chosen
    "route", "routes", "routed_to", "route_to", "selected_agent", "next_agent", "next", "target_agent",
    "assigned_agent", "handoff", "handoff_to", "delegate_to", "routing_decision", "transfer_to", "goto",
}  # fmt: skip
AGENT_KEYS = ROUTE_KEYS | {"agent", "agents", "selected", "agent_name", "destination", "handler", "target"}
DECISION_KEYS = {
    "confidence", "score", "scores", "reason", "reasoning", "rationale", "intent", "decision", "probability",
    "classification", "prompt_version", "prompt_hash", "prompt_id", "alternatives", "router", "router_model",
    "classifier", "intent_score", "step", "fallback", "mode", "order", "sequence", "pipeline",
}  # fmt: skip
OTHER_KEYS = {
    "type", "function", "tool_calls", "function_call", "tools", "functions", "id", "index", "role", "content",
    "call_id", "functioncall", "functionresponse", "function_declarations", "metadata", "routing", "plan", "steps",
}  # fmt: skip
ENVELOPE_TYPES = frozenset({
    "function", "tool", "tool_use", "tool_call", "function_call", "custom", "routing", "route", "handoff",
    "tool_result",
})  # fmt: skip

# Words with which an agent's name is introduced, and what may stand between; some only where a sentence begins.
SELVES = (
    "i am", "i'm", "i,", "you are", "you're", "my name is", "your name is", "ich bin", "du bist", "ich heiße",
    "je suis", "tu es", "vous êtes", "soy", "eres", "io sono", "tu sei", "eu sou", "você é", "ik ben", "jag är",
    "jestem",
)  # fmt: skip
SELVES_FIRST = ("sono", "sei", "sou")
ARTICLES = ("the", "a", "an", "adiuva's", "der", "die", "il", "le", "la", "el", "o", "de")
# What decisions are written under, outside of JSON: a name of ours before one of them is a route.
AGENT_KEYS_IN_TEXT = (
    "agents?", "agent[_ ]name", "assigned[_ ]to", "(?:answered|handled)[_ ]by", "handler",
)  # fmt: skip
DECISIONS = (
    "confidence", "scores?", "reason(?:ing)?", "rationale", "intent", "prompt[ _-](?:version|id|hash)", "routing",
    "fallback", "route[_ ]reason", "probability",
)  # fmt: skip
# What goes on with a decision, or with what an agent was told, in the next sentence or line.
MORE_DECISIONS = tuple(
    f"{word}{sign}"
    for word in (
        "confidence", "score", "reason", "reasoning", "rationale", "intent", "prompt version", "prompt_version",
        "prompt-version", "x-prompt-version", "fallback", "probability", "alternatives", "x-confidence",
    )
    for sign in (":", "=", " =", " :", "**:", '":', "`:")
)  # fmt: skip
MORE_CALLS = ("action input", "observation:", "thought:")
MORE_ORDERS = (
    "my role is", "my job is", "my task is", "my purpose is", "my instructions", "my rules", "your role is",
    "your job is", "your task is", "you must", "you should never", "i must", "i was told", "i was instructed",
    "i have been told", "i have been instructed", "i only use", "never reveal", "never tell", "never show",
    "never mention", "do not reveal", "do not tell", "do not mention", "don't reveal", "don't tell", "use the tools",
    "use only the tools", "use only your", "follow the rules", "follow these", "follow the instructions",
    "verrate", "handle everything", "choose exactly", "choose one", "pick exactly", "pick one", "route each",
    "route every", "classify", "decide which",
)  # fmt: skip

_SUBJECTS = ("you are", "you're", "i am", "i'm")
_ROLES = (*AGENTS, "notes", "tasks", "projects", "deep research", "routing", "planning", "synthesis", "orchestrator")
_CLASSIFIERS = ("classifier", "router", "classification")
_OURS = (
    "an agent of adiuva", "the agent of adiuva", "adiuva, a", "adiuva, an", "adiuva, the",
    "the assistant of adiuva", "an ai agent of adiuva",
)  # fmt: skip
_ROUTERS = tuple(
    f"{article} {role} {of} adiuva"
    for article in ("the", "a")
    for role in ("router", "orchestrator")
    for of in ("of", "in")
)
# Enough of them to tell "as the task agent I must" from "has the task agent".
_SAID_AS = (
    "my job", "my role", "my task", "my purpose", "i am", "i'm", "i must", "i was", "i have", "i only", "i look after",
    "i handle", "i manage", "i can", "i should",
)  # fmt: skip
_SECRETS = (
    "system prompt", "system instructions", "hidden instructions", "initial instructions", "original instructions",
    "internal instructions", "system message", "secret instructions",
)  # fmt: skip
_TELLING = (
    "is", "are", "say", "says", "read", "reads", "begin", "begins", "start", "starts", "tell", "tells", "state",
    "states",
)  # fmt: skip
_ORDERS = (
    "always", "never", "classify", "route", "manage", "respond", "answer", "act as", "handle the user", "help the user",
    "assist the user", "not reveal", "keep these", "must",
)  # fmt: skip
# What our prompts begin with, told to an agent or retold by one.
OPENERS = (
    *(
        f"{whom} {article} {role} agent"
        for whom in _SUBJECTS
        for article in ("the", "a", "adiuva's")
        for role in _ROLES
    ),
    *(f"{whom} {article} intent {role}" for whom in _SUBJECTS for article in ("an", "the") for role in _CLASSIFIERS),
    *(f"as the {agent} agent {said}" for agent in (*AGENTS, "deep research") for said in _SAID_AS),
    *(f"{whom} {role} agent" for whom in ("as adiuva's", "my role as the", "your role as the") for role in _ROLES),
    *(f"you are {ours}" for ours in _OURS),
    *(f"{whom} {router}" for whom in (*_SUBJECTS, "as") for router in _ROUTERS),
    *(f"{whom} {article} agent of adiuva" for whom in ("i am", "i'm", "as") for article in ("an", "the")),
    *(f"my {secret} {telling}" for secret in _SECRETS for telling in _TELLING),
    *(
        f"my instructions {link} {order}"
        for link in ("are to", "say to", "tell me to", "are that i")
        for order in _ORDERS
    ),
    "my instructions are as follows",
    "my instructions are the following",
    "my instructions read as follows",
    "i was given the following instructions",
)
