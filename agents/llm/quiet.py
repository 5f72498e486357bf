"""Model libraries quote whole requests in their logs. Whatever the log level: not here."""

import logging

SILENT = logging.CRITICAL + 1


def hush() -> None:
    for name in ("openai", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(SILENT)
    for name in ("LiteLLM", "LiteLLM Proxy", "LiteLLM Router"):  # it sets their levels itself
        logging.getLogger(name).disabled = True
