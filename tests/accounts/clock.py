"""Time under the test's control, for everything that asks Python for it."""

import datetime as real
import time

PLACES = ("django.utils.timezone.datetime", "rest_framework_simplejwt.utils.datetime", "jwt.api_jwt.datetime")


class Clock:
    def __init__(self, patch):
        self.ahead = 0.0
        clock, true_time = self, time.time

        class Moved(real.datetime):
            @classmethod
            def now(cls, tz=None):
                return real.datetime.fromtimestamp(true_time() + clock.ahead, tz)

        for place in PLACES:
            patch.setattr(place, Moved)
        patch.setattr(time, "time", lambda: true_time() + clock.ahead)

    def forward(self, seconds: float = 0, **parts: float) -> None:
        self.ahead += real.timedelta(seconds=seconds, **parts).total_seconds()
