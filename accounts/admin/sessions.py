from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import TabularInline
from unfold.decorators import action

from accounts.admin.confirmed import back_to, confirmed
from accounts.admin.owned import OwnedAdmin
from accounts.admin.searching import by_id
from accounts.models import Session
from accounts.services import sessions

COLUMNS = ("client", "created_at", "last_used_at", "expires_at", "revoked_at")


class SessionInline(TabularInline):
    model = Session
    fields = readonly_fields = COLUMNS
    show_change_link = True
    verbose_name = "session"
    can_delete = False
    extra = max_num = 0
    per_page = 20

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Session)
class SessionAdmin(OwnedAdmin):
    rights = ("view", "change")
    list_display = ("created_at", "owner", "client", "last_used_at", "expires_at", "revoked_at")
    fields = ("id", "owner", *COLUMNS)
    search_help_text = "The id of a session or of its user"
    actions = ("revoke",)
    actions_detail = ("revoke_this",)

    @confirmed("Revoke", "Signs this device out, at once.", "Revoke")
    def revoke_this(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        self.revoke(request, by_id(Session.objects.all(), object_id, "pk"))
        return back_to(self.get_object(request, object_id))

    @action(description="Revoke", permissions=["support"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        """Each signs one device out, at once."""
        with transaction.atomic():
            revoked = [one for one in queryset if sessions.revoke(Session.objects.filter(pk=one.pk))]
            for one in revoked:
                self.audit(request, "revoke_session", one.user, {"session": str(one.pk)})
        messages.success(request, f"Sessions revoked: {len(revoked)}.")
