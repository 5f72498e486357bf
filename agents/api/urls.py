from django.urls import path

from agents.api.batch_views import BatchesView, BatchRunView, BatchView, TemplatesView
from agents.api.cancelling import CancelRunView
from agents.api.own_views import OwnAgentRunsView, OwnAgentsView, OwnAgentView
from agents.api.run_views import RunsView, RunView
from agents.api.views import AgentRunsView, AgentsView, ModelsView

urlpatterns = [
    path("agents", AgentsView.as_view()),
    path("agents/models", ModelsView.as_view()),
    path("agents/runs/<str:run_id>/cancel", CancelRunView.as_view()),
    path("agents/configs", OwnAgentsView.as_view()),
    path("agents/configs/<uuid:agent_id>", OwnAgentView.as_view()),
    path("agents/configs/<uuid:agent_id>/runs", OwnAgentRunsView.as_view()),
    path("agents/batches", BatchesView.as_view()),
    path("agents/batches/templates", TemplatesView.as_view()),
    path("agents/batches/<uuid:batch_id>", BatchView.as_view()),
    path("agents/batches/<uuid:batch_id>/run", BatchRunView.as_view()),
    path("agents/runs", RunsView.as_view()),
    path("agents/runs/<str:run_id>", RunView.as_view()),
    path("agents/<str:name>/runs", AgentRunsView.as_view()),
]
