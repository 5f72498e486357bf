"""A loopback Stripe: the API the product uses, pages to pay on, signed events, faults and a clock of its own.

In a test: `with StripeServer() as stripe: …`; beside a running server:

    python -m tests.doubles.stripe --port 12111 --webhook http://127.0.0.1:8000/api/v1/billing/webhook
"""

from tests.doubles.stripe.delivery import SECRET, body_of, signature
from tests.doubles.stripe.server import StripeServer

__all__ = ["SECRET", "StripeServer", "body_of", "signature"]
