"""What a limiter said of one request."""

from math import ceil

import msgspec

from adiuva.errors import Problem

WINDOW = 60.0


class Decision(msgspec.Struct, frozen=True, gc=False):
    """`retry_after` is 0 when allowed; `reset` is when the oldest counted request leaves the window. In seconds."""

    allowed: bool
    limit: int
    remaining: int
    retry_after: float
    reset: float

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"requests";q={self.limit};w={int(WINDOW)}',
            "RateLimit": f'"requests";r={self.remaining};t={ceil(self.reset)}',
        }

    def refusal(self) -> Problem:
        seconds = max(1, ceil(self.retry_after))
        return Problem(
            "rate_limited",
            f"{self.limit} requests in any {int(WINDOW)} seconds are allowed. Try again in {seconds} s.",
            retry_after=seconds,
        )
