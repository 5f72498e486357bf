"""Who uses the product, where they are signed in, and what staff changed."""

import uuid
from typing import Any, NoReturn

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

# Letters outside ASCII fold differently in each database, and no plain SMTP server takes them.
ascii_only = RegexValidator(
    r"\A[\x21-\x7e]*\Z", "Use plain ASCII letters; an international domain is written in its xn-- form.", code="ascii"
)


class UserManager(BaseUserManager["User"]):
    def with_email(self, email: str) -> models.QuerySet["User"]:
        return self.alias(_key=Lower("email")).filter(_key=email.strip().lower())

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.with_email(email or "").get()

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=email.strip(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Checked here: `manage.py createsuperuser` says in a line what is invalid, a database in fifty."""
        user = self.model(email=email.strip(), **{"is_staff": True, "is_superuser": True, **extra})
        if password is not None:
            validate_password(password, user)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, validators=[ascii_only])
    email_verified_at = models.DateTimeField(null=True, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="email_unique_regardless_of_case",
                violation_error_message="This e-mail address is taken.",
                violation_error_code="email_taken",
            )
        ]
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.id)


class SessionQuerySet(models.QuerySet["Session"]):
    def live(self) -> "SessionQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class Session(models.Model):
    """One signed-in device: a family of refresh tokens, each the successor of the one before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    client = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-last_used_at"]

    def __str__(self) -> str:
        return str(self.id)


class RefreshToken(models.Model):
    hash = models.CharField(max_length=64, primary_key=True)
    session = models.ForeignKey(Session, models.CASCADE, related_name="refresh_tokens")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    spent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("session", condition=Q(spent_at=None), name="one_unspent_refresh_token_a_session")
        ]


class Ticket(models.Model):
    """Lets one WebSocket in. In the database: any worker can take it, once, and it dies with its session."""

    hash = models.CharField(max_length=64, primary_key=True)
    session = models.ForeignKey(Session, models.CASCADE, related_name="tickets")
    expires_at = models.DateTimeField(db_index=True)


class AppendOnly(Exception):
    """An audit entry is written once, and neither changed nor deleted."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    update = delete = bulk_update = _raw_delete = _refuse


class AuditEntry(models.Model):
    """What staff changed. Ids instead of references, so that it outlives both people and things."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.UUIDField(db_index=True)
    action = models.CharField(max_length=40)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=64, db_index=True)
    # Field names; with before and after only where the value says nothing secret or personal.
    changes = models.JSONField(default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class DailyFigure(models.Model):
    """How often something happened on a day (UTC), for the support desk's charts."""

    day = models.DateField()
    name = models.CharField(max_length=40)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "name"], name="one_figure_a_day_and_name")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
