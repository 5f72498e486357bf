"""Days and months as usage counts them: in UTC."""

from datetime import UTC, date, datetime, timedelta

MICRO = 1_000_000


def today() -> date:
    return datetime.now(UTC).date()


def first_of_month() -> date:
    return today().replace(day=1)


def next_month() -> datetime:
    after = first_of_month() + timedelta(days=31)
    return datetime(after.year, after.month, 1, tzinfo=UTC)


def micro_usd(cost_usd: float | None) -> int:
    return round((cost_usd or 0) * MICRO)
