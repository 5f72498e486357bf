"""New tasks in a studio: dates, people, priorities and places as they are typed."""

from tests.agents.offline.case import Case, task
from tests.agents.offline.studio_records import at

TODAY, TOMORROW, WEDNESDAY, FRIDAY = at("2026-06-01"), at("2026-06-02"), at("2026-06-03"), at("2026-06-05")


def t(message, *actions, **more):
    return Case(message, "task", list(actions), world="studio_records", **more)


CASES = [
    t("add task renew ssl certificate by friday 5pm", task("Renew ssl certificate", due_date=at("2026-06-05 17:00"))),
    t(
        "Create a task “Order new chairs” in Client Portal, due in 3 days, low priority",
        task("Order new chairs", project_id="p-portal", due_date=at("2026-06-04"), priority="low"),
    ),
    t(
        "Hey, could you add a task to back up the database at the end of the month?",
        task("Back up the database", due_date=at("2026-06-30")),
    ),
    t(
        "new task: book dentist on 3 march at 10:30",
        task("Book dentist", due_date=at("2027-03-03 10:30")),
    ),
    t(
        "Create task 'Quarterly taxes' due 2026-12-01 with high priority for Anna and Bob",
        task("Quarterly taxes", due_date=at("2026-12-01"), priority="high", assignees=["Anna", "Bob"]),
    ),
    t("Task: call landlord next Monday at 9", task("Call landlord", due_date=at("2026-06-08 09:00"))),
    t(
        "I need to finish the slides before Thursday, it's urgent",
        task("Finish the slides", due_date=at("2026-06-04"), priority="high"),
    ),
    t(
        "pls create a task for Tom to update the changelog by tmrw",
        task("Update the changelog", assignees=["Tom"], due_date=TOMORROW),
    ),
    t(
        "Make a to-do called Renew passports for next week and assign it to Maya",
        task("Renew passports", due_date=at("2026-06-14"), assignees=["Maya"]),
    ),
    t(
        "Add three tasks to Orion: write tests, update README, tag release",
        task("Write tests", project_id="p-orion"),
        task("Update README", project_id="p-orion"),
        task("Tag release", project_id="p-orion"),
    ),
    t(
        "create tasks 'Book venue' and 'Send invites' due Friday for Lena",
        task("Book venue", due_date=FRIDAY, assignees=["Lena"]),
        task("Send invites", due_date=FRIDAY, assignees=["Lena"]),
    ),
    t(
        "add a task in hiring: post job ad, due wednesday, high prio",
        task("Post job ad", project_id="p-hire", due_date=WEDNESDAY, priority="high"),
    ),
    t("remind me tomorrow at 8am to join the standup", task("Join the standup", due_date=at("2026-06-02 08:00"))),
    t(
        "Don't let me forget to send Lena the contract on Thursday",
        task("Send Lena the contract", due_date=at("2026-06-04")),
    ),
    t(
        "Create a task 'Prepare demo' due tomorrow at 14:00 assigned to Tom and Lena in project Orion with high"
        " priority and description 'Use the staging data'",
        task(
            "Prepare demo",
            due_date=at("2026-06-02 14:00"),
            assignees=["Tom", "Lena"],
            project_id="p-orion",
            priority="high",
            description="Use the staging data",
        ),
    ),
    t(
        "In Orion, create a task to write the changelog, due end of week",
        task("Write the changelog", project_id="p-orion", due_date=at("2026-06-07")),
    ),
    t(
        "For Client Portal I need a task: fix broken links (high priority)",
        task("Fix broken links", project_id="p-portal", priority="high"),
    ),
    t(
        "add 'Clean up CSS' to Client Portal with low priority",
        task("Clean up CSS", project_id="p-portal", priority="low"),
    ),
    t("add a taks to buy printer paper", task("Buy printer paper")),
    t("creat a task call the notary on the 15th", task("Call the notary", due_date=at("2026-06-15"))),
    t(
        "Add a task for me to review the budget by next Friday",
        task("Review the budget", due_date=at("2026-06-12")),
    ),
    t(
        "create a medium priority task named 'Sync with design' in progress, assigned to Maya",
        task("Sync with design", status="in_progress", assignees=["Maya"]),
    ),
    t(
        "Schedule 'Team lunch' for Friday at noon",
        task("Team lunch", due_date=at("2026-06-05 12:00")),
    ),
    t(
        "Please add the following tasks:\n- Order laptops\n- Set up accounts\n- Print badges",
        task("Order laptops"),
        task("Set up accounts"),
        task("Print badges"),
    ),
    t(
        "Please add the following tasks to Hiring:\n1. Call recruiter (due tomorrow)\n2. Job page (low priority)",
        task("Call recruiter", project_id="p-hire", due_date=TOMORROW),
        task("Job page", project_id="p-hire", priority="low"),
    ),
    t(
        "Create a task to email the investors today and another one to call the bank on Wednesday",
        task("Email the investors", due_date=TODAY),
        task("Call the bank", due_date=WEDNESDAY),
    ),
    t(
        "Add task 'Deploy v2' due 10 June 2026 18:00 UTC",
        task("Deploy v2", due_date=at("2026-06-10 23:30")),
    ),
    t(
        "Create a task Deploy hotfix due tomorrow at 5pm PST",
        task("Deploy hotfix", due_date=at("2026-06-03 06:30")),
    ),
    t("new urgent task: restart the mail server", task("Restart the mail server", priority="high")),
    t("Could I get a task for renewing the insurance?", task("Renewing the insurance")),
    t(
        "Create a task titled 'Read \"Deep Work\"' for the weekend",
        task('Read "Deep Work"', due_date=at("2026-06-07")),
    ),
    t(
        "new task: checkout crashes on Safari, critical, assign to Tom, Client Portal",
        task("Checkout crashes on Safari", priority="high", assignees=["Tom"], project_id="p-portal"),
    ),
    t("I have to pick up the keys from Sam at 6pm", task("Pick up the keys from Sam", due_date=at("2026-06-01 18:00"))),
    t(
        "Add a high-priority task to Orion for Lena: document the new endpoints by June 20th",
        task(
            "Document the new endpoints",
            project_id="p-orion",
            assignees=["Lena"],
            priority="high",
            due_date=at("2026-06-20"),
        ),
    ),
    t("task for tomorrow: send invoice 1042 to Globex", task("Send invoice 1042 to Globex", due_date=TOMORROW)),
    t(
        "Create a task to send the July report, due in two weeks",
        task("Send the July report", due_date=at("2026-06-15")),
    ),
    t(
        "create task “Check backups” due every day",
        task("Check backups"),
    ),
    t("Add a task.", says=("what should the task be called",)),
    t("create a task due tomorrow", says=("what should the task be called",)),
    t(
        "Let's add a task 'Plan retro' with due date: next Tuesday and priority: low",
        task("Plan retro", due_date=at("2026-06-09"), priority="low"),
    ),
    t(
        "Put 'Renew Figma licence' on my todo list for the day after tomorrow",
        task("Renew Figma licence", due_date=WEDNESDAY),
    ),
    t(
        "Add a task to Orion called 'Load test', assign it to Tom, make it high priority and set it due Friday",
        task("Load test", project_id="p-orion", assignees=["Tom"], priority="high", due_date=FRIDAY),
    ),
    t(
        "create a task: Write blog post about the beta. Due Friday. Assign to Lena.",
        task("Write blog post about the beta", due_date=FRIDAY, assignees=["Lena"]),
    ),
    t(
        "Tom should review the security policy by Wednesday",
        task("Review the security policy", assignees=["Tom"], due_date=WEDNESDAY),
    ),
    t(
        "We need to renew the domain before the end of June",
        task("Renew the domain", due_date=at("2026-06-30")),
    ),
    t("buy birthday cake tomorrow", task("Buy birthday cake", due_date=TOMORROW)),
    t(
        "add task water cooler maintenance no rush",
        task("Water cooler maintenance", priority="low"),
    ),
    t(
        "Create a task for @tom: rotate the API keys asap",
        task("Rotate the API keys", assignees=["Tom"], priority="high"),
    ),
    t(
        'add task "Prepare onboarding" for new hire Jonas starting on July 1st',
        task("Prepare onboarding", due_date=at("2026-07-01")),
    ),
    t(
        "Create a task to move the servers to Frankfurt next month",
        task("Move the servers to Frankfurt", due_date=at("2026-07-31")),
    ),
    t(
        "Create a task to delete old logs by tomorrow",
        task("Delete old logs", due_date=TOMORROW),
    ),
    t(
        "Create a task in Orion to complete the audit report and send it to Globex",
        task("Complete the audit report and send it to Globex", project_id="p-orion"),
    ),
    t(
        "Add a task: \"Fix login\"; description: users can't sign in on iOS; priority: urgent; due: tomorrow",
        task("Fix login", description="users can't sign in on iOS", priority="high", due_date=TOMORROW),
    ),
    t(
        "I'd like a new task called Budget review, due June 15, in the Hiring project, please.",
        task("Budget review", due_date=at("2026-06-15"), project_id="p-hire"),
    ),
]  # fmt: skip
