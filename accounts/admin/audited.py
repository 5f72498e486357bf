"""The base of every admin class: who sees and does what, and an audit entry for what changes.

A permission to view lets staff look. One to change lets them use the actions with `permissions=["support"]`, and only
superusers the form. Superusers alone add and delete.
"""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth import get_permission_codename
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.models import AuditEntry


def is_superuser(request: HttpRequest) -> bool:
    user = request.user
    return user.is_active and user.is_staff and user.is_superuser


def _told(value: Any) -> Any:
    if isinstance(value, list | QuerySet):
        return sorted(map(str, value))
    return value if value is None or isinstance(value, bool | int | str) else str(value)


class AuditedAdmin(ModelAdmin):
    # Of these an entry tells what they were and became, of all others only that they changed.
    plain_fields: tuple[str, ...] = ()
    # What a role can allow here; all else is for superusers or for nobody.
    rights: tuple[str, ...] = ("view",)

    def audit(self, request: HttpRequest, action: str, target: Model, changes: Any = None) -> None:
        AuditEntry.objects.create(
            actor_id=cast(UUID, request.user.pk),
            action=action,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
            changes=changes or {},
        )

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        self.audit(request, "add", obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        self.audit(request, "change", obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.audit(request, "delete", obj)

    def construct_change_message(self, request: HttpRequest, form: Form, formsets: Any, add: bool = False) -> Any:
        return {
            name: [_told(form.initial.get(name)), _told(form.cleaned_data.get(name))]
            if name in self.plain_fields
            else None
            for name in form.changed_data
        }

    def may(self, request: HttpRequest, what: str) -> bool:
        opts = self.model._meta
        return request.user.has_perm(f"{opts.app_label}.{get_permission_codename(what, opts)}")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "view")

    def has_support_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "change")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_superuser(request)


class ReadOnlyAdmin(AuditedAdmin):
    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
