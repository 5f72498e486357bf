"""Another user's records, with names that are easily taken for something else.

Now is Friday 12 March 2027, 16:45 in New York; the clocks go forward on Sunday.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")


def at(text):
    if len(text) == 10:
        text += "T23:59:59.999"
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def _task(key, title, status="todo", priority="medium", due=None, project=None, assignees=()):
    task = {"id": key, "title": title, "status": status, "priority": priority, "assignees": list(assignees)}
    return task | ({"due_date": at(due)} if due else {}) | ({"project_id": project} if project else {})


CONTEXT = {
    "user_profile": {"email": "lena@example.com"},
    "timezone": "America/New_York",
    "now": at("2027-03-12 16:45"),
    "projects": [
        {"id": "p-app", "name": "Mobile App", "status": "active"},
        {"id": "p-q4", "name": "Q4 Launch", "status": "active"},
        {"id": "p-home", "name": "Home", "status": "active"},
        {"id": "p-onb", "name": "Client Onboarding", "status": "active"},
        {"id": "p-ops", "name": "ops", "status": "archived"},
    ],
    "recent_tasks": [
        _task("t-bud", "Prepare budget", due="2027-03-15", project="p-q4"),
        _task("t-pres", "Prepare budget presentation", due="2027-03-19", project="p-q4", assignees=["Sarah Lee"]),
        _task("t-inv", "Email investors", priority="high", due="2027-03-12", project="p-q4"),
        _task("t-sarah", "email Sarah about contract", due="2027-03-11"),
        _task("t-docs", "Update docs", status="in_progress", project="p-app", assignees=["Tom"]),
        _task("t-pr", "Review PR #42", priority="high", due="2027-03-13", project="p-app", assignees=["Tom"]),
        _task("t-off", "Plan team offsite", due="2027-04-01"),
        _task("t-crash", "Fix crash on startup (iOS)", priority="high", due="2027-03-10", project="p-app"),
        _task("t-mom", "Call mom", due="2027-03-14", project="p-home"),
        _task("t-bill", "Pay electricity bill", status="done", due="2027-03-05", project="p-home"),
        _task("t-ci", "Set up CI", project="p-app"),
        _task("t-old", "Delete old backups", priority="low", project="p-ops"),
        _task("t-move", "Move to new office", due="2027-06-30"),
    ],
    "task_comments": [],
    "timelines": [
        {"id": "m-alpha", "project_id": "p-app", "title": "Alpha", "date": at("2027-03-31"), "is_approved": True},
        {"id": "m-v1", "project_id": "p-app", "title": "v1.0 release", "date": at("2027-05-14"), "is_approved": True},
        {"id": "m-party", "project_id": "p-q4", "title": "Launch party", "date": at("2027-12-10"), "is_approved": True},
    ],
    "notes": [
        {"id": "n-off", "title": "Team offsite ideas", "content": "- Kayaking\n- Cooking class"},
        {"id": "n-tom", "title": "1:1 with Tom", "content": "Wants more frontend work", "project_id": "p-app"},
        {"id": "n-des", "title": "Design principles", "content": "# Design principles\n\nLess is more."},
    ],
}
