import asyncio
from functools import partial

import pytest
from asgiref.sync import async_to_sync

from adiuva.config import config
from billing.models import Subscription
from billing.stripe import background, client, prices
from billing.stripe.models import PendingCancellation, StripeEvent
from tests.doubles.stripe import SECRET, StripeServer, body_of, signature

KEY = "sk_test_" + "loopback" * 3


@pytest.fixture
def stripe(monkeypatch, caplog):
    """A Stripe on the loopback interface, which the server is set to use. The mirror may not fail unseen."""
    with StripeServer() as server:
        monkeypatch.setattr(config, "stripe_api_base", server.url)
        monkeypatch.setattr(config, "stripe_secret_key", KEY)
        monkeypatch.setattr(config, "stripe_webhook_secret", [SECRET])
        monkeypatch.setattr(client, "_failed_at", -client.DOWN_FOR)
        yield server
    client._client.cache_clear()
    prices._catalogue.key = ()
    assert "stripe.mirror_failed" not in caplog.text


@pytest.fixture
def settle():
    """What a worker does beside the requests."""
    return async_to_sync(background.settle)


@pytest.fixture
def deliver(api):
    """Hands an event to the webhook as Stripe does: `deliver(event).status`."""

    def post(event, **signed):
        body = body_of(event)
        return api.post("/billing/webhook", body=body, headers={"Stripe-Signature": signature(body, **signed)})

    return post


class Buyer:
    """A signed-in user who buys at the loopback Stripe, and the worker that follows."""

    def __init__(self, person, stripe, deliver, settle):
        self.person, self.stripe, self.deliver, self.settle = person, stripe, deliver, settle
        self.client = person.client

    def checkout(self, tier="pro", **more):
        return self.client.post("/billing/checkout", {"tier": tier, **more})

    def session(self, tier="pro", **more):
        answer = self.checkout(tier, **more)
        assert answer.status == 201, answer
        return answer.json()["checkout_url"].rpartition("/")[2]

    def buy(self, tier="pro", **more):
        self.hear(self.stripe.world.pay(self.session(tier, **more)))
        return self.held["id"]

    def hear(self, events):
        for event in events:
            assert self.deliver(event).status == 200
        self.settle()

    def do(self, action, *args, **more):
        self.hear(getattr(self.stripe.world, action)(*args, **more))

    @property
    def held(self):
        """What Stripe holds."""
        return next(iter(self.stripe.world.of_customer(self.row.stripe_customer_id)), None)

    @property
    def row(self):
        return Subscription.objects.get(user_id=self.person.id)

    @property
    def seen(self):
        return self.client.get("/billing/subscription").json()

    @property
    def tier(self):
        return self.seen["tier"]


@pytest.fixture
def buyer(person, stripe, deliver, settle):
    return Buyer(person(), stripe, deliver, settle)


@pytest.fixture
def buyers(person, stripe, deliver, settle):
    return lambda: Buyer(person(), stripe, deliver, settle)


@pytest.fixture
def owed(db):
    """What is still to be done."""
    return lambda: [
        *StripeEvent.objects.filter(done_at__isnull=True).values_list("pk", flat=True),
        *PendingCancellation.objects.filter(done_at__isnull=True).values_list("pk", flat=True),
    ]


@pytest.fixture
def at_once():
    """Runs several coroutines at the same time, each made by a function without arguments."""

    async def gathered(makers):
        return await asyncio.gather(*(make() for make in makers))

    return lambda *makers: async_to_sync(partial(gathered, makers))()
