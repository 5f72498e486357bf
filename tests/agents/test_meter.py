from agents.meter import Meter, ModelUsage


def test_what_several_models_cost_is_told_without_the_noise_of_floats() -> None:
    meter = Meter(models={"a": ModelUsage("a", cost_usd=0.1), "b": ModelUsage("b", cost_usd=0.2)})
    assert meter.usage().cost_usd == 0.3
