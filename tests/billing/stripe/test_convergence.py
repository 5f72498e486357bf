"""Whatever order, however often and however late Stripe's events arrive: we end where Stripe stands.

A script is a life at Stripe, with deliveries, repetitions, losses, outages and crashes in between. Whatever was not
delivered by then is delivered at the end, as Stripe would, and whatever is owed is done.
`STRIPE_EXAMPLES=5000` runs thousands.
"""

import itertools
import os
from functools import lru_cache

import pytest
import stripe as library
from asgiref.sync import async_to_sync
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from adiuva.database import in_database
from adiuva.errors import Problem
from billing.models import Subscription
from billing.stripe import background, client, webhooks
from billing.stripe.cancellation import cancel_subscription
from billing.stripe.checkout import create_checkout_session
from billing.stripe.models import StripeEvent
from tests.doubles.stripe import StripeServer, body_of, signature
from tests.doubles.stripe.inline import Inline
from tests.doubles.stripe.objects import MONTH

EXAMPLES = int(os.environ.get("STRIPE_EXAMPLES", "500"))
LONG_AGO = "2020-01-01T00:00:00Z"
COUNTS = ("active", "trialing", "past_due")
TIERS = {"price_pro_monthly": "pro", "price_power_monthly": "power", "price_team_monthly": "team"}

_numbers = itertools.count()

tiers = st.sampled_from(list(TIERS.values()))
which = st.integers(0, 40)
at_stripe = st.one_of(
    st.tuples(st.just("pay"), tiers),
    st.tuples(st.just("ask"), tiers),
    st.tuples(st.just("press"), which),
    st.tuples(st.just("change"), st.sampled_from(list(TIERS))),
    st.tuples(st.just("give_up"), st.sampled_from(["unpaid", "canceled"])),
    st.tuples(st.just("cancel_at_period_end"), st.booleans()),
    st.tuples(st.just("advance"), st.sampled_from([3600, MONTH + 60])),
    st.sampled_from([("fail_payment",), ("recover",), ("refund",), ("cancel",), ("delete_customer",)]),
)
on_the_way = st.one_of(
    st.tuples(st.just("deliver"), which),
    st.tuples(st.just("deliver"), which),
    st.tuples(st.just("repeat"), which),
    st.sampled_from([("settle",), ("all_arrives",), ("all_arrives",), ("outage",), ("crash",), ("we_cancel",)]),
)
scripts = st.builds(
    lambda first, rest: [first, *rest],
    st.tuples(st.just("pay"), tiers),
    st.lists(st.one_of(at_stripe, on_the_way, on_the_way), min_size=2, max_size=25),
)


class Play:
    def __init__(self, server):
        self.server, self.world, self.faults = server, server.world, server.faults
        self.user = User.objects.create(email=f"play-{next(_numbers)}@example.org", password="!")
        self.on_the_way, self.delivered, self.tabs = [], [], []
        self.world.on_event = self.on_the_way.append

    async def run(self, script):
        for name, *args in script:
            await getattr(self, f"_{name}", lambda *a, n=name: self._at_stripe(n, *a))(*args)
        await self._all_arrives()
        await self._until_nothing_is_owed()

    async def _until_nothing_is_owed(self):
        self.faults.clear()
        for _ in range(3):
            await in_database(self._pauses_are_over)
            await background.settle()

    def _pauses_are_over(self):
        StripeEvent.objects.filter(done_at=None).update(due_at=LONG_AGO, leased_until=None)

    async def _pay(self, tier):
        await self._ask(tier)
        await self._press(-1)

    async def _ask(self, tier):
        """A page is opened, and stays open in a tab."""
        try:
            url = await create_checkout_session(
                user_id=self.user.pk, email=self.user.email, tier=tier, base_url="http://testserver"
            )
        except Problem as problem:
            assert problem.code == "conflict"
        else:
            self.tabs.append(url)

    async def _press(self, number):
        """The button on one of the tabs, which may be stale."""
        if not self.tabs:
            return
        kind, name = self.tabs.pop(number % len(self.tabs)).split("/")[-2:]
        if kind == "pay" and self.world.sessions[name]["status"] == "open":
            self.world.pay(name)
        elif kind == "session":
            confirm = self.world.portals[name]["flow"]["subscription_update_confirm"]
            if self.world.subscriptions[confirm["subscription"]]["status"] != "canceled":
                self.world.change(confirm["subscription"], confirm["items"][0]["price"])

    async def _at_stripe(self, action, *args):
        latest = self._latest()
        if action == "advance":
            self.world.advance(*args)
        elif latest is None:
            return
        elif action == "delete_customer":
            if latest["customer"] in self.world.customers:
                self.world.delete_customer(latest["customer"])
        elif latest["status"] != "canceled":
            getattr(self.world, action)(latest["id"], *args)

    async def _deliver(self, number):
        if self.on_the_way:
            event = self.on_the_way.pop(number % len(self.on_the_way))
            await self._post(event)
            self.delivered.append(event)

    async def _repeat(self, number):
        if self.delivered:
            await self._post(self.delivered[number % len(self.delivered)])

    async def _post(self, event):
        body = body_of(event)
        await in_database(webhooks.store, webhooks.believed(body, signature(body)))

    async def _settle(self):
        await background.settle()

    async def _all_arrives(self):
        while self.on_the_way:
            await self._deliver(0)
        await background.settle()

    async def _outage(self):
        self.faults.set("limited")
        await background.settle()
        self.faults.clear()

    async def _crash(self):
        """A worker takes what is due and dies; the lease is over when the next one looks."""
        await in_database(StripeEvent.objects.due().lease)
        await in_database(StripeEvent.objects.filter(done_at=None).update, leased_until=LONG_AGO)

    async def _we_cancel(self):
        await cancel_subscription(self.user.pk)

    def _latest(self):
        mine = [s for s in self.world.subscriptions.values() if s["metadata"].get("user_id") == str(self.user.pk)]
        return mine[-1] if mine else None

    def stripe_holds(self):
        live = [s for s in self.world.subscriptions.values() if s["status"] != "canceled"]
        assert len(live) <= 1, "two live subscriptions were sold"
        if not live:
            return "free", False, None, False
        (held,) = live
        item = held["items"]["data"][0]
        counts = held["status"] in COUNTS
        tier = TIERS[item["price"]["lookup_key"]]
        return tier, counts, item["current_period_end"], held["cancel_at_period_end"]

    def we_say(self):
        row = Subscription.objects.filter(user=self.user).first()
        if row is None:
            return "free", False, None, False
        end = int(row.current_period_end.timestamp()) if row.current_period_end else None
        return row.tier, row.status in COUNTS, end, row.cancel_at_period_end


@pytest.fixture
def inline(stripe, monkeypatch):
    """The client library without sockets, and a new Stripe for each play."""

    def new():
        server = StripeServer()
        server.http.server_close()
        made = library.StripeClient("sk_test_" + "loopback" * 3, http_client=Inline(server), max_network_retries=0)
        monkeypatch.setattr(client, "_client", lru_cache(lambda key, base: made))
        monkeypatch.setattr("billing.stripe.prices._catalogue.key", ())
        return server

    return new


@pytest.mark.services
@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=scripts)
def test_every_order_repetition_and_loss_ends_where_stripe_stands(inline, script):
    play = Play(inline())
    async_to_sync(play.run)(script)
    assert play.we_say() == play.stripe_holds()
    assert not StripeEvent.objects.filter(done_at=None).exists()


@pytest.mark.services
@pytest.mark.django_db
def test_every_permutation_of_a_purchase_and_its_end(inline):
    """All 120 orders of the five events, each delivered twice, with a worker after each delivery."""
    for order in itertools.permutations(range(5)):
        play = Play(inline())

        async def life(play=play, order=order):
            await play._pay("pro")
            await play._at_stripe("change", "price_power_monthly")
            events, play.on_the_way[:] = list(play.on_the_way)[:5], []
            for number in (*order, *order):
                await play._post(events[number])
                await background.settle()
            await play._until_nothing_is_owed()

        async_to_sync(life)()
        assert play.we_say()[:2] == ("power", True), order
        assert play.we_say() == play.stripe_holds()
        assert Subscription.objects.get(user=play.user).read_at <= timezone.now()
