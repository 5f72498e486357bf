from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import UsageDay
from billing.services import give_comp
from billing.usage.months import today

pytestmark = pytest.mark.services


def test_all_that_billing_keeps_of_a_user_and_nothing_of_a_stranger(world):
    owner, stranger = world.owner, world.stranger
    for one, model in ((owner, "gpt-4o"), (stranger, "other")):
        UsageDay.objects.create(user=one.user, day=today(), model=model, requests=3)
    give_comp(user_id=owner.id, tier="team", until=timezone.now() + timedelta(days=1))
    kept = owner.client.get("/auth/me/export").json()
    assert (kept["subscription"]["comp_tier"], kept["subscription"]["status"]) == ("team", "none")
    assert [(day["model"], day["requests"]) for day in kept["usage"]] == [("gpt-4o", 3)]
    assert stranger.client.get("/auth/me/export").json()["subscription"] is None


def test_what_is_kept_goes_with_the_account(world):
    UsageDay.objects.create(user=world.owner.user, day=today(), model="m")
    give_comp(user_id=world.owner.id, tier="team", until=timezone.now() + timedelta(days=1))
    world.owner.user.delete()
    assert not UsageDay.objects.exists()
