"""Changes to a studio's tasks: done, reopened, moved, renamed, handed over, deleted; questions where it is unclear."""

from tests.agents.offline.case import Case, change, comment, gone
from tests.agents.offline.studio_records import at

TOMORROW, FRIDAY = at("2026-06-02"), at("2026-06-05")
BOTH = ("Migrate the API", "Write API docs", "?")


def t(message, *actions, **more):
    return Case(message, "task", list(actions), world="studio_records", **more)


def said(record, content):
    return comment(record, content, author="Priya Nair")


CASES = [
    # done and back
    t("mark pay office rent as done", change("t-rent", status="done")),
    t("I paid the office rent", change("t-rent", status="done")),
    t("Interview Sam is done", change("t-sam", status="done")),
    t("just finished reviewing CVs", change("t-cv", status="done")),
    t("Please set 'Security audit' to in progress", change("t-audit", status="in_progress")),
    t("start working on the onboarding emails", change("t-mail", status="in_progress")),
    t("Reopen 'Redesign logo'", change("t-logo", status="todo")),
    t("the newsletter isn't done yet", change("t-news", status="todo")),
    t("complete the payment timeout and the CV review", change("t-pay", status="done"), change("t-cv", status="done")),
    t("Close 'Interview Sam' and 'Pay office rent'", change("t-sam", status="done"), change("t-rent", status="done")),
    t("complete all tasks in Hiring", change("t-cv", status="done"), change("t-sam", status="done")),
    t("mark everything assigned to Lena as done", change("t-docs", status="done"), change("t-pay", status="done")),
    t("mark the API task as complete", says=BOTH),
    t("Tick off the audit", change("t-audit", status="done")),
    t("check off interview sam pls", change("t-sam", status="done")),
    t("I'm done with the security audit", change("t-audit", status="done")),
    t("set status of migrate the api to todo", change("t-api", status="todo")),
    t("put Review CVs back to to do", says=("to do already",)),
    t("move 'Security audit' to done", change("t-audit", status="done")),
    t("mark the yoga class as done", says=("could not find",)),
    # dates
    t("Move Interview Sam to Friday at 3pm", change("t-sam", due_date=at("2026-06-05 15:00"))),
    t("postpone the security audit by two weeks", change("t-audit", due_date=at("2026-07-14"))),
    t("push 'Review CVs' back a day", change("t-cv", due_date=at("2026-06-04"))),
    t("reschedule the payment timeout fix for tomorrow", change("t-pay", due_date=TOMORROW)),
    t("set the due date of Onboarding emails to 2026-06-15", change("t-mail", due_date=at("2026-06-15"))),
    t("Onboarding emails are due next Wednesday", change("t-mail", due_date=at("2026-06-10"))),
    t("change the deadline for write api docs to june 20", change("t-docs", due_date=at("2026-06-20"))),
    t("remove the due date from Security audit", change("t-audit", due_date=None)),
    t(
        "reschedule everything due today to tomorrow",
        change("t-sam", due_date=TOMORROW),
        change("t-rent", due_date=TOMORROW),
    ),
    t("move all overdue tasks to Friday", change("t-pay", due_date=FRIDAY)),
    t("bring the audit forward by 3 days", change("t-audit", due_date=at("2026-06-27"))),
    t("snooze pay office rent until next week", change("t-rent", due_date=at("2026-06-14"))),
    t("delay Review CVs 2 days", change("t-cv", due_date=at("2026-06-05"))),
    t("can we move the rent to the end of the month?", change("t-rent", due_date=at("2026-06-30"))),
    t("extend the deadline of the API migration to the 10th", change("t-api", due_date=at("2026-06-10"))),
    t("Review CVs by Thursday EOD instead", change("t-cv", due_date=at("2026-06-04"))),
    # priorities
    t("make onboarding emails urgent", change("t-mail", priority="high")),
    t("Set priority of 'Review CVs' to high", change("t-cv", priority="high")),
    t("lower the priority of the audit", change("t-audit", priority="medium")),
    t("The rent is not that important", change("t-rent", priority="low")),
    t("change interview sam to low priority", change("t-sam", priority="low")),
    t("bump Write API docs up to top priority", change("t-docs", priority="high")),
    t("prioritise the CV review", change("t-cv", priority="high")),
    t(
        "make all tasks in Client Portal high priority",
        change("t-pay", priority="high"),
        change("t-mail", priority="high"),
    ),
    # people
    t("assign Interview Sam to Maya", change("t-sam", assignees=["Maya"])),
    t("reassign the security audit from Maya to Tom", change("t-audit", assignees=["Tom"])),
    t("Give the onboarding emails to Lena and Tom", change("t-mail", assignees=["Lena", "Tom"])),
    t("add Lena to Migrate the API", change("t-api", assignees=["Tom", "Lena"])),
    t("remove Tom from the payment timeout task", change("t-pay", assignees=["Lena"])),
    t("unassign Security audit", change("t-audit", assignees=[])),
    t("assign pay office rent to me", change("t-rent", assignees=["Priya Nair"])),
    t("Tom will take over Write API docs", change("t-docs", assignees=["Tom"])),
    t("hand all of Maya's open tasks over to Tom", change("t-audit", assignees=["Tom"])),
    t("Who can take interview sam? Assign it to Jonas.", change("t-sam", assignees=["Jonas"])),
    # names, descriptions, places
    t("Rename Review CVs to Screen applicants", change("t-cv", title="Screen applicants")),
    t("rename the task \"Interview Sam\" to \"Interview Samira\"", change("t-sam", title="Interview Samira")),
    t("change the title of Pay office rent to 'Pay June rent'", change("t-rent", title="Pay June rent")),
    t("Move Review CVs to Orion", change("t-cv", project_id="p-orion")),
    t("put the rent under Hiring", change("t-rent", project_id="p-hire")),
    t("move onboarding emails into the Orion project", change("t-mail", project_id="p-orion")),
    t("take Interview Sam out of Hiring", change("t-sam", project_id=None)),
    t("Add a description to Security audit: Check the S3 buckets first",
      change("t-audit", description="Check the S3 buckets first")),
    t("set the description of 'Review CVs' to 'Only backend profiles'", change("t-cv",
                                                                            description="Only backend profiles")),
    t(
        "Update Interview Sam: due Wednesday 11am, high priority, assign to Lena",
        change("t-sam", due_date=at("2026-06-03 11:00"), priority="high", assignees=["Lena"]),
    ),
    t(
        "Mark Review CVs as in progress and move it to Friday",
        change("t-cv", status="in_progress", due_date=FRIDAY),
    ),
    t(
        "Complete Interview Sam, then delete Send newsletter",
        change("t-sam", status="done"),
        gone("t-news"),
    ),
    t(
        "assign Review CVs to Lena, postpone Security audit to July 3 and mark Pay office rent as done",
        change("t-cv", assignees=["Lena"]),
        change("t-audit", due_date=at("2026-07-03")),
        change("t-rent", status="done"),
    ),
    # deleted
    t("delete Send newsletter", gone("t-news")),
    t("Please remove the logo task", gone("t-logo")),
    t("get rid of the task 'Onboarding emails'", gone("t-mail")),
    t("delete all completed tasks", gone("t-logo"), gone("t-news")),
    t("delete the API tasks", gone("t-api"), gone("t-docs")),
    t("delete the api task", says=BOTH),
    t("Remove all low priority tasks that are done", gone("t-news")),
    t("clear out everything finished", gone("t-logo"), gone("t-news")),
    t("do not delete the newsletter", says=("changed nothing",)),
    t("delete", says=("did not understand",)),
    # comments
    t("comment on Interview Sam: bring the whiteboard", said("t-sam", "bring the whiteboard")),
    t("Add a comment to Security audit saying the vendor confirmed", said("t-audit", "the vendor confirmed")),
    t("add comment 'LGTM' to Write API docs", said("t-docs", "LGTM")),
    t("show comments on Fix payment timeout", says=("Happens only on Android", "Fix is in review")),
    t("what did Tom say about the payment timeout?", says=("Fix is in review",), never=("Android",)),
    t("show comments by Tom", says=("auth service", "Fix is in review"), never=("Android", "Two good")),
    t("all comments from Lena please", says=("Happens only on Android",), never=("Fix is in review",)),
    t("what are the latest comments?", says=("Two good ones so far",)),
    t("delete my comment on Review CVs", ("delete_record", "task_comments", {"id": "c-4"})),
    t("delete the comment", says=("?",)),
    t("are there any comments on the audit?", says=("no comments",)),
    t("how many comments does the payment timeout task have?", says=("2",)),
]  # fmt: skip
