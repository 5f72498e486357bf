"""What the deep agent can do: write down what is ahead, and have another agent do a part of it."""

from typing import Annotated

from pydantic import Field

from agents.requests import MAX_MESSAGE, Text
from agents.tools import Title, Tool


class WritePlan(Tool):
    tool = "write_plan"
    purpose = "Note the steps of the work ahead: before the first call of an agent, and again where they change."
    table = ""
    access = "read"

    steps: Annotated[list[Title], Field(min_length=1, max_length=12, description="One short sentence each, in order")]


class CallAgent(Tool):
    tool = "call_agent"
    purpose = "Let one agent carry out one step; gives back what it did, found and said."
    table = ""
    access = "read"

    agent: Annotated[str, Field(description="A name from the block agents")]
    request: Annotated[Text, Field(description=f"Complete in itself, at most {MAX_MESSAGE} characters")]
