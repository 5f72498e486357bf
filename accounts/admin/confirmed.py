"""Actions on one thing's own page: a button opens a dialog, and only what the dialog sends changes something."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse
from unfold.decorators import action


def confirmed(title: str, description: str, button: str, permissions: Iterable[str] = ("support",)) -> Any:
    dialog = {"title": title, "description": description, "form_class": None, "form_submit_text": button}
    return action(description=title, permissions=list(permissions), dialog=dialog)


def page_of(thing: Model) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def back_to(thing: Model | None) -> HttpResponse:
    """The dialog was sent by a script, which goes to the page that tells what was done."""
    return HttpResponse(headers={"HX-Redirect": page_of(thing) if thing else reverse("admin:index")})
