"""The role `support`, a group: each app names what its part of the desk needs, and migrating gives it.

To view is to see. To change is to do what the desk offers for a thing; its fields are for superusers, unless its
own class says otherwise. What else a person on the staff shall see or do goes into groups that superusers make.
"""

from functools import partial
from typing import Any

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate

SUPPORT = "support"


def support_may(app: AppConfig, *codenames: str) -> None:
    """For an app's `ready`: its permissions are there when the signal of its own migration comes."""
    grant = partial(_grant, codenames)
    post_migrate.connect(grant, sender=app, weak=False, dispatch_uid=f"support may in {app.label}")


def _grant(
    codenames: tuple[str, ...],
    sender: AppConfig,
    using: str = DEFAULT_DB_ALIAS,
    apps: Any = all_apps,
    **_: Any,
) -> None:
    try:
        groups, permissions = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # migrated back to before there were any
        return
    group, _made = groups.objects.using(using).get_or_create(name=SUPPORT)
    named = permissions.objects.using(using).filter(content_type__app_label=sender.label, codename__in=codenames)
    group.permissions.add(*named)
