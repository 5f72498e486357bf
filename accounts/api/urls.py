from django.urls import URLPattern, path

from accounts.api import views

urlpatterns: list[URLPattern] = [
    path("register", views.RegisterView.as_view()),
    path("login", views.LoginView.as_view()),
    path("refresh", views.RefreshView.as_view()),
    path("logout", views.LogoutView.as_view()),
    path("me", views.MeView.as_view()),
    path("me/export", views.ExportView.as_view()),
    path("sessions", views.SessionsView.as_view()),
    path("sessions/<uuid:id>", views.SessionView.as_view()),
    path("password", views.PasswordView.as_view()),
    path("password/reset", views.ResetView.as_view()),
    path("password/reset/confirm", views.ResetConfirmView.as_view()),
    path("verify", views.VerifyView.as_view()),
    path("verify/resend", views.ResendView.as_view()),
    path("ticket", views.TicketView.as_view()),
]
