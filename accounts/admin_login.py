from typing import Any

from django.core.exceptions import ValidationError
from unfold.forms import AuthenticationForm

from accounts.limits import address_of, wait_for


class ThrottledLogin(AuthenticationForm):
    """The admin's own, which guessing passwords does not get far with."""

    def clean(self) -> Any:
        tried = (address_of(self.request), str(self.cleaned_data.get("username", "")).lower())
        if any(wait_for("admin", who) for who in tried):
            raise ValidationError("Too many attempts; wait a minute.", code="rate_limited")
        return super().clean()
