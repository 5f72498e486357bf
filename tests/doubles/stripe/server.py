"""The double on the loopback interface: the API, the pages a buyer sees, and a desk to set faults and time."""

import html
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.doubles.stripe.api import Api
from tests.doubles.stripe.delivery import SECRET, Postman
from tests.doubles.stripe.faults import Faults
from tests.doubles.stripe.world import World

FAILURES = {
    "error": (500, {"error": {"type": "api_error", "message": "An unknown error occurred"}}),
    "limited": (429, {"error": {"type": "invalid_request_error", "code": "rate_limit", "message": "Slow down"}}),
}


class StripeServer:
    def __init__(self, port=0):
        self.world, self.faults = World(), Faults()
        self.api = Api(self.world)
        self.http = ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (_Handler,), {"stripe": self}))
        self.http.daemon_threads = True
        self.url = self.world.base = f"http://127.0.0.1:{self.http.server_address[1]}"
        self._thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.faults.clear()
        self.http.shutdown()
        self.http.server_close()

    def deliver_to(self, url, secret=SECRET):
        self.world.on_event = Postman(url, secret)

    def answer(self, method, target, form, headers):
        """Status and body; None is a connection that breaks."""
        kind = self.faults.strike()
        if kind in FAILURES:
            return FAILURES[kind]
        if kind in ("down", "hang"):
            return None
        answered = self.api(method, target, form, headers)
        return None if kind == "lost" else answered


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536  # headers and body in one packet, or each answer waits 40 ms for an acknowledgement
    stripe = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        self._handle("GET")

    def do_POST(self):
        self._handle("POST")

    def do_DELETE(self):
        self._handle("DELETE")

    def _handle(self, method):
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = urlsplit(self.path).path
        if path.startswith("/_desk/"):
            self._say(200, self._desk(path.removeprefix("/_desk/"), parse_qs(form)))
        elif path.startswith("/c/pay/"):
            self._say(200, self._pay(method, path.rpartition("/")[2]), "text/html")
        elif path.startswith("/p/session/"):
            self._say(200, self._portal(method, path.rpartition("/")[2], parse_qs(form)), "text/html")
        else:
            answered = self.stripe.answer(method, self.path, form, dict(self.headers))
            if answered is None:
                self.close_connection = True
                self.connection.close()
            else:
                self._say(*answered)

    def _say(self, status, content, content_type="application/json"):
        body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", "req_loopback")
        self.end_headers()
        self.wfile.write(body)

    def _pay(self, method, session_id):
        world = self.stripe.world
        session = world.sessions[session_id]
        if method == "POST" and session["status"] == "open":
            world.pay(session_id)
        if session["status"] != "open":
            return _page(f"This session is {session['status']}.")
        price, quantity, _ = world.session_wants[session_id]
        return _page(f"Pay {quantity} × {world.price(price)['unit_amount'] / 100:.2f} €", "Pay")

    def _portal(self, method, portal_id, form):
        world = self.stripe.world
        portal = world.portals[portal_id]
        confirm = (portal["flow"] or {}).get("subscription_update_confirm")
        if confirm and method == "POST":
            (item,) = confirm["items"]
            world.change(confirm["subscription"], item["price"], int(item.get("quantity", 1)))
            return _page("Your plan was changed.")
        if confirm:
            return _page("Confirm the new plan", "Confirm")
        if method == "POST":
            for subscription in world.of_customer(portal["customer"], ended=False):
                world.cancel_at_period_end(subscription["id"])
            return _page("Your plan ends with its period.")
        return _page("Your plan", "Cancel at the end of the period")

    def _desk(self, action, form):
        """`advance`, `fail_payment`, `recover`, `give_up`, `refund`, `cancel`, … of the world, and `fault`."""
        args = {name: values[0] for name, values in form.items()}
        if action == "fault":
            self.stripe.faults.set(args["kind"], float(args.get("seconds", 0)))
        elif action == "advance":
            self.stripe.world.advance(int(args["seconds"]))
        elif action != "state":
            getattr(self.stripe.world, action)(**args)
        world = self.stripe.world
        return {"subscriptions": world.subscriptions, "sessions": world.sessions, "customers": world.customers}


def _page(text, button=""):
    form = f'<form method="post"><button>{html.escape(button)}</button></form>' if button else ""
    return f"<!doctype html><title>Loopback Stripe</title><h1>{html.escape(text)}</h1>{form}"
