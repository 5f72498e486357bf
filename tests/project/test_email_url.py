from pathlib import Path

import pytest

from adiuva.email_url import fault, mail_settings

FOLDER = Path("/tmp/letters")


def settings_of(url: str, host: str = "") -> dict:
    return mail_settings(url, folder=FOLDER, host=host)


@pytest.mark.parametrize(
    ("url", "backend", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", "smtp", "mail.example.org", 25, False, False),
        ("smtp://mail.example.org:2525", "smtp", "mail.example.org", 2525, False, False),
        ("smtp+tls://mail.example.org", "smtp", "mail.example.org", 587, True, False),
        ("smtps://mail.example.org", "smtp", "mail.example.org", 465, False, True),
        ("", "filebased", "localhost", 0, False, False),
        ("file://", "filebased", "localhost", 0, False, False),
    ],
)
def test_each_way_to_send(url, backend, host, port, tls, ssl):
    made = settings_of(url)
    assert made["EMAIL_BACKEND"] == f"django.core.mail.backends.{backend}.EmailBackend"
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"]) == (host, port)
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (tls, ssl)
    assert made["EMAIL_TIMEOUT"]
    assert fault(url) == ""


def test_user_and_password_may_have_any_letter():
    made = settings_of("smtps://ada%40example.org:p%2Fw%3A@mail.example.org")
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("ada@example.org", "p/w:")


def test_the_folder_is_ours_or_as_named():
    assert settings_of("")["EMAIL_FILE_PATH"] == str(FOLDER)
    assert settings_of("file:///var/letters%20out")["EMAIL_FILE_PATH"] == "/var/letters out"


def test_the_sender_is_named_or_made_of_the_public_host():
    assert settings_of("")["DEFAULT_FROM_EMAIL"] == "Adiuva <no-reply@localhost>"
    assert settings_of("", host="adiuva.example")["DEFAULT_FROM_EMAIL"] == "Adiuva <no-reply@adiuva.example>"
    named = "smtp://mail.example.org?from=Support%20%3Chelp@adiuva.example%3E"
    assert settings_of(named)["DEFAULT_FROM_EMAIL"] == "Support <help@adiuva.example>"


@pytest.mark.parametrize("url", ["console:", "console://", "mail.example.org", "imap://x", "smtp://x:port", "smtp://["])
def test_what_cannot_be_used_is_a_fault_that_names_the_ways(url):
    assert "smtps://" in fault(url)
