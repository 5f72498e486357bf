from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.admin.searching import as_id
from accounts.models import User


class PersonField(forms.CharField):
    """A user by what support staff are told: the e-mail in any case, or the id."""

    widget = UnfoldAdminTextInputWidget

    def prepare_value(self, value: Any) -> Any:
        wanted = as_id(str(value))
        return (User.objects.filter(pk=wanted).values_list("email", flat=True).first() if wanted else None) or value

    def clean(self, value: Any) -> User:
        given = super().clean(value)
        wanted = as_id(given)
        user = (User.objects.filter(pk=wanted) if wanted else User.objects.with_email(given)).first()
        if user is None:
            raise forms.ValidationError("There is no user with this e-mail or id.", code="unknown")
        return user
