"""The door as Python has it: a block that ends locked, key stores that are guarded, moments of a `datetime`."""

from __future__ import annotations

import datetime
import typing

from .core import childfirst as _generated
from .core.childfirst import Config, KeyVault, Moment, Records, Recovered

from ._guard import Guarded


class ChildFirst(_generated.ChildFirst):
    __doc__ = _generated.ChildFirst.__doc__

    @classmethod
    def open(cls, config: Config) -> ChildFirst:
        return typing.cast(ChildFirst, super().open(config))

    open.__func__.__doc__ = _generated.ChildFirst.open.__doc__  # type: ignore[attr-defined]

    def unlock(self, vault: KeyVault) -> Records:
        return super().unlock(Guarded(vault))

    unlock.__doc__ = _generated.ChildFirst.unlock.__doc__

    def __enter__(self) -> ChildFirst:
        return self

    def __exit__(self, *_: object) -> None:
        self.lock()


def recover(source: str, into: str, secret: str, vault: KeyVault) -> Recovered:
    return _generated.recover(source, into, secret, Guarded(vault))


recover.__doc__ = _generated.recover.__doc__


def moment(when: typing.Optional[datetime.datetime] = None) -> Moment:
    """The moment of an aware `datetime`, with the offset that its clock showed; of this machine's clock without one.

    A naive `datetime` is no point in time: `TypeError`.
    """
    when = datetime.datetime.now().astimezone() if when is None else when
    offset = when.utcoffset()
    if offset is None:
        raise TypeError("a moment needs a datetime with a time zone")
    minutes = round(offset.total_seconds() / 60)
    return Moment(utc=when.astimezone(datetime.timezone.utc), offset_minutes=minutes)


def wall(moment: Moment) -> datetime.datetime:
    """The aware `datetime` of a moment, as the clock on the wall showed it."""
    offset = datetime.timedelta(minutes=moment.offset_minutes)
    return moment.utc.astimezone(datetime.timezone(offset))
