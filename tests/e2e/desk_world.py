"""Run inside a server's own `manage.py shell`: who and what the desk is tried on."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.figures import write
from accounts.models import Session, User
from accounts.roles import SUPPORT
from agents.batches.wording import Wording as BatchWording
from agents.batches.wording import sealed as batch_words
from agents.models import Batch, BatchRun, OwnAgent, RunRow
from agents.own.settings import Wording, sealed
from billing.models import UsageDay
from billing.services import apply_subscription
from billing.stripe.models import StripeEvent
from billing.usage.months import today

CUSTOMER = "cus_of_the_desk"
now = timezone.now()

for name, role in {"support": {}, "newcomer": {}, "chief": {"is_superuser": True}}.items():
    one = User.objects.create_user(f"{name}@staff.example.org", "a long passphrase", is_staff=True, **role)
    if name == "support":
        one.groups.add(Group.objects.get(name=SUPPORT))

owner, other = (User.objects.create_user(f"{name}@example.org", "a long passphrase") for name in ("owner", "other"))
apply_subscription(
    user_id=owner.pk,
    tier="pro",
    status="active",
    read_at=now,
    stripe_customer_id=CUSTOMER,
    current_period_end=now + timedelta(days=20),
)
for user in (owner, other):
    Session.objects.create(user=user, client="Adiuva desktop", expires_at=now + timedelta(days=9))
UsageDay.objects.create(
    user=owner, day=today(), model="gpt-4o", requests=9, input_tokens=1200, output_tokens=80, cost_micro_usd=3_500_000
)
write({(today(), "throttled"): 7, (today(), "runs"): 3})
for status, code in (("done", ""), ("failed", "upstream_timeout")):
    RunRow.objects.create(
        id=uuid4(), user=owner, agent="task_agent", door="chat", status=status, error_code=code, started_at=now
    )
words = sealed(Wording("Gardener of secrets", "", "Speak of roses"), owner.pk)
OwnAgent.objects.create(user=owner, agent="task_agent", model="gpt-4o", sealed=words)
batch = Batch.objects.create(
    user=owner,
    sealed=batch_words(BatchWording("Gardener of secrets"), owner.pk),
    schedule="0 16 * * FRI",
    next_due=now + timedelta(days=2),
)
BatchRun.objects.create(
    batch=batch, user_id=owner.pk, status="failed", error_code="device_gone", steps=1, try_at=now, give_up_at=now
)
StripeEvent.objects.create(id="evt_1", type="invoice.payment_failed", customer_id=CUSTOMER, created_at=now, done_at=now)
