from django.urls import path

from plans.api.views import PlaybooksView, PlaybookView

urlpatterns = [
    path("plans/playbook", PlaybooksView.as_view()),
    path("plans/playbook/<str:plan_id>", PlaybookView.as_view()),
]
