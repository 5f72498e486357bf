"""Buying on a real server process: without a key, and with a loopback Stripe that delivers its events."""

import threading
import time
import urllib.request
from urllib.parse import urlsplit

import pytest

from tests.doubles.stripe import SECRET, StripeServer, body_of, signature
from tests.e2e.browser import needs_browser, page
from tests.e2e.server import Server

KEY = "sk_test_" + "loopback" * 3
PASSWORD = "correct horse battery"


def eventually(said, wanted, seconds=10):
    deadline = time.monotonic() + seconds
    while (got := said()) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    assert got == wanted


def policy_of(server, token):
    _, headers, _ = server.request("GET", "/auth/me", token=token)
    return headers.get("ratelimit-policy")


def tier_of(server, token):
    return server.request("GET", "/billing/subscription", token=token)[2]["tier"]


def test_who_has_used_up_his_window_buys_a_wider_one_and_goes_on_at_once(server):
    token = server.register()["access_token"]
    asked = [server.request("GET", "/auth/me", token=token) for _ in range(21)]
    assert [status for status, _, _ in asked] == [200] * 20 + [429]
    assert 0 < int(asked[-1][1]["retry-after"]) <= 60
    status, _, answer = server.request("POST", "/billing/checkout", {"tier": "pro"}, token=token)
    assert status == 201
    assert server.request("POST", urlsplit(answer["checkout_url"]).path, b"", headers={"Accept": "text/html"})[0] == 200
    assert tier_of(server, token) == "pro"
    assert policy_of(server, token) == '"requests";q=60;w=60'


def test_from_a_fresh_start_without_keys_every_tier_can_be_bought(server):
    token = server.register()["access_token"]
    status, _, answer = server.request("POST", "/billing/checkout", {"tier": "pro"}, token=token)
    assert status == 201
    url = answer["checkout_url"]
    assert url.startswith(server.base)
    status, _, shown = server.request("GET", urlsplit(url).path, headers={"Accept": "text/html"})
    assert status == 200
    assert b"Switch to Pro" in shown
    assert policy_of(server, token) == '"requests";q=20;w=60'

    assert server.request("POST", urlsplit(url).path, b"", headers={"Accept": "text/html"})[0] == 200
    assert tier_of(server, token) == "pro"
    assert policy_of(server, token) == '"requests";q=60;w=60'

    status, _, answer = server.request("DELETE", "/billing/subscription", token=token)
    assert (status, answer["tier"]) == (200, "free")


@needs_browser
@pytest.mark.parametrize("tier", ["pro", "team"])
def test_a_browser_shows_the_page_and_its_button_works(server, tier):
    token = server.register()["access_token"]
    url = server.request("POST", "/billing/checkout", {"tier": tier}, token=token)[2]["checkout_url"]
    with page() as shown:
        shown.goto(url)
        assert shown.locator("h1").inner_text() == f"Adiuva {tier.capitalize()}"
        colour = shown.locator("button").evaluate("button => getComputedStyle(button).backgroundColor")
        assert colour == "rgb(67, 56, 202)"  # its own style is let through by its own policy
        shown.get_by_role("button").click()
        shown.wait_for_function(f"document.title == 'You are on {tier.capitalize()}'")
        assert shown.url == url
        assert shown.complaints == []
    assert tier_of(server, token) == tier


@pytest.fixture(scope="module")
def stripe():
    with StripeServer() as running:
        yield running


@pytest.fixture(scope="module")
def shop(stripe):
    environment = {
        "STRIPE_SECRET_KEY": KEY,
        "STRIPE_API_BASE": stripe.url,
        "STRIPE_WEBHOOK_SECRET": SECRET,
    }
    with Server(**environment) as running:
        stripe.deliver_to(f"{running.base}/api/v1/billing/webhook")
        yield running
        assert '"level": "error"' not in running.log()


def press(url):
    urllib.request.urlopen(urllib.request.Request(url, b"", method="POST"), timeout=10).read()


def checkout(shop, token, tier="pro"):
    status, _, answer = shop.request("POST", "/billing/checkout", {"tier": tier}, token=token)
    assert status == 201, answer
    return answer["checkout_url"]


def test_a_purchase_at_stripe_reaches_the_tier_by_itself(shop, stripe):
    token = shop.register()["access_token"]
    press(checkout(shop, token))
    eventually(lambda: tier_of(shop, token), "pro")
    press(checkout(shop, token, "power"))
    eventually(lambda: tier_of(shop, token), "power")
    status, _, answer = shop.request("DELETE", "/billing/subscription", token=token)
    assert (status, answer["tier"]) == (200, "free")


def test_events_are_answered_at_once_while_stripe_hangs(shop, stripe):
    token = shop.register()["access_token"]
    url = checkout(shop, token)
    stripe.faults.set("hang")
    began = time.monotonic()
    press(url)
    stripe.world.on_event.waiting.join()
    assert time.monotonic() - began < 3
    assert tier_of(shop, token) == "free"
    stripe.faults.clear()


def test_identical_deliveries_at_once_are_all_taken_and_done_once(shop, stripe):
    token = shop.register()["access_token"]
    url, post = checkout(shop, token), stripe.world.on_event
    stripe.world.on_event = lambda event: None
    event = stripe.world.pay(url.rpartition("/")[2])[-1]
    stripe.world.on_event = post
    body, customer = body_of(event), event["data"]["object"]["customer"]

    def deliver(number):
        return shop.request("POST", "/billing/webhook", body, headers={"Stripe-Signature": signature(body)})[0]

    assert together(3, deliver) == [200, 200, 200]
    eventually(lambda: tier_of(shop, token), "pro")
    assert together(3, deliver) == [200, 200, 200]
    readings = [asked for asked in stripe.api.asked("GET", "/v1/subscriptions") if asked["customer"] == customer]
    assert len(readings) == 1


def test_wishes_at_once_lead_to_one_page_that_can_be_paid(shop, stripe):
    token = shop.register()["access_token"]
    urls = together(6, lambda number: checkout(shop, token))
    assert len(set(urls)) == 1
    open_now = [s for s in stripe.world.sessions.values() if s["url"] in urls]
    assert len(open_now) == 1


def test_different_wishes_at_once_leave_one_page_that_can_be_paid(shop, stripe):
    person = shop.register()
    token = person["access_token"]
    tiers = ("pro", "power", "team")

    def wish(number):
        return shop.request("POST", "/billing/checkout", {"tier": tiers[number % 3]}, token=token)

    answers = together(6, wish)
    assert {status for status, _, _ in answers} <= {201, 409}
    assert any(status == 201 for status, _, _ in answers)
    (customer,) = [c["id"] for c in stripe.world.customers.values() if c["email"] == person["email"]]
    mine = [s for s in stripe.world.sessions.values() if s["customer"] == customer]
    assert sum(session["status"] == "open" for session in mine) <= 1


def test_who_leaves_is_not_charged_again(shop, stripe):
    token = shop.register(PASSWORD)["access_token"]
    press(checkout(shop, token))
    eventually(lambda: tier_of(shop, token), "pro")
    held = list(stripe.world.subscriptions.values())[-1]
    assert shop.request("DELETE", "/auth/me", {"password": PASSWORD}, token=token)[0] == 204
    eventually(lambda: held["status"], "canceled")
    eventually(lambda: held["customer"] in stripe.world.customers, False)


def test_leaving_and_paying_at_once_ends_with_nothing_live(shop, stripe):
    for _ in range(4):
        person = shop.register(PASSWORD)
        token = person["access_token"]
        url = checkout(shop, token)
        (customer,) = [c["id"] for c in stripe.world.customers.values() if c["email"] == person["email"]]

        def pay_or_leave(number, url=url, token=token):
            if number:
                return shop.request("DELETE", "/auth/me", {"password": PASSWORD}, token=token)[0]
            try:
                return press(url)
            except OSError:
                return None  # the page went with the customer

        together(2, pay_or_leave)
        eventually(lambda customer=customer: stripe.world.of_customer(customer, ended=False), [])


def together(count, work):
    answers = [None] * count
    gate = threading.Barrier(count)

    def run(number):
        gate.wait()
        answers[number] = work(number)

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
