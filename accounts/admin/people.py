from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.decorators import action, display
from unfold.forms import AdminPasswordChangeForm, UserCreationForm

from accounts import letters, tiers
from accounts.admin.audited import AuditedAdmin, is_superuser
from accounts.admin.confirmed import back_to, confirmed
from accounts.admin.searching import as_id, by_id
from accounts.admin.sessions import SessionInline
from accounts.mailed_tokens import RESET
from accounts.models import Session, User
from accounts.services import people, sessions


class AddForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("email",)


@admin.register(User)
class UserAdmin(AuditedAdmin, StockUserAdmin):  # type: ignore[misc, type-arg]  # not subscriptable; ours log
    form = forms.ModelForm
    add_form = AddForm
    change_password_form = AdminPasswordChangeForm
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("id", "email", "email_verified_at", "tier", "created_at", "last_login")}),
        ("Role", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
    )
    rights = ("view", "change")
    plain_fields = ("is_active", "is_staff", "is_superuser", "groups")
    readonly_fields: ClassVar[Any] = ("id", "tier", "created_at", "last_login", "email_verified_at")
    list_display = ("email", "id", "tier", "is_active", "is_staff", "created_at")
    list_filter = ("is_active", "is_staff")
    filter_horizontal = ()
    ordering = ("-created_at",)
    search_fields = ("email",)
    search_help_text = "E-mail or id"
    show_full_result_count = False
    # Higher apps register a class of their own instead, with more of these.
    inlines: ClassVar[tuple[Any, ...]] = (SessionInline,)
    actions: tuple[str, ...] = ("sign_out", "send_reset_letter", "deactivate", "activate")
    actions_detail: ClassVar[tuple[Any, ...]] = ("revoke_sessions", "set_password")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows: QuerySet[User] = super().get_queryset(request)
        return rows.annotate(_tier=tiers.expression())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        wanted = as_id(search_term)
        return queryset.filter(Q(pk=wanted) if wanted else Q(email__icontains=search_term.strip())), False

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else ()

    @display(description="Tier")
    def tier(self, user: Any) -> str:
        return str(user._tier)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if "email" in form.changed_data:
            obj.email_verified_at = None
        super().save_model(request, obj, form, change)
        if change and not obj.is_active:
            sessions.revoke(Session.objects.filter(user=obj))

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        people.erase(obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            people.erase(user.pk)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with an account goes; nobody needs a permission to delete a session by itself."""
        to_delete, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected

    @confirmed("Revoke sessions", "Signs this person out on every device, at once.", "Sign out everywhere")
    def revoke_sessions(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        self.sign_out(request, by_id(User.objects.all(), object_id, "pk"))
        return back_to(self.get_object(request, object_id))

    @action(description="Set a password", permissions=["change"])
    def set_password(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:auth_user_password_change", object_id)

    @action(description="Sign out everywhere", permissions=["support"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in self._within_reach(request, queryset):
            with transaction.atomic():
                sessions.revoke(Session.objects.filter(user=user))
                self.audit(request, "sign_out", user)

    @action(description="Send a letter to set a new password", permissions=["support"])
    def send_reset_letter(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in self._within_reach(request, queryset.filter(is_active=True)):
            self.audit(request, "send_reset_letter", user)
            letters.post(RESET, user)

    @action(description="Deactivate", permissions=["support"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set_active(request, queryset, active=False)

    @action(description="Activate", permissions=["support"])
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set_active(request, queryset, active=True)

    def _set_active(self, request: HttpRequest, queryset: QuerySet[User], *, active: bool) -> None:
        for user in self._within_reach(request, queryset.exclude(is_active=active)):
            with transaction.atomic():
                User.objects.filter(pk=user.pk).update(is_active=active)
                if not active:
                    sessions.revoke(Session.objects.filter(user=user))
                self.audit(request, "change", user, {"is_active": [not active, active]})

    def _within_reach(self, request: HttpRequest, queryset: QuerySet[User]) -> list[User]:
        """Staff act on users, and only superusers on staff."""
        reached = list(queryset if is_superuser(request) else queryset.filter(is_staff=False, is_superuser=False))
        messages.success(request, f"Users reached: {len(reached)}.")
        return reached
