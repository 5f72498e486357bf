from tests.e2e.browser import needs_browser, page


@needs_browser
def test_the_reference_reads_offline(server):
    with page() as shown:
        shown.goto(f"{server.base}/api/v1/docs")
        shown.wait_for_selector(".opblock")
        assert "Adiuva Cloud API" in shown.inner_text("h1, h2")
        assert shown.complaints == []


@needs_browser
def test_support_staff_sign_in_and_find_a_user(server):
    known = server.register()
    server.manage(
        "createsuperuser", "--noinput", "--email", "support@example.com", DJANGO_SUPERUSER_PASSWORD="a long passphrase"
    )
    with page() as shown:
        shown.goto(f"{server.base}/admin/")
        shown.fill("input[name=username]", "support@example.com")
        shown.fill("input[name=password]", "a long passphrase")
        shown.click("button[type=submit]")
        shown.wait_for_url("**/admin/")
        shown.goto(f"{server.base}/admin/accounts/user/?q={known['email']}")
        assert known["email"] in shown.inner_text("#result_list")
        assert "free" in shown.inner_text("#result_list")
        assert not [said for said in shown.complaints if "Content Security Policy" in said]
