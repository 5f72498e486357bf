"""A studio's records. Now is Monday 1 June 2026, 09:30 in Kolkata."""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Kolkata")


def at(text):
    if len(text) == 10:
        text += "T23:59:59.999"
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def _task(key, title, status="todo", priority="medium", due=None, project=None, assignees=()):
    task = {"id": key, "title": title, "status": status, "priority": priority, "assignees": list(assignees)}
    task |= {"is_ai_suggested": False, "is_approved": True}
    return task | ({"due_date": at(due)} if due else {}) | ({"project_id": project} if project else {})


def _comment(key, task, author, content, when):
    return {"id": key, "task_id": task, "author": author, "content": content, "created_at": at(when)}


def _milestone(key, project, title, date):
    return {"id": key, "project_id": project, "title": title, "date": at(date), "is_ai_suggested": False,
            "is_approved": True}  # fmt: skip


PROFILE = {"user_profile": {"name": "Priya Nair"}, "timezone": "Asia/Kolkata", "now": at("2026-06-01 09:30")}
RECORDS = {
    "projects": [
        {"id": "p-orion", "name": "Orion", "status": "active", "client_id": "Globex"},
        {"id": "p-portal", "name": "Client Portal", "status": "active"},
        {"id": "p-hire", "name": "Hiring", "status": "active"},
        {"id": "p-crm", "name": "Legacy CRM", "status": "archived"},
    ],
    "tasks": [
        _task("t-api", "Migrate the API", "in_progress", "high", "2026-06-05", "p-orion", ["Tom"]),
        _task("t-docs", "Write API docs", due="2026-06-12", project="p-orion", assignees=["Lena"]),
        _task("t-pay", "Fix payment timeout", priority="high", due="2026-05-29", project="p-portal",
              assignees=["Tom", "Lena"]),
        _task("t-mail", "Onboarding emails", project="p-portal", assignees=["Priya Nair"]),
        _task("t-cv", "Review CVs", priority="low", due="2026-06-03", project="p-hire", assignees=["Priya Nair"]),
        _task("t-sam", "Interview Sam", due="2026-06-01 17:00", project="p-hire"),
        _task("t-logo", "Redesign logo", "done", due="2026-05-22", project="p-portal", assignees=["Maya"]),
        _task("t-rent", "Pay office rent", priority="high", due="2026-06-01"),
        _task("t-news", "Send newsletter", "done", "low", "2026-05-28"),
        _task("t-audit", "Security audit", priority="high", due="2026-06-30", project="p-orion", assignees=["Maya"]),
    ],
    "task_comments": [
        _comment("c-1", "t-api", "Tom", "Blocked by the auth service", "2026-05-28 11:00"),
        _comment("c-2", "t-pay", "Lena", "Happens only on Android", "2026-05-29 09:00"),
        _comment("c-3", "t-pay", "Tom", "Fix is in review", "2026-05-30 16:00"),
        _comment("c-4", "t-cv", "Priya Nair", "Two good ones so far", "2026-05-31 18:00"),
    ],
    "timelines": [
        _milestone("m-beta", "p-orion", "Beta", "2026-06-19"),
        _milestone("m-ga", "p-orion", "General availability", "2026-09-01"),
        _milestone("m-portal", "p-portal", "Portal launch", "2026-07-15"),
        _milestone("m-freeze", "p-orion", "Design freeze", "2026-05-04"),
    ],
    "notes": [
        {"id": "n-kick", "title": "Orion kickoff", "project_id": "p-orion",
         "content": "# Orion kickoff\n\n- Scope agreed\n- Weekly sync on Tuesdays"},
        {"id": "n-road", "title": "Roadmap", "content": "Q3: mobile app"},
        {"id": "n-hire", "title": "Hiring plan", "content": "Two engineers, one designer", "project_id": "p-hire"},
    ],
}  # fmt: skip
CONTEXT = {**PROFILE, **{{"tasks": "recent_tasks"}.get(table, table): found for table, found in RECORDS.items()}}
