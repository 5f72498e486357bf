"""What a user may do, as an expression over User, so that one query reads it together with who is asking.

Without billing everybody has the default tier; billing puts its own expression here when the apps are ready.
"""

from django.db.models import CharField, Expression, Value
from django.db.models.expressions import Combinable

from adiuva.config import config

_in_use: list[Expression | Combinable] = [Value(config.default_tier, output_field=CharField())]


def use(expression: Expression | Combinable) -> None:
    _in_use[0] = expression


def expression() -> Expression | Combinable:
    return _in_use[0]
