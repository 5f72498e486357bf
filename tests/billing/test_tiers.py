import pytest

from adiuva.errors import Problem
from billing.tiers import NAMES, TIERS, check_feature, get_rate_limit, get_run_limit, require_feature


def test_the_table_is_the_one_of_the_contract():
    assert [get_rate_limit(name) for name in NAMES] == [20, 60, 120, 200]
    assert [get_run_limit(name) for name in NAMES] == [2, 5, 10, 10]
    assert [TIERS[name].price_cents for name in NAMES] == [0, 1500, 2900, 4900]
    assert [TIERS[name].per_seat for name in NAMES] == [False, False, False, True]


@pytest.mark.parametrize(
    ("feature", "has"),
    [
        ("batch_builder", (False, False, True, True)),
        ("own_provider_key", (False, False, True, True)),
        ("sso", (False, False, False, True)),
    ],
)
def test_features_by_tier(feature, has):
    assert tuple(check_feature(name, feature) for name in NAMES) == has


@pytest.mark.parametrize(
    ("feature", "tier", "most"),
    [("own_agents", "free", 3), ("active_batches", "pro", 10), ("model_providers", "free", 1)],
)
def test_a_counted_feature_ends_at_its_number(feature, tier, most):
    assert check_feature(tier, feature, most)
    assert not check_feature(tier, feature, most + 1)


def test_no_number_is_too_high_where_any_is_allowed():
    assert check_feature("pro", "own_agents", 10**9)


@pytest.mark.parametrize(
    ("tier", "feature", "count", "lowest"),
    [
        ("free", "own_agents", 4, "pro"),
        ("free", "active_batches", 3, "pro"),
        ("free", "active_batches", 11, "power"),
        ("pro", "batch_builder", 1, "power"),
        ("power", "sso", 1, "team"),
    ],
)
def test_a_refusal_names_the_lowest_tier_that_has_it(tier, feature, count, lowest):
    with pytest.raises(Problem) as refused:
        require_feature(tier, feature, count)
    body = refused.value.body()
    assert (body["status"], body["code"], body["tier"], body["feature"]) == (403, "tier_required", lowest, feature)
    assert lowest in body["detail"]


def test_a_feature_nobody_has_heard_of_is_a_bug():
    with pytest.raises(KeyError):
        check_feature("free", "teleport")
