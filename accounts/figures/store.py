from datetime import date

from django.db import transaction
from django.db.models import F

from accounts.models import DailyFigure
from adiuva.observability.figures import Counts


@transaction.atomic
def write(counts: Counts) -> None:
    """Adds. In one order everywhere, so that two workers never wait for each other's rows."""
    keys = sorted(counts)
    DailyFigure.objects.bulk_create([DailyFigure(day=day, name=name) for day, name in keys], ignore_conflicts=True)
    for day, name in keys:
        DailyFigure.objects.filter(day=day, name=name).update(count=F("count") + counts[day, name])


def of_days(since: date) -> Counts:
    rows = DailyFigure.objects.filter(day__gte=since).values_list("day", "name", "count")
    return {(day, name): count for day, name, count in rows}
