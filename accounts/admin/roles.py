from typing import Any, cast

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Q
from django.forms import ModelMultipleChoiceField
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.admin.audited import AuditedAdmin

admin.site.unregister(Group)


class RightsField(ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable
    def label_from_instance(self, obj: Any) -> str:
        of = obj.content_type.model_class()._meta
        right = obj.codename.partition("_")[0]
        return f"{of.app_config.verbose_name}, {of.verbose_name_plural}: {right}"


CHOICE = {"widget": UnfoldAdminCheckboxSelectMultipleWidget, "form_class": RightsField}


@admin.register(Group)
class RoleAdmin(AuditedAdmin, GroupAdmin):  # type: ignore[misc]  # ours log
    plain_fields = ("name", "permissions")
    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """Only of what the desk shows: other permissions let nobody do anything."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs | CHOICE)
        if field is not None and db_field.name == "permissions":
            field.queryset = _of_the_desk(field.queryset)
            field.help_text = "To change is to use the actions of a page; whatever needs more is for superusers."
        return field


def _of_the_desk(permissions: Any) -> Any:
    offered = Q(pk__in=())
    for model, page in admin.site._registry.items():
        codenames = [get_permission_codename(right, model._meta) for right in cast(AuditedAdmin, page).rights]
        offered |= Q(content_type__app_label=model._meta.app_label, codename__in=codenames)
    return permissions.filter(offered)
