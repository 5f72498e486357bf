"""What belongs to a user: shown with whose it is, found by its id or its user's."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from accounts.admin.audited import ReadOnlyAdmin
from accounts.admin.confirmed import page_of
from accounts.admin.links import link
from accounts.admin.searching import by_id


class OwnedAdmin(ReadOnlyAdmin):
    list_select_related = ("user",)
    readonly_fields: tuple[str, ...] = ("owner",)
    search_fields = ("id",)
    searched: tuple[str, ...] = ("pk", "user")
    show_full_result_count = False

    @display(description="User", ordering="user__email")
    def owner(self, row: Any) -> str:
        return link(page_of(row.user), row.user.email)

    def get_list_display(self, request: HttpRequest) -> Any:
        return _named(request, super().get_list_display(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return _named(request, super().get_fields(request, obj))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return by_id(queryset, search_term, *self.searched), False


def _named(request: HttpRequest, columns: Iterable[str]) -> list[str]:
    """Who may not see users is given their ids alone."""
    owner = "owner" if request.user.has_perm("accounts.view_user") else "user_id"
    return [owner if column == "owner" else column for column in columns]
