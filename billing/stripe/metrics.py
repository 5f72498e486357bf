from prometheus_client import Counter

from adiuva.observability import metrics as _metrics  # noqa: F401 - chooses between one process and several first

WEBHOOKS = Counter("adiuva_stripe_webhooks", "Deliveries of Stripe's, by what became of them.", ["outcome"])
EFFECTS = Counter(
    "adiuva_stripe_effects", "Effects of events and farewells, done or to be tried again.", ["kind", "outcome"]
)
