"""What a `datetime` has to be before it is handed over (bindings/uniffi.toml). Refuses to change one."""

from __future__ import annotations

import datetime

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_SECOND = datetime.timedelta(seconds=1)
_NOTHING = datetime.timedelta()


def point_in_time(when: datetime.datetime) -> datetime.datetime:
    """The same, if it is a point in time that arrives as it is.

    A naive one is none: `TypeError`. In the last second before 1970 the sign is lost on the way: `ValueError`.
    """
    if _NOTHING < _EPOCH - when < _SECOND:
        raise ValueError("a time in the last second before 1970 cannot be handed over")
    return when
