"""Date math in the names of a request: `<logs-{now/d}>` is replaced before anything is authorized.

This follows `DateMathExpressionResolver` and `JavaDateMathParser` in Elasticsearch. In roles and keys such a
name is literal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_DEFAULT_FORMAT = "uuuu.MM.dd"
_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?(\d{2}))?")
_STEP = re.compile(r"(/|[+-]\d*)([yMwdhHms])")
_TOKEN = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+", re.DOTALL)


class InvalidDateMathError(Exception):
    """Date math that Elasticsearch refuses: the answer is 403, as for a name that is not allowed."""


class UnreadableDateMathError(Exception):
    """Date math that Elasticsearch may understand and that is not understood here."""


def resolve_date_math(name: str, now: datetime) -> str:
    """Give the name that a request means.

    Args:
        name: a name of a request, without a leading dash or a selector.
        now: the clock, with a time zone.

    Raises:
        InvalidDateMathError: Elasticsearch refuses it.
        UnreadableDateMathError: it is a date or a format that is not understood here.

    >>> clock = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    >>> [resolve_date_math(name, clock) for name in ("<logs-{now/d}>", "<logs-{now/M{yyyy.MM}}>", "<logs-1>")]
    ['logs-2026.11.27', 'logs-2026.11', 'logs-1']
    >>> resolve_date_math("<logs-{now/d{yyyy.MM.dd|+01:00}}>", clock)
    'logs-2026.11.28'
    """
    if not (len(name) > 1 and name.startswith("<") and name.endswith(">")):
        return name
    text = "".join(
        part if isinstance(part, str) else _formatted(part.expression, now) for part in _parts(name)
    )
    if not text:
        raise InvalidDateMathError(f"[{name}] captures nothing")
    return text


@dataclass(slots=True)
class _Placeholder:
    """What stands between `{` and `}`."""

    expression: str = ""
    in_format: bool = False


def _parts(name: str) -> list[str | _Placeholder]:
    """Split a name into text and placeholders; a backslash takes the meaning from a brace."""
    parts: list[str | _Placeholder] = []
    inside: _Placeholder | None = None
    escaped = False
    for character in name[1:-1]:
        if character == "\\" and not escaped:
            escaped = True
            continue
        brace = character in "{}" and not escaped
        escaped = False
        if inside is not None:
            inside = _within(inside, character, name, brace=brace)
        elif brace and character == "{":
            inside = _Placeholder()
            parts.append(inside)
        elif brace:
            raise InvalidDateMathError(f"[{name}] closes a placeholder that is not open")
        else:
            parts.append(character)
    if inside is not None:
        raise InvalidDateMathError(f"[{name}] does not close a placeholder")
    return parts


def _within(inside: _Placeholder, character: str, name: str, *, brace: bool) -> _Placeholder | None:
    if brace and character == "{":
        if inside.in_format:
            raise InvalidDateMathError(f"[{name}] has a brace inside a date format")
        inside.in_format = True
    elif brace:
        if not inside.in_format:
            return None
        inside.in_format = False
    inside.expression += character
    return inside


def _formatted(placeholder: str, now: datetime) -> str:
    math, brace, rest = placeholder.partition("{")
    if not brace:
        return _written(_moved(math, now.astimezone(UTC)), _DEFAULT_FORMAT)
    if not rest.endswith("}") or rest == "}":
        raise InvalidDateMathError(f"[{placeholder}] needs a date format and a closing brace")
    pattern, bar, zone = rest[:-1].partition("|")
    return _written(_moved(math, now.astimezone(_zone(zone) if bar else UTC)), pattern)


def _zone(name: str) -> tzinfo:
    if name in {"Z", "UTC", "GMT"}:
        return UTC
    if offset := _OFFSET.fullmatch(name):
        sign, hours, minutes = offset.groups()
        ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(-ahead if sign == "-" else ahead)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnreadableDateMathError(f"the time zone [{name}] is not known here") from None


def _moved(math: str, now: datetime) -> datetime:
    """Apply steps such as `/d`, `-1d` and `+2M` to the clock, in its time zone."""
    if not math:
        raise InvalidDateMathError("the date is empty")
    if not math.startswith("now"):
        raise UnreadableDateMathError(f"[{math}] does not start with now")
    moment, rest = now, math.removeprefix("now")
    while rest:
        step = _STEP.match(rest)
        if step is None:
            raise InvalidDateMathError(f"date math [{rest}] is not supported")
        operator, unit = step.groups()
        moment = _rounded(moment, unit) if operator == "/" else _shifted(moment, operator, unit)
        rest = rest[step.end() :]
    return moment


def _rounded(moment: datetime, unit: str) -> datetime:
    match unit:
        case "y":
            moment = moment.replace(month=1, day=1, hour=0)
        case "M":
            moment = moment.replace(day=1, hour=0)
        case "w":
            moment = (moment - timedelta(days=moment.weekday())).replace(hour=0)
        case "d":
            moment = moment.replace(hour=0)
    if unit in "hH" or unit in "yMwd":
        return moment.replace(minute=0, second=0, microsecond=0)
    return moment.replace(microsecond=0) if unit == "s" else moment.replace(second=0, microsecond=0)


def _shifted(moment: datetime, operator: str, unit: str) -> datetime:
    number = int(operator[1:] or 1) * (-1 if operator.startswith("-") else 1)
    try:
        match unit:
            case "y" | "M":
                return _months_later(moment, number * (12 if unit == "y" else 1))
            case "w" | "d":
                return moment + timedelta(days=number * (7 if unit == "w" else 1))
            case _:
                seconds = {"h": 3600, "H": 3600, "m": 60, "s": 1}[unit]
                return (moment.astimezone(UTC) + timedelta(seconds=number * seconds)).astimezone(
                    moment.tzinfo
                )
    except (OverflowError, ValueError):
        raise UnreadableDateMathError(f"[{operator}{unit}] leads out of the calendar") from None


def _months_later(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    next_month = datetime(year + month // 11, (month + 1) % 12 + 1, 1, tzinfo=UTC)
    last_day = (next_month - timedelta(days=1)).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last_day))


def _written(moment: datetime, pattern: str) -> str:
    """Format a moment with a pattern of Java's `DateTimeFormatter`, as far as index names use them."""
    if "".join(token.group() for token in _TOKEN.finditer(pattern)) != pattern:
        raise InvalidDateMathError(f"the date format [{pattern}] has an open quote")
    return "".join(_token(token, moment, pattern) for token in _TOKEN.finditer(pattern))


def _token(token: re.Match[str], moment: datetime, pattern: str) -> str:
    text, letter = token.group(), token.group(2)
    if letter is None:
        quoted = token.group(1)
        return text if quoted is None else quoted.replace("''", "'") or "'"
    values = {
        "y": moment.year,
        "u": moment.year,
        "M": moment.month,
        "d": moment.day,
        "D": moment.timetuple().tm_yday,
        "H": moment.hour,
        "m": moment.minute,
        "s": moment.second,
        "x": moment.isocalendar().year,
        "w": moment.isocalendar().week,
    }
    most = 4 if letter in "yux" else 3 if letter == "D" else 2
    if letter not in values or len(text) > most or (letter in "yux" and len(text) == 3):  # noqa: PLR2004
        raise UnreadableDateMathError(f"the date format [{pattern}] is not understood here")
    value = values[letter]
    shortened = letter in "yux" and len(text) == 2  # noqa: PLR2004
    return f"{value % 100 if shortened else value:0{len(text)}d}"
