"""Billing without a key: every tier can be tried on a laptop, and none is sold by mistake."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing

from adiuva.config import config
from billing.models import Subscription

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def buy(client, tier="pro", **more):
    answer = client.post("/billing/checkout", {"tier": tier, **more})
    assert answer.status == 201, answer
    return answer.json()["checkout_url"]


def path_of(url):
    return urlsplit(url).path


def test_the_page_is_shown_and_its_button_buys(api, person):
    owner = person().client
    url = buy(owner)
    assert url.startswith("http://testserver/api/v1/billing/stub/")

    shown = api.get(path_of(url), headers=BROWSER)
    assert shown.status == 200
    assert shown.headers["content-type"].startswith("text/html")
    page = shown.body.decode()
    assert re.search(r'<form method="post" action="">\s*<button type="submit">Switch to Pro</button>', page)
    assert owner.get("/billing/subscription").json()["tier"] == "free"

    bought = api.post(path_of(url), headers=BROWSER | {"content-type": "application/x-www-form-urlencoded"})
    assert bought.status == 200
    assert "location" not in bought.headers
    subscription = owner.get("/billing/subscription").json()
    assert (subscription["tier"], subscription["status"], subscription["source"]) == ("pro", "active", "stub")


def test_the_page_is_whole_in_itself(api, person):
    shown = api.get(path_of(buy(person().client)), headers=BROWSER)
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    page = shown.body.decode()
    assert "<script" not in page
    assert "http" not in page  # nothing is fetched, nothing leads away


def test_buying_twice_is_buying_once(api, person):
    owner = person().client
    url = path_of(buy(owner, "team", seats=7))
    first, second = api.post(url, headers=BROWSER), api.post(url, headers=BROWSER)
    assert (first.status, second.status) == (200, 200)
    subscription = owner.get("/billing/subscription").json()
    assert (subscription["tier"], subscription["seats"]) == ("team", 7)


def test_cancelling_reverts_to_free_and_again_is_fine(api, person):
    owner = person().client
    api.post(path_of(buy(owner)), headers=BROWSER)
    for _ in range(2):
        answer = owner.delete("/billing/subscription")
        assert answer.status == 200
        assert answer.json()["tier"] == "free"
    assert owner.get("/billing/subscription").json()["tier"] == "free"


def test_the_same_tier_again_is_a_conflict_and_another_is_not(api, person):
    owner = person().client
    api.post(path_of(buy(owner)), headers=BROWSER)
    again = owner.post("/billing/checkout", {"tier": "pro"})
    assert (again.status, again.json()["code"]) == (409, "conflict")
    api.post(path_of(buy(owner, "power")), headers=BROWSER)
    assert owner.get("/billing/subscription").json()["tier"] == "power"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"tier": "free"}, "#/tier"),
        ({"tier": "gold"}, "#/tier"),
        ({}, "#/tier"),
        ({"tier": "pro", "seats": 2}, "#/seats"),
        ({"tier": "team", "seats": 0}, "#/seats"),
        ({"tier": "team", "seats": 10**9}, "#/seats"),
        ({"tier": "team", "seats": "many"}, "#/seats"),
        ({"tier": "team", "coupon": "FREE"}, "#/coupon"),
    ],
)
def test_a_wish_that_is_not_for_sale_is_invalid(person, body, pointer):
    answer = person().client.post("/billing/checkout", body)
    assert answer.status == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_only_who_is_signed_in_may_start(api):
    for method, path in (("POST", "checkout"), ("POST", "portal"), ("GET", "subscription"), ("DELETE", "subscription")):
        assert api.request(method, f"/billing/{path}", json={"tier": "pro"}).status == 401


def test_an_address_made_up_or_changed_opens_nothing(api, person):
    url = path_of(buy(person().client))
    for forged in (url[:-1] + ("A" if url[-1] != "A" else "B"), "/api/v1/billing/stub/abc:def:ghi"):
        assert api.get(forged).json()["code"] == "not_found"
        assert api.post(forged).json()["code"] == "not_found"
        shown = api.get(forged, headers=BROWSER)
        assert shown.status == 404
        assert shown.body.startswith(b"<!doctype html>")
    assert not Subscription.objects.exclude(tier="free").exists()


def test_an_address_of_another_purpose_opens_nothing(api, person):
    forged = signing.TimestampSigner(salt="another").sign_object({"u": person().id.hex, "t": "team", "s": 1})
    assert api.post(f"/api/v1/billing/stub/{forged}").status == 404


def test_the_address_is_good_for_an_hour(api, person, monkeypatch):
    url = path_of(buy(person().client))
    monkeypatch.setattr("billing.stripe.stub.OPEN_FOR", timedelta(seconds=-1))
    assert api.post(url).status == 404


def test_in_production_the_page_says_that_billing_is_off(api, person, monkeypatch):
    monkeypatch.setattr(config, "env", "prod")
    owner = person().client
    url = path_of(buy(owner))
    shown = api.get(url, headers=BROWSER)
    assert shown.status == 200
    assert b"Billing is off" in shown.body
    assert b"<form" not in shown.body
    refused = api.post(url)
    assert (refused.status, refused.json()["code"]) == (403, "forbidden")
    assert owner.get("/billing/subscription").json()["tier"] == "free"


def test_nothing_is_given_away_once_there_is_a_key(api, person, monkeypatch):
    url = path_of(buy(person().client))
    monkeypatch.setattr(config, "stripe_secret_key", "sk_test_" + "k" * 24)
    assert api.post(url).status == 403


def test_nobody_buys_for_an_account_that_has_gone(api, person):
    owner = person()
    url = path_of(buy(owner.client))
    owner.user.delete()
    assert api.post(url).status == 404
    assert not Subscription.objects.exists()


def test_the_public_address_is_the_one_that_is_set(person, monkeypatch):
    monkeypatch.setattr(config, "public_url", "https://api.example.org/")
    assert buy(person().client).startswith("https://api.example.org/api/v1/billing/stub/")


def test_the_portal_is_a_page_that_says_there_is_none(api, person):
    url = person().client.post("/billing/portal").json()["portal_url"]
    shown = api.get(path_of(url), headers=BROWSER)
    assert shown.status == 200
    assert b"no portal" in shown.body


def test_the_key_of_a_request_gets_the_same_answer(person):
    owner, stranger = person().client, person().client
    key = {"Idempotency-Key": "one-purchase"}
    first = owner.post("/billing/checkout", {"tier": "team", "seats": 2}, headers=key)
    again = owner.post("/billing/checkout", {"seats": 2, "tier": "team"}, headers=key)
    assert first.json() == again.json()
    other = owner.post("/billing/checkout", {"tier": "team", "seats": 3}, headers=key)
    assert (other.status, other.json()["code"]) == (409, "idempotency_conflict")
    assert stranger.post("/billing/checkout", {"tier": "team", "seats": 3}, headers=key).status == 201


def test_a_key_too_long_is_invalid(person):
    answer = person().client.post("/billing/checkout", {"tier": "pro"}, headers={"Idempotency-Key": "k" * 256})
    assert answer.status == 422


def test_a_delivery_is_refused_without_a_key(api):
    answer = api.post("/billing/webhook", {"id": "evt_1", "type": "invoice.paid"})
    assert (answer.status, answer.json()["code"]) == (400, "malformed")
