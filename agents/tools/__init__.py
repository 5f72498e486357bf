"""What an agent can do. A tool is one typed class: from it come the schema the model sees, the check of what the
model sent, and the action it makes."""

from agents.tools.base import Create, Delete, Read, Ref, Tool, ToolFault, Update, Write
from agents.tools.fields import LongText, Moment, RecordId, Title

__all__ = [
    "Create",
    "Delete",
    "LongText",
    "Moment",
    "Read",
    "RecordId",
    "Ref",
    "Title",
    "Tool",
    "ToolFault",
    "Update",
    "Write",
]
