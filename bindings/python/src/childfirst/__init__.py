"""Child First: child-centred policing guidance, worked through offline, and a record that an officer can stand behind.

Everything here is core's own door, generated (`childfirst.core`), with what Python expects besides:

- `with ChildFirst.open(Config(folder=...)) as app:` forgets every key at the end of the block;
- `moment(when)` and `wall(moment)` between an aware `datetime` and a `Moment`;
- a key store that is interrupted has failed (`_guard`): nothing counts as destroyed because of a Ctrl-C.

It refuses to decide anything: what may be recorded, and how it reads, is core's.
"""

from __future__ import annotations

import datetime as _datetime
import typing as _typing

from .core import childfirst as _generated
from .core.childfirst import *  # noqa: F403
from .core.childfirst import ChildFirst as _ChildFirst
from .core.childfirst import Config, KeyVault, Moment, Records, Recovered
from ._guard import Guarded as _Guarded
from ._guard import refuse_what_is_no_text as _refuse_what_is_no_text

__all__ = [*_generated.__all__, "moment", "wall"]

_refuse_what_is_no_text()


class ChildFirst(_ChildFirst):
    __doc__ = _ChildFirst.__doc__

    @classmethod
    def open(cls, config: Config) -> ChildFirst:
        return _typing.cast(ChildFirst, super().open(config))

    open.__func__.__doc__ = _ChildFirst.open.__doc__  # type: ignore[attr-defined]

    def unlock(self, vault: KeyVault) -> Records:
        return super().unlock(_Guarded(vault))

    unlock.__doc__ = _ChildFirst.unlock.__doc__

    def __enter__(self) -> ChildFirst:
        return self

    def __exit__(self, *_: object) -> None:
        self.lock()


def recover(source: str, into: str, secret: str, vault: KeyVault) -> Recovered:
    return _generated.recover(source, into, secret, _Guarded(vault))


recover.__doc__ = _generated.recover.__doc__


def moment(when: _typing.Optional[_datetime.datetime] = None) -> Moment:
    """The moment of an aware `datetime`, with the offset that its clock showed; of this machine's clock without one.

    A naive `datetime` is no point in time: `TypeError`.
    """
    when = _datetime.datetime.now().astimezone() if when is None else when
    offset = when.utcoffset()
    if offset is None:
        raise TypeError("a moment needs a datetime with a time zone")
    minutes = round(offset.total_seconds() / 60)
    return Moment(utc=when.astimezone(_datetime.timezone.utc), offset_minutes=minutes)


def wall(moment: Moment) -> _datetime.datetime:
    """The aware `datetime` of a moment, as the clock on the wall showed it."""
    offset = _datetime.timedelta(minutes=moment.offset_minutes)
    return moment.utc.astimezone(_datetime.timezone(offset))
