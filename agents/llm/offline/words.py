"""The words of time."""

from agents.llm.offline.tables import words

COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90, "couple": 2, "few": 3, "several": 3, "another": 1,
}  # fmt: skip

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "twentieth": 20,
    "thirtieth": 30,
}  # fmt: skip

UNITS = {
    "day": "day", "days": "day", "d": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week", "w": "week",
    "fortnight": "fortnight", "fortnights": "fortnight", "month": "month", "months": "month", "quarter": "quarter",
    "quarters": "quarter", "year": "year", "years": "year", "hour": "hour", "hours": "hour", "hr": "hour",
    "hrs": "hour",
    "h": "hour", "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute", "workday": "workday",
    "workdays": "workday", "weekdays": "workday", "day's": "day", "days'": "day", "weeks'": "week", "week's": "week",
}  # fmt: skip

PERIODS = {"week": "week", "weekend": "weekend", "month": "month", "quarter": "quarter", "year": "year"}

WHICH = {
    "this": 0, "current": 0, "next": 1, "nxt": 1, "following": 1, "coming": 1, "upcoming": 1, "last": -1,
    "previous": -1, "past": -1,
}  # fmt: skip

WEEKDAYS = {
    "monday": 0, "mon": 0, "mondays": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "weds": 2,
    "thursday": 3, "thu": 3, "thur": 3, "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6,
    "sun": 6,
    "monady": 0, "tuseday": 1, "wednesay": 2, "wendesday": 2, "thrusday": 3, "firday": 4, "staurday": 5,
}  # fmt: skip
SHORT_WEEKDAYS = words("mon wed sat sun thu fri tue")

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "october": 10, "oct": 10,
    "november": 11, "nov": 11, "december": 12, "dec": 12, "febuary": 2, "decemeber": 12,
}  # fmt: skip

RELATIVE_DAYS = (
    (("day", "after", "tomorrow"), 2), (("day", "before", "yesterday"), -2), (("overmorrow",), 2),
    (("today",), 0), (("tonight",), 0), (("tomorrow",), 1), (("tmrw",), 1), (("tmr",), 1), (("tmw",), 1),
    (("tommorow",), 1), (("tomorow",), 1), (("tommorrow",), 1), (("2morrow",), 1), (("tonite",), 0), (("yesterday",),
    -1),
    (("this", "morning"), 0), (("this", "afternoon"), 0), (("this", "evening"), 0), (("right", "now"), 0),
)  # fmt: skip

HOLIDAYS = (
    (("christmas", "eve"), 12, 24), (("christmas", "day"), 12, 25), (("christmas",), 12, 25), (("xmas",), 12, 25),
    (("boxing", "day"), 12, 26), (("new", "year's", "eve"), 12, 31), (("new", "years", "eve"), 12, 31),
    (("new", "year's", "day"), 1, 1), (("new", "year's"), 1, 1), (("new", "year"), 1, 1), (("halloween",), 10, 31),
    (("valentine's", "day"), 2, 14), (("valentines", "day"), 2, 14), (("st", "patrick's", "day"), 3, 17),
)  # fmt: skip

DAY_PARTS = {"morning": (0, 12), "afternoon": (12, 24), "evening": (12, 24), "night": (12, 24)}

CLOCK_WORDS = {"noon": (12, 0), "midday": (12, 0), "lunchtime": (12, 0), "lunch": (12, 0)}

# What an abbreviation says, in summer too; names of places would need a file to be read.
ZONES = {
    "utc": "+00:00", "gmt": "+00:00", "cet": "+01:00", "cest": "+02:00", "bst": "+01:00", "eet": "+02:00",
    "eest": "+03:00", "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00",
    "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00", "ist": "+05:30", "sgt": "+08:00", "jst": "+09:00",
    "aest": "+10:00", "aedt": "+11:00",
}  # fmt: skip
