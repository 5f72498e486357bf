from django.urls import path

from chat.api.stream import ChatStreamView, StreamedPlaybookRunView
from chat.api.views import ChatView, ContinueView, EmbedView

urlpatterns = [
    path("chat", ChatView.as_view()),
    path("chat/continue", ContinueView.as_view()),
    path("chat/embed", EmbedView.as_view()),
    path("plans/playbook/<str:plan_id>/run", StreamedPlaybookRunView.as_view()),
    path("chat/stream", ChatStreamView.as_view()),
]
