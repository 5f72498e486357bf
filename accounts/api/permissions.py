from typing import Any

from accounts.asking import must_be_verified
from adiuva.api import SignedIn


class Verified(SignedIn):
    """Signed in, and where the operator asks for it, with a verified e-mail address."""

    def has_permission(self, request: Any, view: Any) -> bool:
        super().has_permission(request, view)
        must_be_verified(request.caller)
        return True
