"""Billing in the support desk, through Django's own client."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from billing.models import Subscription, UsageDay
from billing.selectors import get_tier, subscription_of
from billing.services import apply_subscription, give_comp
from billing.usage.months import first_of_month
from tests.accounts.test_admin import PEOPLE, act, chief, entries, staff  # noqa: F401 - fixtures

pytestmark = pytest.mark.services

SUBSCRIPTIONS = "/admin/billing/subscription/"
USAGE = "/admin/billing/usageday/"


@pytest.fixture
def owner(world):
    return world.owner.user


def paid(user, tier="pro", **given):
    given = {"status": "active", "read_at": timezone.now(), "stripe_customer_id": "cus_1"} | given
    apply_subscription(user_id=user.pk, tier=tier, **given)


def form(user=None, tier="power", until=timedelta(days=30)):
    end = timezone.now() + until if until else None
    sent = {"comp_tier": tier, "comp_until_0": end.date() if end else "", "comp_until_1": "12:00" if end else ""}
    return sent | ({"user": user.pk} if user else {})


@pytest.mark.parametrize("role", ["staff", "chief"])
def test_every_page_opens(request, owner, role):
    browser = request.getfixturevalue(role)
    paid(owner)
    UsageDay.objects.create(user=owner, day=first_of_month(), model="gpt-4o", cost_micro_usd=1_250_000)
    pages = [SUBSCRIPTIONS, f"{SUBSCRIPTIONS}{owner.pk}/change/", f"{SUBSCRIPTIONS}add/", USAGE]
    pages += [f"{USAGE}{UsageDay.objects.get().pk}/change/", f"{PEOPLE}{owner.pk}/change/"]
    for page in pages:
        assert browser.get(page).status_code == 200, page
    assert "1.250000" in browser.get(f"{PEOPLE}{owner.pk}/change/").content.decode()


def test_users_do_not_get_in(world, client):
    client.force_login(world.owner.user)
    for page in (SUBSCRIPTIONS, USAGE):
        assert client.get(page).headers["location"].startswith("/admin/login/")


def test_staff_give_a_tier_to_a_user_without_a_row(staff, owner):  # noqa: F811
    page = staff.get(reverse("admin:accounts_user_give_tier", args=[owner.pk])).headers["location"]
    assert page == f"{SUBSCRIPTIONS}add/?user={owner.pk}"
    assert staff.post(page, form(owner)).status_code == 302
    assert get_tier(owner.pk) == "power"
    (action, target, changes), *rest = entries()
    assert (action, target, rest) == ("add", str(owner.pk), [])
    assert changes["comp_tier"][1] == "power"
    assert AuditEntry.objects.get().actor_id == staff.user.pk


@pytest.mark.parametrize("named", ["email", "EMAIL", "id"])
def test_staff_name_a_user_by_what_they_are_told(staff, owner, named):  # noqa: F811
    name = {"email": owner.email, "EMAIL": f" {owner.email.upper()} ", "id": str(owner.pk)}[named]
    assert staff.post(f"{SUBSCRIPTIONS}add/", form() | {"user": name}).status_code == 302
    assert get_tier(owner.pk) == "power"


def test_a_form_opened_from_a_persons_page_names_the_person(staff, owner):  # noqa: F811
    assert f'value="{owner.email}"' in staff.get(f"{SUBSCRIPTIONS}add/?user={owner.pk}").content.decode()


@pytest.mark.parametrize("name", ["nobody@example.org", "00000000-0000-0000-0000-000000000000", "x", ""])
def test_a_gift_to_nobody_is_refused_in_the_form(staff, owner, name):  # noqa: F811
    answer = staff.post(f"{SUBSCRIPTIONS}add/", form() | {"user": name})
    assert answer.status_code == 200
    assert ("There is no user" if name else "This field is required") in answer.content.decode()
    assert not Subscription.objects.exists()


def test_a_second_row_for_a_user_is_refused_in_the_form(staff, owner):  # noqa: F811
    paid(owner)
    answer = staff.post(f"{SUBSCRIPTIONS}add/", form() | {"user": owner.email})
    assert "already exists" in answer.content.decode()
    assert subscription_of(owner.pk).comp_tier == ""


def test_staff_give_a_tier_beside_a_paid_one_and_touch_nothing_of_it(staff, owner):  # noqa: F811
    paid(owner)
    page = staff.get(reverse("admin:accounts_user_give_tier", args=[owner.pk])).headers["location"]
    assert page == f"{SUBSCRIPTIONS}{owner.pk}/change/"
    assert staff.post(page, form() | {"tier": "team", "status": "canceled", "seats": 99}).status_code == 302
    row = subscription_of(owner.pk)
    assert (row.tier, row.status, row.seats, row.comp_tier) == ("pro", "active", 1, "power")
    assert get_tier(owner.pk) == "power"


def test_an_old_form_does_not_undo_what_stripe_said_meanwhile(staff, owner, monkeypatch):  # noqa: F811
    paid(owner)
    plain = Subscription.full_clean

    def meanwhile(self, *args, **kwargs):
        paid(owner, tier="team")
        return plain(self, *args, **kwargs)

    monkeypatch.setattr(Subscription, "full_clean", meanwhile)
    assert staff.post(f"{SUBSCRIPTIONS}{owner.pk}/change/", form()).status_code == 302
    assert subscription_of(owner.pk).tier == "team"


@pytest.mark.parametrize(
    "wrong", [form(until=timedelta(days=-2)), form(until=None), form(tier=""), form(tier="platinum")]
)
def test_a_gift_needs_a_tier_and_an_end_to_come(staff, owner, wrong):  # noqa: F811
    paid(owner)
    assert staff.post(f"{SUBSCRIPTIONS}{owner.pk}/change/", wrong).status_code == 200
    assert subscription_of(owner.pk).comp_tier == ""
    assert not entries()


def test_staff_take_a_gift_back(staff, owner, world):  # noqa: F811
    give_comp(user_id=owner.pk, tier="team", until=timezone.now() + timedelta(days=3))
    paid(world.stranger.user, tier="pro")
    act(staff, SUBSCRIPTIONS, "take_back", *Subscription.objects.all())
    assert get_tier(owner.pk) == "free"
    assert get_tier(world.stranger.id) == "pro"
    assert entries() == [("end_comp", str(owner.pk), {"comp_tier": ["team", ""]})]


@pytest.mark.parametrize("role", ["staff", "chief"])
def test_nobody_deletes_a_subscription_or_writes_usage(request, owner, role):
    browser = request.getfixturevalue(role)
    paid(owner)
    row = UsageDay.objects.create(user=owner, day=first_of_month(), model="m")
    assert browser.post(f"{SUBSCRIPTIONS}{owner.pk}/delete/", {"post": "yes"}).status_code == 403
    assert browser.post(f"{USAGE}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert browser.post(f"{USAGE}{row.pk}/change/", {"requests": 5}).status_code == 403
    assert browser.get(f"{USAGE}add/").status_code == 403


def test_staff_reset_the_limiter(staff, world):  # noqa: F811
    for _ in range(21):
        last = world.owner.client.get("/billing/usage")
    assert last.status == 429
    act(staff, PEOPLE, "reset_limiter", world.owner.user)
    assert world.owner.client.get("/billing/usage").headers["ratelimit"].startswith('"requests";r=19;')
    assert entries() == [("reset_limiter", str(world.owner.id), {})]


@pytest.mark.parametrize("term", ["email", "pk", "customer"])
def test_subscriptions_are_found_by_what_support_is_told(staff, world, term):  # noqa: F811
    owner, stranger = world.owner.user, world.stranger.user
    paid(owner, stripe_customer_id="cus_owner")
    paid(stranger, stripe_customer_id="cus_other")
    wanted = {"email": owner.email, "pk": str(owner.pk), "customer": "cus_owner"}[term]
    content = staff.get(f"{SUBSCRIPTIONS}?q={wanted}").content.decode()
    assert owner.email in content
    assert stranger.email not in content


@pytest.mark.parametrize("people", [1, 4])
def test_lists_cost_the_same_for_any_number(staff, person, people, django_assert_max_num_queries):  # noqa: F811
    for _ in range(people):
        one = person(tier="pro")
        UsageDay.objects.create(user=one.user, day=first_of_month(), model="m")
    for page in (SUBSCRIPTIONS, USAGE):
        with django_assert_max_num_queries(7):
            assert staff.get(page).status_code == 200
