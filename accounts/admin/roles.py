from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.admin.audited import AuditedAdmin

admin.site.unregister(Group)


CHOICE = {"widget": UnfoldAdminCheckboxSelectMultipleWidget}


@admin.register(Group)
class RoleAdmin(AuditedAdmin, GroupAdmin):  # type: ignore[misc]  # ours log
    plain_fields = ("name", "permissions")

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """Only of what the desk shows: other permissions let nobody do anything."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs | CHOICE)
        if field is not None and db_field.name == "permissions":
            field.queryset = _of_the_desk(field.queryset)
            field.help_text = "To view is to see; to change is to use the actions."
        return field


def _of_the_desk(permissions: Any) -> Any:
    shown = [model._meta for model in admin.site._registry]
    labels = {meta.app_label for meta in shown}
    return permissions.filter(content_type__app_label__in=labels, content_type__model__in=[m.model_name for m in shown])
