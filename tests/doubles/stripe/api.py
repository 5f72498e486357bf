"""Stripe's REST API over the world: the routes, parameters, errors and idempotency that the product uses."""

import copy
import json
import re
from urllib.parse import parse_qsl

from tests.doubles.stripe import objects
from tests.doubles.stripe.objects import listing, new_id

_ROUTES = []


class ApiError(Exception):
    def __init__(self, status, kind, message, code=None, param=None):
        self.status = status
        error = {"type": kind, "message": message, "code": code, "param": param}
        self.body = {"error": {name: value for name, value in error.items() if value is not None}}


def missing(what, name, param="id"):
    status = 404 if param == "id" else 400
    return ApiError(status, "invalid_request_error", f"No such {what}: '{name}'", "resource_missing", param)


def route(method, pattern):
    def keep(handler):
        _ROUTES.append((method, re.compile(pattern.replace("{id}", r"([^/]+)")), handler))
        return handler

    return keep


def nested(pairs):
    """`a[b][0][c]=v` as Stripe reads it."""
    tree = {}
    for name, value in pairs:
        path = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name)
        node = tree
        for part, following in zip(path, [*path[1:], None], strict=True):
            part = part or str(len(node))
            if following is None:
                node[part] = value
            else:
                node = node.setdefault(part, {})
    return _with_lists(tree)


def _with_lists(node):
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_with_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _with_lists(value) for key, value in node.items()}


class Api:
    def __init__(self, world, key_prefix="sk_test_"):
        self.world, self.key_prefix = world, key_prefix
        self.answers = {}
        self.requests = []

    def __call__(self, method, target, form, headers):
        path, _, query = target.partition("?")
        params = nested(parse_qsl(form or query, keep_blank_values=True))
        given = {name.lower(): value for name, value in (headers or {}).items()}
        try:
            with self.world.lock:
                self.requests.append((method, path, params))
                return 200, self._once(method, path, params, given)
        except ApiError as error:
            return error.status, error.body

    def _once(self, method, path, params, headers):
        if not headers.get("authorization", "").startswith(f"Bearer {self.key_prefix}"):
            raise ApiError(401, "invalid_request_error", "Invalid API Key provided")
        key = headers.get("idempotency-key") if method == "POST" else None
        if key is None:
            return self._answer(method, path, params)
        asked = json.dumps([path, params], sort_keys=True)
        if key not in self.answers:
            self.answers[key] = asked, self._answer(method, path, params)
        first, answer = self.answers[key]
        if first != asked:
            raise ApiError(400, "idempotency_error", "Keys for idempotent requests can only be used with the same ones")
        return answer

    def _answer(self, method, path, params):
        for verb, pattern, handler in _ROUTES:
            match = pattern.fullmatch(path)
            if match and verb == method:
                return copy.deepcopy(handler(self.world, params, *match.groups()))
        raise ApiError(404, "invalid_request_error", f"Unrecognized request URL ({method}: {path}).")

    def asked(self, method, pattern):
        return [params for verb, path, params in self.requests if verb == method and re.fullmatch(pattern, path)]


def _get(things, what, name, param="id"):
    if name not in things:
        raise missing(what, name, param)
    return things[name]


@route("GET", "/v1/account")
def read_account(world, params):
    return {"id": "acct_loopback", "object": "account", "settings": {"dashboard": {"display_name": "Loopback"}}}


@route("POST", "/v1/customers")
def make_customer(world, params):
    made = objects.customer(params, world.now())
    world.customers[made["id"]] = made
    return made


@route("GET", "/v1/customers/{id}")
def read_customer(world, params, name):
    return _get(world.customers, "customer", name)


@route("DELETE", "/v1/customers/{id}")
def delete_customer(world, params, name):
    _get(world.customers, "customer", name)
    world.delete_customer(name)
    return {"id": name, "object": "customer", "deleted": True}


@route("GET", "/v1/prices")
def list_prices(world, params):
    wanted = params.get("lookup_keys")
    found = [p for p in world.prices.values() if p["active"] and (not wanted or p["lookup_key"] in wanted)]
    return listing(found, "/v1/prices")


@route("GET", "/v1/prices/{id}")
def read_price(world, params, name):
    return _get(world.prices, "price", name)


@route("GET", "/v1/products/{id}")
def read_product(world, params, name):
    return _get(world.products, "product", name)


@route("GET", "/v1/subscriptions")
def list_subscriptions(world, params):
    customer = _get(world.customers, "customer", params.get("customer"), "customer")
    found = world.of_customer(customer["id"], ended=params.get("status") == "all")
    if "data.customer" in params.get("expand", []):
        found = [{**subscription, "customer": customer} for subscription in found]
    return listing(found, "/v1/subscriptions")


@route("GET", "/v1/subscriptions/{id}")
def read_subscription(world, params, name):
    return _get(world.subscriptions, "subscription", name)


@route("DELETE", "/v1/subscriptions/{id}")
def cancel_subscription(world, params, name):
    found = _get(world.subscriptions, "subscription", name)
    if found["status"] == "canceled":
        raise missing("subscription", name)
    world.cancel(name)
    return found


@route("POST", "/v1/subscriptions/{id}")
def update_subscription(world, params, name):
    found = _get(world.subscriptions, "subscription", name)
    if "cancel_at_period_end" in params:
        world.cancel_at_period_end(name, params["cancel_at_period_end"] == "true")
    for item in params.get("items", []):
        world.change(name, item.get("price"), int(item["quantity"]) if "quantity" in item else None)
    return found


@route("POST", "/v1/checkout/sessions")
def make_session(world, params):
    customer = params.get("customer")
    if customer is not None:
        _get(world.customers, "customer", customer, "customer")
    (line,) = params["line_items"]
    _get(world.prices, "price", line["price"], "line_items[0][price]")
    made = objects.checkout_session(params, world.base, world.now())
    world.sessions[made["id"]] = made
    metadata = params.get("subscription_data", {}).get("metadata", {})
    world.session_wants[made["id"]] = line["price"], int(line.get("quantity", 1)), metadata
    return made


@route("GET", "/v1/checkout/sessions/{id}")
def read_session(world, params, name):
    return _get(world.sessions, "checkout.session", name)


@route("POST", "/v1/checkout/sessions/{id}/expire")
def expire_session(world, params, name):
    session = _get(world.sessions, "checkout.session", name)
    if session["status"] != "open":
        raise ApiError(400, "invalid_request_error", f"Only open sessions expire, this is {session['status']}")
    world.expire(name)
    return session


@route("POST", "/v1/billing_portal/sessions")
def make_portal(world, params):
    customer = _get(world.customers, "customer", params.get("customer"), "customer")
    portal_id = new_id("bps")
    made = {
        "id": portal_id,
        "object": "billing_portal.session",
        "created": world.now(),
        "customer": customer["id"],
        "flow": params.get("flow_data"),
        "livemode": False,
        "return_url": params.get("return_url"),
        "url": f"{world.base}/p/session/{portal_id}",
    }
    world.portals[portal_id] = made
    return made
