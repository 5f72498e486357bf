"""What support staff see of runs and of users' own agents and batches: never a word of either."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from agents.admin import batches, own_agents, people, runs

__all__ = ["batches", "own_agents", "people", "runs"]

admin.site.unregister(DBTaskResult)  # its page shows what tasks were given, and lets it be changed
