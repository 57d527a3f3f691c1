"""Child First: child-centred policing guidance, worked through offline, and a record that an officer can stand behind.

Everything here is core's own door, generated (`childfirst.core`), with what Python expects besides:

- `with ChildFirst.open(Config(folder=...)) as app:` forgets every key at the end of the block;
- `moment(when)` and `wall(moment)` between an aware `datetime` and a `Moment`;
- a key store that is interrupted has failed (`_guard`): nothing counts as destroyed because of a Ctrl-C.

It refuses to decide anything: what may be recorded, and how it reads, is core's.
"""

from __future__ import annotations

import typing as _typing

if _typing.TYPE_CHECKING:
    # Some type checkers keep the first of two names, and some the last.
    from ._door import ChildFirst as ChildFirst
    from ._door import recover as recover
    from ._errors import ChildFirstError as ChildFirstError
    from ._errors import VaultError as VaultError

from .core import childfirst as _generated
from .core.childfirst import *  # type: ignore[assignment]  # noqa: F403
from ._door import ChildFirst as ChildFirst
from ._door import moment as moment
from ._door import recover as recover
from ._door import wall as wall
from ._guard import refuse_what_is_no_text as _refuse_what_is_no_text

if _typing.TYPE_CHECKING:
    from ._errors import ChildFirstError as ChildFirstError
    from ._errors import VaultError as VaultError
else:
    __all__ = [*_generated.__all__, "moment", "wall"]

_refuse_what_is_no_text()
