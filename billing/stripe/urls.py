from django.urls import path

from billing.stripe import views

urlpatterns = [
    path("checkout", views.CheckoutView.as_view()),
    path("checkout/done", views.CheckoutDoneView.as_view()),
    path("checkout/left", views.CheckoutLeftView.as_view()),
    path("portal", views.PortalView.as_view()),
    path("webhook", views.WebhookView.as_view()),
    path("stub", views.StubPortalView.as_view()),
    path("stub/<str:token>", views.StubCheckoutView.as_view()),
]
