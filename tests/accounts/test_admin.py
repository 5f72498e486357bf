"""The admin as support staff use it, through Django's own client."""

import re
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client as Browser
from django.urls import reverse

from accounts.admin.audited import AuditedAdmin
from accounts.models import AppendOnly, AuditEntry, Session, User
from accounts.roles import SUPPORT
from adiuva.config import config
from tests.accounts.worlds import PASSWORD, make_session, make_user

PEOPLE = "/admin/accounts/user/"
SESSIONS = "/admin/accounts/session/"
AUDIT = "/admin/accounts/auditentry/"


def browser_of(email: str, *groups: str, **role: bool) -> Browser:
    user = User.objects.create_user(email, PASSWORD, **role)
    user.groups.set(Group.objects.filter(name__in=groups))
    browser = Browser()
    browser.user = user
    assert browser.login(username=email, password=PASSWORD)
    return browser


@pytest.fixture
def staff(db) -> Browser:
    return browser_of("staff@example.org", SUPPORT, is_staff=True)


@pytest.fixture
def chief(db) -> Browser:
    return browser_of("chief@example.org", is_staff=True, is_superuser=True)


def act(browser: Browser, page: str, action: str, *objects) -> None:
    answer = browser.post(page, {"action": action, "_selected_action": [str(one.pk) for one in objects]}, follow=True)
    assert answer.status_code == 200


def confirm(browser: Browser, action: str, thing):
    """What the dialog of an action sends, after it was opened."""
    url = reverse(action, args=[thing.pk])
    assert browser.get(url).status_code == 200
    assert not AuditEntry.objects.filter(target_id=str(thing.pk)).exists()
    return browser.post(url, {"_form_submitted": "True"})


def found(browser: Browser, page: str, term: str) -> set[str]:
    content = browser.get(f"{page}?q={quote(term)}").content.decode()
    return set(re.findall(rf'href="{page}([0-9a-f-]{{36}})/change/', content))


def entries() -> list[tuple[str, str, dict]]:
    return list(AuditEntry.objects.order_by("id").values_list("action", "target_id", "changes"))


def test_staff_sign_in_with_their_email_in_any_case(db):
    make_user("staff@example.org", password=PASSWORD)
    User.objects.update(is_staff=True)
    answer = Browser().post("/admin/login/", {"username": "STAFF@example.org", "password": PASSWORD, "next": "/admin/"})
    assert (answer.status_code, answer.headers["location"]) == (302, "/admin/")


@pytest.mark.parametrize("path", ["/admin/", PEOPLE, SESSIONS, AUDIT])
def test_users_do_not_get_in(world, path):
    browser = Browser()
    browser.force_login(world.owner.user)
    assert browser.get(path).headers["location"].startswith("/admin/login/")


def test_guessing_is_slowed_down_by_address_and_by_email(db, monkeypatch):
    monkeypatch.setattr(config, "auth_attempts_per_minute", 2)
    browser_of("staff@example.org", is_staff=True)
    guess = {"username": "staff@example.org", "password": "wrong"}
    right = guess | {"password": PASSWORD}
    for _ in range(2):
        Browser().post("/admin/login/", guess, REMOTE_ADDR="10.0.0.1")
    assert b"Too many attempts" in Browser().post("/admin/login/", right, REMOTE_ADDR="10.0.0.1").content
    assert b"Too many attempts" in Browser().post("/admin/login/", right, REMOTE_ADDR="10.0.0.2").content


@pytest.mark.parametrize("role", ["staff", "chief"])
def test_every_page_opens(request, world, role):
    browser = request.getfixturevalue(role)
    AuditEntry.objects.create(actor_id=browser.user.pk, action="add", target_type="accounts.user", target_id="x")
    pages = ["/admin/", PEOPLE, SESSIONS, AUDIT]
    pages += [f"{PEOPLE}{world.owner.id}/change/", f"{SESSIONS}{world.owner.session.pk}/change/"]
    pages += [f"{AUDIT}{AuditEntry.objects.get().pk}/change/"]
    for page in pages:
        assert browser.get(page).status_code == 200, page


def test_people_are_found_by_email_and_id_alone(staff, world):
    owner = world.owner
    everybody = {str(one) for one in User.objects.values_list("pk", flat=True)}
    assert found(staff, PEOPLE, "") == everybody
    assert found(staff, PEOPLE, owner.email.upper()) == {str(owner.id)}
    assert found(staff, PEOPLE, str(owner.id)) == {str(owner.id)}
    assert found(staff, PEOPLE, owner.id.hex) == {str(owner.id)}
    assert found(staff, PEOPLE, "bcrypt") == set()
    assert found(staff, PEOPLE, str(owner.session.pk)) == set()


def test_sessions_are_found_by_their_id_and_their_users(staff, world):
    session = str(world.owner.session.pk)
    assert found(staff, SESSIONS, session) == {session}
    assert found(staff, SESSIONS, str(world.owner.id)) == {session}
    assert found(staff, SESSIONS, world.owner.email) == set()


def test_a_persons_page_shows_tier_and_sessions_and_no_hash(staff, person):
    one = person(tier="power")
    page = staff.get(f"{PEOPLE}{one.id}/change/").content.decode()
    assert "power" in page
    assert one.session.client in page
    assert "bcrypt" not in page


@pytest.mark.parametrize("people", [1, 4])
def test_the_list_costs_the_same_for_any_number_of_people(staff, person, people, django_assert_max_num_queries):
    for _ in range(people):
        person()
    with django_assert_max_num_queries(6):
        assert staff.get(PEOPLE).status_code == 200


def test_staff_change_delete_and_add_nothing(staff, world):
    owner = world.owner
    assert staff.get(f"{PEOPLE}add/").status_code == 403
    assert (
        staff.post(f"{PEOPLE}{owner.id}/change/", {"email": "x@example.org", "is_superuser": "on"}).status_code == 403
    )
    assert staff.post(f"{PEOPLE}{owner.id}/delete/", {"post": "yes"}).status_code == 403
    assert staff.post(f"{PEOPLE}{owner.id}/password/", {"password1": "x", "password2": "x"}).status_code == 403
    act(staff, PEOPLE, "delete_selected", owner.user)
    assert User.objects.get(pk=owner.id).email == owner.email
    assert not entries()


def test_staff_sign_a_person_out(staff, world, api):
    act(staff, PEOPLE, "sign_out", world.owner.user)
    assert world.owner.client.get("/auth/me").status == 401
    assert world.stranger.client.get("/auth/me").status == 200
    assert entries() == [("sign_out", str(world.owner.id), {})]
    assert AuditEntry.objects.get().actor_id == staff.user.pk


def test_staff_revoke_one_session_of_a_person(staff, world):
    owner = world.owner
    other = make_session(owner.user)
    assert found(staff, SESSIONS, str(owner.id)) == {str(owner.session.pk), str(other.pk)}
    answer = confirm(staff, "admin:accounts_session_revoke_this", owner.session)
    assert answer.headers["HX-Redirect"] == f"{SESSIONS}{owner.session.pk}/change/"
    assert owner.client.get("/auth/me").status == 401
    assert Session.objects.get(pk=other.pk).revoked_at is None
    assert entries() == [("revoke_session", str(owner.id), {"session": str(owner.session.pk)})]


def test_staff_revoke_all_sessions_on_a_persons_page(staff, world):
    answer = confirm(staff, "admin:accounts_user_revoke_sessions", world.owner.user)
    assert answer.headers["HX-Redirect"] == f"{PEOPLE}{world.owner.id}/change/"
    assert world.owner.client.get("/auth/me").status == 401
    assert world.stranger.client.get("/auth/me").status == 200
    assert entries() == [("sign_out", str(world.owner.id), {})]


@pytest.mark.parametrize("nobody", ["1", "00000000-0000-0000-0000-000000000000"])
def test_an_action_on_nobody_does_nothing(staff, world, nobody):
    url = reverse("admin:accounts_user_revoke_sessions", args=[nobody])
    answer = staff.post(url, {"_form_submitted": "True"})
    assert answer.headers["HX-Redirect"] == "/admin/"
    assert not entries()


def test_revoking_what_is_revoked_leaves_no_entry(staff, world):
    for _ in range(2):
        act(staff, SESSIONS, "revoke", world.owner.session)
    assert len(entries()) == 1


def test_staff_deactivate_and_activate(staff, world):
    act(staff, PEOPLE, "deactivate", world.owner.user)
    assert world.owner.client.get("/auth/me").status == 401
    act(staff, PEOPLE, "activate", world.owner.user)
    assert User.objects.get(pk=world.owner.id).is_active
    assert world.owner.client.get("/auth/me").status == 401
    assert [changes for _, _, changes in entries()] == [{"is_active": [True, False]}, {"is_active": [False, True]}]


def test_staff_send_a_reset_letter(staff, world, posted):
    act(staff, PEOPLE, "send_reset_letter", world.owner.user)
    assert [letter.to for letter in posted()] == [[world.owner.email]]
    assert entries() == [("send_reset_letter", str(world.owner.id), {})]


@pytest.mark.parametrize("action", ["sign_out", "deactivate", "send_reset_letter"])
def test_staff_have_no_reach_over_staff(staff, chief, posted, action):
    act(staff, PEOPLE, action, chief.user)
    assert User.objects.get(pk=chief.user.pk).is_active
    assert not entries()
    assert not posted()
    act(chief, PEOPLE, action, staff.user)
    assert len(entries()) == 1


def test_a_superuser_adds_a_person(chief):
    form = {"email": "new@example.org", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert chief.post(f"{PEOPLE}add/", form).status_code == 302
    new = User.objects.get(email="new@example.org")
    assert new.check_password(PASSWORD)
    assert entries() == [("add", str(new.pk), dict.fromkeys(["email", "password1", "password2"]))]


@pytest.mark.parametrize("email", ["OWNER@example.org", "öwner@example.org", "owner"])
def test_a_person_is_not_added_with_a_taken_or_impossible_address(chief, email):
    make_user("owner@example.org")
    form = {"email": email, "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert chief.post(f"{PEOPLE}add/", form).status_code == 200
    assert User.objects.count() == 2


def change_form(user: User, **changes) -> dict[str, str]:
    """As a browser sends it, with the counts of every table that any app shows on a person's page."""
    inlines = {inline.model for inline in admin.site._registry[User].inlines}
    tables = [one.get_accessor_name() for one in User._meta.related_objects if one.related_model in inlines]
    counts = {f"{table}-{count}_FORMS": "0" for table in tables for count in ("TOTAL", "INITIAL")}
    fields = {"email": user.email, "is_active": "on", **counts}
    return {name: value for name, value in (fields | changes).items() if value}


def test_a_superuser_changes_a_role_and_the_entry_tells_from_what_to_what(chief, world):
    owner = world.owner
    answer = chief.post(f"{PEOPLE}{owner.id}/change/", change_form(owner.user, is_staff="on"))
    assert answer.status_code == 302
    assert User.objects.get(pk=owner.id).is_staff
    assert entries() == [("change", str(owner.id), {"is_staff": [False, True]})]
    assert owner.client.get("/auth/me").status == 200


def test_a_changed_address_is_not_verified_nor_written_into_the_entry(chief, person):
    one = person(verified=True)
    chief.post(f"{PEOPLE}{one.id}/change/", change_form(one.user, email="other@example.org"))
    changed = User.objects.get(pk=one.id)
    assert (changed.email, changed.email_verified_at) == ("other@example.org", None)
    assert entries() == [("change", str(one.id), {"email": None})]


def test_deactivating_by_form_ends_the_sessions(chief, world):
    chief.post(f"{PEOPLE}{world.owner.id}/change/", change_form(world.owner.user, is_active=""))
    assert Session.objects.get(pk=world.owner.session.pk).revoked_at


def test_a_password_set_by_a_superuser_ends_the_sessions(chief, world):
    owner = world.owner
    page = reverse("admin:accounts_user_set_password", args=[owner.id])
    form_page = chief.get(page).headers["location"]
    assert chief.get(form_page).status_code == 200
    new = "set by the chief 77"
    form = {"password1": new, "password2": new, "usable_password": "true"}
    assert chief.post(form_page, form).status_code == 302
    assert User.objects.get(pk=owner.id).check_password(new)
    assert owner.client.get("/auth/me").status == 401
    (entry,) = entries()
    assert entry[:2] == ("change", str(owner.id))
    assert new not in str(entry)


def test_staff_who_change_their_own_password_sign_their_devices_out(staff, api):
    session, new = make_session(staff.user), "chosen by staff 55"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert staff.post("/admin/password_change/", form).status_code == 302
    assert Session.objects.get(pk=session.pk).revoked_at
    assert staff.get("/admin/").status_code == 200


@pytest.mark.parametrize("way", ["form", "action"])
def test_deleting_a_person_goes_the_way_of_leaving(chief, world, way):
    from accounts.signals import account_deleted

    heard = []

    def hear(user_id, **_):
        heard.append(user_id)

    account_deleted.connect(hear)
    try:
        if way == "form":
            assert chief.post(f"{PEOPLE}{world.owner.id}/delete/", {"post": "yes"}).status_code == 302
        else:
            chosen = {"action": "delete_selected", "_selected_action": [str(world.owner.id)], "post": "yes"}
            assert chief.post(PEOPLE, chosen).status_code == 302
    finally:
        account_deleted.disconnect(hear)
    assert heard == [world.owner.id]
    assert not User.objects.filter(pk=world.owner.id).exists()
    assert entries() == [("delete", str(world.owner.id), {})]


def test_the_first_superuser_is_made_on_the_command_line(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="first@example.org", interactive=False, verbosity=0)
    first = User.objects.get()
    assert (first.is_staff, first.is_superuser, first.check_password(PASSWORD)) == (True, True, True)


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("owner@example.org", PASSWORD, "This e-mail address is taken."),
        ("OWNER@Example.org", PASSWORD, "This e-mail address is taken."),
        ("nobody", PASSWORD, "Enter a valid email address."),
        ("new@example.org", "short", "This password is too short."),
        ("new@example.org", "", "This password is too short."),
        ("new@example.org", "new@example.org", "The password is too similar to the email."),
    ],
)
def test_a_superuser_that_cannot_be_is_refused_in_one_line(db, monkeypatch, email, password, said):
    make_user("owner@example.org")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError) as refused:
        call_command("createsuperuser", email=email, interactive=False)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert [user.email for user in User.objects.all()] == ["owner@example.org"]


@pytest.fixture
def entry(db) -> AuditEntry:
    actor = make_user()
    return AuditEntry.objects.create(actor_id=actor.pk, action="add", target_type="accounts.user", target_id="x")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"is_active": [True, False]}, "is active: yes → no"),
        ({"groups": [[], ["support", "sales"]]}, "groups: – → support, sales"),
        ({"comp_tier": ["", "team"], "comp_until": [None, "2026-01-01"]}, "tier: – → team; comp until: – → 2026-01-01"),
        ({"email": None, "password1": None}, "email changed; password1 changed"),
        ({"session": "5f1c"}, "session: 5f1c"),
    ],
)
def test_an_entry_tells_in_words_what_changed(chief, entry, changes, told):
    one = AuditEntry.objects.create(
        actor_id=chief.user.pk, action="change", target_type="x.y", target_id="1", changes=changes
    )
    for page in (AUDIT, f"{AUDIT}{one.pk}/change/"):
        assert told in chief.get(page).content.decode()


def test_a_persons_page_is_headed_by_the_email(staff, world):
    page = staff.get(f"{PEOPLE}{world.owner.id}/change/").content.decode()
    heading = f'href="{PEOPLE}{world.owner.id}/change/" class="align-middle'
    assert re.search(rf"{heading}[^>]*>\s*{world.owner.email}\s*<", page)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.update(action="x"),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["action"]),
    ],
)
def test_an_entry_stays_as_it_was_written(entry, tamper):
    with pytest.raises(AppendOnly):
        tamper(entry)
    assert AuditEntry.objects.get() == entry


def test_the_database_refuses_to_change_an_entry_too(entry):
    statements = ["UPDATE accounts_auditentry SET action = 'x'"]
    if connection.vendor == "postgresql":
        statements.append("DELETE FROM accounts_auditentry")
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert AuditEntry.objects.get().action == "add"


@pytest.mark.parametrize("way", ["add/", "{}/change/", "{}/delete/"])
def test_not_even_a_superuser_edits_the_audit(chief, entry, way):
    answer = chief.post(AUDIT + way.format(entry.pk), {"action": "x", "post": "yes"})
    assert answer.status_code == 403
    act(chief, AUDIT, "delete_selected", entry)
    assert AuditEntry.objects.get().action == "add"


def test_every_admin_of_the_product_leaves_entries():
    unaudited = [model for model, one in admin.site._registry.items() if not isinstance(one, AuditedAdmin)]
    assert unaudited == []
