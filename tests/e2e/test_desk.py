"""The support desk in a real browser: what staff see, what each button does, and what is left of it in the audit."""

from pathlib import Path

import pytest

from tests.doubles.stripe import SECRET, StripeServer
from tests.e2e.browser import needs_browser, page
from tests.e2e.server import Server

pytestmark = needs_browser

WORLD = (Path(__file__).parent / "desk_world.py").read_text()
PASSWORD = "a long passphrase"
CUSTOMER = "cus_of_the_desk"


@pytest.fixture(scope="module")
def stripe():
    with StripeServer() as server:
        yield server


@pytest.fixture(scope="module")
def desk(stripe):
    """A server with people, runs, usage and events, and three on the staff."""
    with Server(
        STRIPE_SECRET_KEY="sk_test_" + "loopback" * 3, STRIPE_API_BASE=stripe.url, STRIPE_WEBHOOK_SECRET=SECRET
    ) as server:
        server.manage("shell", "-c", WORLD)
        yield server


@pytest.fixture
def shown(desk):
    with page() as opened:
        opened.set_default_timeout(15_000)
        yield opened
        assert opened.complaints == []


def sign_in(shown, desk, who):
    shown.goto(f"{desk.base}/admin/")
    shown.fill("input[name=username]", f"{who}@staff.example.org")
    shown.fill("input[name=password]", PASSWORD)
    shown.click("button[type=submit]")
    shown.wait_for_url("**/admin/")


def open_person(shown, desk, who="owner"):
    shown.goto(f"{desk.base}/admin/accounts/user/?q={who}@example.org")
    shown.click(f'#result_list a:text-is("{who}@example.org")')
    shown.wait_for_selector("#user_form")


def press(shown, button, confirm):
    """A button on a person's page, and the one of its dialog. Returns what the page says then."""
    shown.click('a:text-is("More")')
    shown.click(f'nav a:has-text("{button}")')
    shown.wait_for_selector("#dialog")
    with shown.expect_navigation():
        shown.click(f'#dialog button:has-text("{confirm}")')
    shown.wait_for_selector("#user_form")
    return shown.inner_text("#main")


def last_entry(shown, desk):
    shown.goto(f"{desk.base}/admin/accounts/auditentry/")
    return shown.inner_text("#result_list tbody tr >> nth=0")


def test_the_dashboard_shows_the_figures(shown, desk):
    sign_in(shown, desk, "support")
    assert shown.inner_text("[data-tier=pro]") == "1"
    for title, total in {"Model requests": "9", "Cost": "$3.50", "Throttled requests": "7"}.items():
        assert shown.inner_text(f'[data-figure="{title}"] strong') == total
    bars = shown.locator('[data-figure="Tokens"] svg g')
    assert bars.count() == 30
    assert bars.last.locator("rect >> nth=1").bounding_box()["height"] > 50


def test_the_navigation_is_short_and_each_way_of_it_leads_somewhere(shown, desk):
    sign_in(shown, desk, "support")
    ways = shown.eval_on_selector_all("#nav-sidebar-apps a", "them => them.map(one => [one.innerText, one.href])")
    assert len(ways) == 16
    for _, way in ways:
        answer = shown.goto(way)
        assert answer.status == 200
        assert shown.inner_text("#nav-sidebar-apps a.active")
    assert "dev" in shown.inner_text("body").lower()


def test_a_persons_page_has_every_section(shown, desk):
    sign_in(shown, desk, "support")
    open_person(shown, desk)
    said = shown.inner_text("#main")
    for section in (
        "Webhook events",
        "Subscription",
        "Sessions",
        "Usage this month",
        "Last runs",
        "Batches",
        "Own agents",
    ):
        assert section in said
    for detail in (
        "pro",
        "Adiuva desktop",
        "invoice.payment_failed",
        "gpt-4o",
        "upstream_timeout",
        "device_gone",
        CUSTOMER,
    ):
        assert detail in said
    assert "Gardener of secrets" not in shown.content()
    assert shown.locator("input[name=email]").count() == 0


def test_support_gives_a_tier_and_takes_it_back(shown, desk):
    sign_in(shown, desk, "support")
    open_person(shown, desk)
    shown.click('a:text-is("Give or end a tier")')
    shown.select_option("select[name=comp_tier]", "team")
    shown.fill("input[name=comp_until_0]", "2099-01-01")
    shown.fill("input[name=comp_until_1]", "12:00:00")
    shown.click('button[name="_save"]')
    shown.wait_for_selector("#result_list")
    assert "comp tier: – → team" in last_entry(shown, desk)
    open_person(shown, desk)
    shown.click('a:text-is("Give or end a tier")')
    shown.select_option("select[name=comp_tier]", "")
    shown.fill("input[name=comp_until_0]", "")
    shown.fill("input[name=comp_until_1]", "")
    shown.click('button[name="_save"]')
    shown.wait_for_selector("#result_list")
    assert "comp tier: team → –" in last_entry(shown, desk)


@pytest.mark.parametrize(
    ("button", "confirm", "said", "action"),
    [
        ("Reset the limiter", "Reset", "1 limiters reset", "reset_limiter"),
        ("Sync with Stripe", "Read again", "1 customers read again", "read_again_from_stripe"),
        ("Revoke sessions", "Sign out everywhere", "Users reached: 1", "sign_out"),
    ],
)
def test_each_button_does_what_it_says_and_leaves_an_entry(shown, desk, stripe, button, confirm, said, action):
    stripe.world.customers.setdefault(CUSTOMER, {"id": CUSTOMER, "object": "customer", "created": 0})
    sign_in(shown, desk, "support")
    open_person(shown, desk)
    assert said in press(shown, button, confirm)
    entry = last_entry(shown, desk)
    assert action in entry
    assert "support@staff.example.org" in entry


def test_a_dialog_that_is_closed_does_nothing(shown, desk):
    sign_in(shown, desk, "support")
    entry = last_entry(shown, desk)
    open_person(shown, desk, "other")
    shown.click('a:text-is("More")')
    shown.click('nav a:has-text("Revoke sessions")')
    shown.click('#dialog a:has-text("Cancel")')
    shown.wait_for_selector("#dialog", state="hidden")
    assert last_entry(shown, desk) == entry


def test_staff_without_permissions_see_none_of_it(desk):
    with page() as shown:
        sign_in(shown, desk, "newcomer")
        assert shown.locator("#figures").count() == 0
        ways = shown.eval_on_selector_all("#nav-sidebar-apps a", "them => them.map(one => one.pathname)")
        assert ways == ["/admin/"]
        for path in ("accounts/user", "billing/subscription", "agents/runrow", "djstripe/customer"):
            assert shown.goto(f"{desk.base}/admin/{path}/").status == 403


def test_a_form_whose_cookie_is_gone_says_what_to_do(desk):
    with page() as shown:
        shown.goto(f"{desk.base}/admin/")
        shown.context.clear_cookies()
        shown.fill("input[name=username]", "support@staff.example.org")
        shown.fill("input[name=password]", PASSWORD)
        shown.click("button[type=submit]")
        shown.wait_for_selector("text=Nothing was changed")
        assert shown.evaluate("getComputedStyle(document.body).fontFamily").startswith("Inter")
        shown.click('a:has-text("To the dashboard")')
        shown.wait_for_selector("input[name=username]")
        assert [said for said in shown.complaints if "403" not in said] == []


@pytest.mark.parametrize("width", [1280, 900])
def test_no_list_is_cut_off(shown, desk, width):
    shown.set_viewport_size({"width": width, "height": 900})
    sign_in(shown, desk, "chief")
    for way in shown.eval_on_selector_all("#nav-sidebar-apps a", "them => them.map(one => one.href)"):
        shown.goto(way)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, way
        for listed in shown.locator("#result_list").all():
            assert listed.evaluate("one => one.scrollWidth <= one.parentElement.clientWidth + 1"), way


def test_the_desk_is_readable_in_the_dark_and_on_a_narrow_screen(shown, desk):
    shown.emulate_media(color_scheme="dark")
    shown.set_viewport_size({"width": 420, "height": 800})
    sign_in(shown, desk, "support")
    assert shown.evaluate("document.documentElement.scrollWidth") <= 420
    assert shown.locator("[data-figure]").count() == 8
