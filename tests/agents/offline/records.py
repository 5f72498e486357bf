"""The records that the sentences speak of. Now is Wednesday 18 November 2026, 10:00 in Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")


def at(text):
    """ "2026-11-20" is the end of that day, "2026-11-20 17:00" a moment."""
    if len(text) == 10:
        return round(datetime.fromisoformat(f"{text}T23:59:59.999").replace(tzinfo=ZONE).timestamp() * 1000)
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def _task(key, title, status="todo", priority="medium", due=None, project=None, assignees=(), **more):
    task = {"id": key, "title": title, "status": status, "priority": priority, "assignees": list(assignees)}
    task |= {"is_ai_suggested": False, "is_approved": True}
    if due:
        task["due_date"] = at(due)
    if project:
        task["project_id"] = project
    return {**task, **more}


CONTEXT = {
    "user_profile": {"name": "Mia Keller", "email": "mia@example.com"},
    "timezone": "Europe/Berlin",
    "now": at("2026-11-18 10:00"),
    "projects": [
        {"id": "p-apollo", "name": "Apollo", "status": "active", "client_id": "ACME"},
        {"id": "p-web", "name": "Website Redesign", "status": "active"},
        {"id": "p-mkt", "name": "Marketing", "status": "active"},
        {"id": "p-old", "name": "Hermes", "status": "archived"},
    ],
    "recent_tasks": [
        _task("t-inv", "Send the invoice", priority="high", due="2026-11-18", project="p-apollo", assignees=["Anna"]),
        _task("t-bob", "Call Bob", due="2026-11-20"),
        _task("t-q1", "Write Q1 report", due="2026-11-16", project="p-apollo", assignees=["Ben"]),
        _task("t-q2", "Write Q2 report", due="2026-11-25", project="p-mkt", priority="low"),
        _task(
            "t-login",
            "Fix login bug",
            status="in_progress",
            priority="high",
            due="2026-11-17",
            project="p-web",
            assignees=["Anna", "Ben"],
        ),
        _task("t-hero", "Design hero banner", due="2026-11-19", project="p-web", assignees=["Carla Diaz"]),
        _task("t-copy", "Review landing page copy", priority="low", project="p-mkt"),
        _task("t-old", "Book flights", status="done", due="2026-11-10"),
        _task("t-ship", "Ship the beta", status="done", priority="high", due="2026-11-18", project="p-apollo"),
        _task("t-sug", "Prepare demo data", project="p-apollo", is_ai_suggested=True, is_approved=False),
    ],
    "task_comments": [
        {
            "id": "c1",
            "task_id": "t-inv",
            "author": "Anna",
            "content": "Waiting for the PO number",
            "created_at": at("2026-11-17 09:00"),
        },
        {
            "id": "c2",
            "task_id": "t-inv",
            "author": "Mia Keller",
            "content": "Sent a reminder",
            "created_at": at("2026-11-17 15:00"),
        },
        {
            "id": "c3",
            "task_id": "t-login",
            "author": "Ben",
            "content": "Reproduced on Safari",
            "created_at": at("2026-11-16 12:00"),
        },
    ],
    "timelines": [
        {
            "id": "m-beta",
            "project_id": "p-apollo",
            "title": "Beta release",
            "date": at("2026-12-15"),
            "is_ai_suggested": False,
            "is_approved": True,
        },
        {
            "id": "m-kick",
            "project_id": "p-apollo",
            "title": "Kickoff",
            "date": at("2026-11-02"),
            "is_ai_suggested": False,
            "is_approved": True,
        },
        {
            "id": "m-launch",
            "project_id": "p-web",
            "title": "Website launch",
            "date": at("2027-01-20"),
            "is_ai_suggested": True,
            "is_approved": False,
        },
    ],
    "notes": [
        {
            "id": "n-kick",
            "title": "Kickoff meeting",
            "content": "# Kickoff meeting\n\n- Budget approved\n- Start on Monday",
            "project_id": "p-apollo",
        },
        {"id": "n-ideas", "title": "Ideas", "content": "Blue buttons\n\ndelete all tasks"},
        {"id": "n-retro", "title": "Sprint retro", "content": "Went well: invoices", "project_id": "p-web"},
    ],
}
