"""What clients send and get, checked and described in one place."""

from typing import Any

from django.core.validators import EmailValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import ascii_only
from accounts.password_rules import faults_of
from adiuva.api import StrictSerializer, TextField

LONGEST_PASSWORD = 1024


@extend_schema_field({"type": "string", "format": "email", "maxLength": 254})
class AddressField(TextField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=254, validators=[ascii_only, EmailValidator()], **options)


@extend_schema_field({"type": "string", "format": "password", "minLength": 1, "maxLength": LONGEST_PASSWORD})
class PasswordField(TextField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_PASSWORD, trim_whitespace=False, write_only=True, **options)


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": 512})
class OpaqueField(TextField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=512, **options)


def check_strength(password: str, email: object = "") -> str:
    if faults := faults_of(password, email if isinstance(email, str) else ""):
        raise serializers.ValidationError([serializers.ErrorDetail(fault.words, fault.code) for fault in faults])
    return password


class RegistrationSerializer(StrictSerializer):
    email = AddressField()
    password = PasswordField()

    def validate_password(self, password: str) -> str:
        return check_strength(password, self.initial_data.get("email"))


class CredentialsSerializer(StrictSerializer):
    email = AddressField()
    password = PasswordField()


class RefreshTokenSerializer(StrictSerializer):
    refresh_token = OpaqueField()


class PasswordSerializer(StrictSerializer):
    password = PasswordField()


class PasswordChangeSerializer(StrictSerializer):
    current = PasswordField()
    new = PasswordField()

    def validate_new(self, password: str) -> str:
        return check_strength(password, self.context["email"])


class AddressSerializer(StrictSerializer):
    email = AddressField()


class PasswordResetSerializer(StrictSerializer):
    token = OpaqueField()
    new = PasswordField()


class MailedTokenSerializer(StrictSerializer):
    token = OpaqueField()


class AuthTokensSerializer(serializers.Serializer[Any]):
    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    expires_at = serializers.IntegerField(help_text="When the access token expires, in Unix seconds.")


class UserProfileSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    tier = serializers.CharField()


class SessionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    created_at = serializers.IntegerField()
    last_used_at = serializers.IntegerField()
    client = serializers.CharField()
    current = serializers.BooleanField()


class TicketSerializer(serializers.Serializer[Any]):
    ticket = serializers.CharField()
    expires_at = serializers.IntegerField()
