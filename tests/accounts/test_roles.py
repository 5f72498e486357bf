"""Who on the staff sees and does what."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEntry, Session, User
from accounts.roles import SUPPORT
from tests.accounts.test_admin import PEOPLE, SESSIONS, act, browser_of, change_form, entries

pytestmark = pytest.mark.services

# What the role is for; whoever adds to it says so here too.
EXPECTED = {
    "accounts": {"view_user", "change_user", "view_session", "change_session", "view_auditentry"},
    "agents": {"view_runrow", "view_ownagent", "view_batch"},
    "billing": {"view_subscription", "add_subscription", "change_subscription", "view_usageday"},
    "billing_stripe": {
        "view_stripeevent",
        "change_stripeevent",
        "view_pendingcancellation",
        "change_pendingcancellation",
    },
    "djstripe": {"view_customer", "view_subscription", "view_subscriptionitem", "view_product", "view_price"},
}


def lists() -> list[str]:
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    ]


def with_permissions(email: str, *names: str):
    browser = browser_of(email, is_staff=True)
    for name in names:
        app, codename = name.split(".")
        browser.user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return browser


@pytest.fixture
def newcomer(db):
    return browser_of("newcomer@example.org", is_staff=True)


@pytest.fixture
def support(db):
    return browser_of("support@example.org", SUPPORT, is_staff=True)


@pytest.fixture
def chief(db):
    return browser_of("chief@example.org", is_staff=True, is_superuser=True)


def test_migrating_makes_the_role(db):
    given = {}
    for app, codename in Group.objects.get(name=SUPPORT).permissions.values_list("content_type__app_label", "codename"):
        given.setdefault(app, set()).add(codename)
    assert given == EXPECTED


def test_migrating_again_gives_back_what_is_missing(db):
    Group.objects.get(name=SUPPORT).delete()
    call_command("migrate", verbosity=0)
    assert Group.objects.get(name=SUPPORT).permissions.count() == sum(map(len, EXPECTED.values()))


def test_staff_without_a_permission_see_nothing(newcomer):
    assert newcomer.get("/admin/").status_code == 200
    assert {page: newcomer.get(page).status_code for page in lists()} == dict.fromkeys(lists(), 403)


def test_staff_without_a_permission_find_no_way_to_a_page(newcomer):
    content = newcomer.get("/admin/").content.decode()
    assert [page for page in lists() if page in content] == []


def test_support_sees_every_page_but_the_roles(support):
    refused = [page for page in lists() if support.get(page).status_code != 200]
    assert refused == ["/admin/auth/group/"]


def test_the_navigation_leads_to_every_page(chief):
    content = chief.get("/admin/").content.decode()
    assert [page for page in lists() if f'href="{page}"' not in content] == []


def test_who_may_only_look_does_nothing(world, db):
    viewer = with_permissions("viewer@example.org", "accounts.view_user", "accounts.view_session")
    page = viewer.get(f"{PEOPLE}{world.owner.id}/change/")
    assert page.status_code == 200
    for button in ("revoke_sessions", "give_tier", "sync_with_stripe", "reset_windows"):
        url = reverse(f"admin:accounts_user_{button}", args=[world.owner.id])
        assert url not in page.content.decode()
        assert viewer.post(url, {"_form_submitted": "True"}).status_code == 403
    act(viewer, PEOPLE, "sign_out", world.owner.user)
    act(viewer, PEOPLE, "deactivate", world.owner.user)
    act(viewer, SESSIONS, "revoke", world.owner.session)
    assert world.owner.client.get("/auth/me").status == 200
    assert not entries()


def test_a_persons_page_shows_only_the_parts_one_may_see(world, db):
    viewer = with_permissions("viewer@example.org", "accounts.view_user")
    page = viewer.get(f"{PEOPLE}{world.owner.id}/change/").content.decode()
    assert world.owner.email in page
    for hidden in (world.owner.session.client, "Usage this month", "Last runs", "Own agents", "Webhook events"):
        assert hidden not in page


def test_a_superuser_gives_the_role_and_the_entry_names_it(chief, world):
    group = Group.objects.get(name=SUPPORT)
    form = change_form(world.owner.user, is_staff="on", groups=[str(group.pk)])
    assert chief.post(f"{PEOPLE}{world.owner.id}/change/", form).status_code == 302
    assert list(User.objects.get(pk=world.owner.id).groups.all()) == [group]
    assert entries() == [
        ("change", str(world.owner.id), {"is_staff": [False, True], "groups": [[], ["support"]]}),
    ]


def test_what_the_role_support_has_can_be_given_to_others(chief):
    page = chief.get("/admin/auth/group/add/").content.decode()
    missing = [one for one in Group.objects.get(name=SUPPORT).permissions.all() if f'value="{one.pk}"' not in page]
    assert missing == []


def test_a_superuser_makes_a_role_of_what_the_desk_shows(chief):
    may = Permission.objects.get(content_type__app_label="billing", codename="view_usageday")
    page = chief.get("/admin/auth/group/add/").content.decode()
    assert f'value="{may.pk}"' in page
    assert re.search(r"Agents, runs:\s+view", page)
    for app, of_no_use in (
        ("djstripe", "view_apikey"),
        ("djstripe", "view_session"),
        ("djstripe", "change_customer"),
        ("accounts", "delete_user"),
        ("agents", "change_runrow"),
    ):
        permission = Permission.objects.get(content_type__app_label=app, codename=of_no_use)
        assert f'value="{permission.pk}"' not in page, of_no_use
    assert chief.post("/admin/auth/group/add/", {"name": "accounting", "permissions": [may.pk]}).status_code == 302
    assert Group.objects.get(name="accounting").permissions.get() == may
    (action, _, changes), *rest = entries()
    assert (action, changes["name"], rest) == ("add", [None, "accounting"], [])


def test_support_gives_nobody_a_role(support, world):
    form = change_form(world.owner.user, is_staff="on", groups=[str(Group.objects.get(name=SUPPORT).pk)])
    assert support.post(f"{PEOPLE}{world.owner.id}/change/", form).status_code == 403
    assert support.post(f"{PEOPLE}{support.user.pk}/change/", form | {"is_superuser": "on"}).status_code == 403
    assert not AuditEntry.objects.exists()


def test_a_session_on_the_desk_ends_with_the_role(support):
    User.objects.filter(pk=support.user.pk).update(is_staff=False)
    assert support.get(PEOPLE).status_code == 302
    assert Session.objects.count() == 0


def test_no_page_is_there_for_what_staff_must_not_see():
    for name in ("accounts_ticket", "accounts_refreshtoken", "djstripe_apikey", "billing_stripe_keptanswer"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}_changelist")
