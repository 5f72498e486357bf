"""The doors of /auth: each parses, counts the attempt where guessing pays, and calls one service."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from accounts import selectors
from accounts.api import serializers as given
from accounts.export import everything_of
from accounts.hashing import aside
from accounts.limits import address_of, attempt
from accounts.services import passwords, people, sessions, verification
from adiuva.api import Anyone, ApiView, SignedIn, read
from adiuva.database import in_database
from adiuva.responses import json_response

TICKET_LIFETIME = timedelta(seconds=30)
LONGEST_CLIENT = 120

TOKENS = given.AuthTokensSerializer
NOTHING: dict[Any, Any] = {204: None}


def client_of(request: HttpRequest) -> str:
    agent = "".join(filter(str.isprintable, request.META.get("HTTP_USER_AGENT", "")))
    return agent[:LONGEST_CLIENT]


class RegisterView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="register", request=given.RegistrationSerializer, responses={201: TOKENS}, auth=[])
    async def post(self, request: Any) -> Any:
        await attempt("register", address_of(request))
        # Off the loop: the lists of weak passwords are read from a file, and compared at length.
        asked = await aside(read, request, given.RegistrationSerializer)
        await attempt("register", asked["email"].lower())
        tokens = await people.register(**asked, client=client_of(request))
        return json_response(tokens, 201)


class LoginView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="login", request=given.CredentialsSerializer, responses={200: TOKENS}, auth=[])
    async def post(self, request: Any) -> Any:
        await attempt("login", address_of(request))
        asked = read(request, given.CredentialsSerializer)
        await attempt("login", asked["email"].lower())
        return await people.sign_in(**asked, client=client_of(request))


class RefreshView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="refresh", request=given.RefreshTokenSerializer, responses={200: TOKENS}, auth=[])
    async def post(self, request: Any) -> Any:
        asked = read(request, given.RefreshTokenSerializer)
        return await in_database(sessions.refresh, token=asked["refresh_token"], client=client_of(request))


class LogoutView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="logout", request=given.RefreshTokenSerializer, responses=NOTHING, auth=[])
    async def post(self, request: Any) -> Any:
        asked = read(request, given.RefreshTokenSerializer)
        await in_database(sessions.revoke_family, token=asked["refresh_token"])
        return HttpResponse(status=204)


class MeView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="me", responses={200: given.UserProfileSerializer})
    async def get(self, request: Any) -> Any:
        caller = request.caller
        return {"id": caller.user_id, "email": caller.email, "tier": caller.tier}

    @extend_schema(operation_id="leave", request=given.PasswordSerializer, responses=NOTHING)
    async def delete(self, request: Any) -> Any:
        await attempt("password", str(request.caller.user_id))
        asked = read(request, given.PasswordSerializer)
        await people.leave(user_id=request.caller.user_id, password=asked["password"])
        return HttpResponse(status=204)


class ExportView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="export", responses={200: OpenApiTypes.OBJECT})
    async def get(self, request: Any) -> Any:
        return await in_database(everything_of, request.caller.user_id)


class SessionsView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="sessions", responses={200: given.SessionSerializer(many=True)})
    async def get(self, request: Any) -> Any:
        caller = request.caller
        return await in_database(selectors.sessions_of, caller.user_id, current=caller.session_id)


class SessionView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="revoke_session", responses=NOTHING)
    async def delete(self, request: Any, id: UUID) -> Any:  # noqa: A002 - as the contract names it
        await in_database(sessions.revoke_session, user_id=request.caller.user_id, session_id=id)
        return HttpResponse(status=204)


class PasswordView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="change_password", request=given.PasswordChangeSerializer, responses=NOTHING)
    async def post(self, request: Any) -> Any:
        caller = request.caller
        await attempt("password", str(caller.user_id))
        asked = await aside(read, request, given.PasswordChangeSerializer, context={"email": caller.email})
        await passwords.change(user_id=caller.user_id, session_id=caller.session_id, **asked)
        return HttpResponse(status=204)


class ResetView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="ask_reset", request=given.AddressSerializer, responses={202: None}, auth=[])
    async def post(self, request: Any) -> Any:
        await attempt("reset", address_of(request))
        asked = read(request, given.AddressSerializer)
        await attempt("reset", asked["email"].lower())
        await passwords.ask_reset(email=asked["email"])
        return HttpResponse(status=202)


class ResetConfirmView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="reset_password", request=given.PasswordResetSerializer, responses=NOTHING, auth=[])
    async def post(self, request: Any) -> Any:
        await attempt("reset_confirm", address_of(request))
        asked = read(request, given.PasswordResetSerializer)
        await passwords.reset(**asked)
        return HttpResponse(status=204)


class VerifyView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="verify", request=given.MailedTokenSerializer, responses=NOTHING, auth=[])
    async def post(self, request: Any) -> Any:
        await attempt("verify", address_of(request))
        asked = read(request, given.MailedTokenSerializer)
        await in_database(verification.verify, **asked)
        return HttpResponse(status=204)


class ResendView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="resend_verification", request=None, responses={202: None})
    async def post(self, request: Any) -> Any:
        await attempt("resend", str(request.caller.user_id))
        await verification.resend(user_id=request.caller.user_id)
        return HttpResponse(status=202)


class TicketView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="ticket", request=None, responses={201: given.TicketSerializer})
    async def post(self, request: Any) -> Any:
        ticket, expires_at = await in_database(
            sessions.issue_ticket, session_id=request.caller.session_id, lifetime=TICKET_LIFETIME
        )
        return json_response({"ticket": ticket, "expires_at": selectors.unix(expires_at)}, 201)
