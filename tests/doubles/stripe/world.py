"""A Stripe account in memory: what buyers, banks, time and the desk do there, and the events it tells of."""

import copy
import threading
import time

from tests.doubles.stripe import objects
from tests.doubles.stripe.objects import LIVE, MONTH

PRICES = {"price_pro_monthly": 15_00, "price_power_monthly": 29_00, "price_team_monthly": 49_00}


class World:
    def __init__(self):
        self.lock = threading.RLock()
        self.base = "http://127.0.0.1"
        self.elapsed = 0
        self.customers, self.subscriptions, self.sessions, self.portals = {}, {}, {}, {}
        self.invoices, self.prices, self.products = {}, {}, {}
        self.session_wants = {}
        self.events = []
        self.on_event = lambda event: None
        for lookup_key, amount in PRICES.items():
            product = objects.product(lookup_key.split("_")[1].capitalize())
            self.products[product["id"]] = product
            self.add_price(lookup_key, amount, product["id"])

    def now(self):
        return int(time.time()) + self.elapsed

    def add_price(self, lookup_key, amount, product_id, price_id=None):
        price = objects.price(lookup_key, amount, product_id, self.now(), price_id)
        self.prices[price["id"]] = price
        return price

    def price(self, name):
        """By id or by lookup key."""
        return self.prices.get(name) or next((p for p in self.prices.values() if p["lookup_key"] == name), None)

    def tell(self, kind, thing):
        event = objects.event(kind, copy.deepcopy(thing), self.now())
        self.events.append(event)
        self.on_event(event)
        return event

    def of_customer(self, customer_id, ended=True):
        found = [s for s in self.subscriptions.values() if s["customer"] == customer_id]
        return [s for s in reversed(found) if ended or s["status"] in LIVE]

    # What happens in the world. Each returns the events it told of.

    def _told(self, action):
        with self.lock:
            before = len(self.events)
            action()
            return self.events[before:]

    def pay(self, session_id):
        return self._told(lambda: self._pay(self.sessions[session_id]))

    def _pay(self, session):
        if session["status"] != "open":
            raise ValueError(f"the session is {session['status']}")
        if session["customer"] not in self.customers:
            raise ValueError("the customer is gone")
        price, quantity, metadata = self.session_wants[session["id"]]
        made = self.subscribe(session["customer"], price, quantity, metadata)
        session.update(status="complete", payment_status="paid", subscription=made["id"], url=None)
        self.tell("checkout.session.completed", session)

    def subscribe(self, customer_id, price, quantity=1, metadata=()):
        with self.lock:
            made = objects.subscription(customer_id, self.price(price), quantity, dict(metadata), self.now())
            self.subscriptions[made["id"]] = made
            self.tell("customer.subscription.created", made)
            self._bill(made, "paid")
            return made

    def _bill(self, subscription, status):
        bill = objects.invoice(subscription, status, self.now())
        self.invoices[bill["id"]] = bill
        subscription["latest_invoice"] = bill["id"]
        self.tell("invoice.paid" if status == "paid" else "invoice.payment_failed", bill)
        return bill

    def expire(self, session_id):
        return self._told(lambda: self._expire(self.sessions[session_id]))

    def _expire(self, session):
        if session["status"] == "open":
            session.update(status="expired", url=None)
            self.tell("checkout.session.expired", session)

    def change(self, subscription_id, price=None, quantity=None):
        return self._told(lambda: self._change(self.subscriptions[subscription_id], price, quantity))

    def _change(self, subscription, price, quantity):
        """The item that an upgrade replaces goes; a new one stands in its place."""
        old = subscription["items"]["data"][0]
        new = objects.item(
            self.price(price) if price else old["price"],
            quantity or old["quantity"],
            subscription["id"],
            self.now(),
        )
        new["current_period_end"] = old["current_period_end"]
        subscription["items"]["data"] = [new]
        self.tell("customer.subscription.updated", subscription)
        self._bill(subscription, "paid")

    def fail_payment(self, subscription_id):
        return self._told(lambda: self._set(subscription_id, "open", status="past_due"))

    def recover(self, subscription_id):
        return self._told(lambda: self._set(subscription_id, "paid", status="active"))

    def give_up(self, subscription_id, status="unpaid"):
        """The grace is over."""
        return self._told(lambda: self._set(subscription_id, status=status))

    def cancel_at_period_end(self, subscription_id, on=True):
        return self._told(lambda: self._set(subscription_id, cancel_at_period_end=on))

    def _set(self, subscription_id, bill=None, **changed):
        subscription = self.subscriptions[subscription_id]
        if subscription["status"] == "canceled":
            return
        subscription.update(changed)
        if bill:
            self._bill(subscription, bill)
        self.tell("customer.subscription.updated", subscription)

    def cancel(self, subscription_id):
        return self._told(lambda: self._cancel(self.subscriptions[subscription_id]))

    def _cancel(self, subscription):
        if subscription["status"] != "canceled":
            subscription.update(status="canceled", canceled_at=self.now(), ended_at=self.now())
            self.tell("customer.subscription.deleted", subscription)

    def refund(self, subscription_id):
        bill = self.invoices[self.subscriptions[subscription_id]["latest_invoice"]]
        return self._told(lambda: self.tell("charge.refunded", objects.charge(bill, refunded=True)))

    def delete_customer(self, customer_id):
        return self._told(lambda: self._delete_customer(self.customers.pop(customer_id)))

    def _delete_customer(self, customer):
        for subscription in self.of_customer(customer["id"], ended=False):
            self._cancel(subscription)
        for session in self.sessions.values():
            if session["customer"] == customer["id"]:
                self._expire(session)
        self.tell("customer.deleted", customer)

    def advance(self, seconds):
        """Time passes: what is due renews, or ends if that was asked for."""
        return self._told(lambda: self._advance(seconds))

    def _advance(self, seconds):
        self.elapsed += seconds
        for session in self.sessions.values():
            if session["expires_at"] <= self.now():
                self._expire(session)
        for subscription in self.subscriptions.values():
            self._grow_older(subscription)

    def _grow_older(self, subscription):
        first = subscription["items"]["data"][0]
        if subscription["status"] not in ("active", "trialing") or first["current_period_end"] > self.now():
            return
        if subscription["cancel_at_period_end"]:
            self._cancel(subscription)
            return
        first.update(current_period_start=first["current_period_end"], current_period_end=self.now() + MONTH)
        self._bill(subscription, "paid")
        self.tell("customer.subscription.updated", subscription)
