"""What the generated module lets through that must not reach the library.

Two things, and no third: a key store that fails in a way of its own, and text that is not text. Refuses to be a place
for behaviour.
"""

from __future__ import annotations

import typing

from .core import childfirst as _generated
from .core.childfirst import KeyVault

if typing.TYPE_CHECKING:
    from ._errors import VaultError
else:
    from .core.childfirst import VaultError

_T = typing.TypeVar("_T")


class Guarded(KeyVault):
    """A key store whose every way out is an answer or a `VaultError`.

    The generated module takes a call for one that returned when it was left by `KeyboardInterrupt` or `SystemExit`, or
    by an error that cannot be shown: a key that was not rotated would count as rotated, and a record as destroyed.
    """

    def __init__(self, vault: KeyVault) -> None:
        if not isinstance(vault, KeyVault):
            raise TypeError(f"a KeyVault is needed, not {type(vault).__name__}")
        self._vault = vault

    def wrap_key(self, key: bytes) -> bytes:
        return _answered(lambda: self._vault.wrap_key(key))

    def unwrap_key(self, wrapped: bytes) -> bytes:
        return _answered(lambda: self._vault.unwrap_key(wrapped))

    def rotate_key(self) -> None:
        return _answered(self._vault.rotate_key)


def _answered(ask: typing.Callable[[], _T]) -> _T:
    try:
        return ask()
    except VaultError:
        raise
    except BaseException as left:
        raise VaultError.Unavailable() from left


def refuse_what_is_no_text() -> None:
    """Refuses a text with half of a surrogate pair before anything is handed over (`UnicodeEncodeError`).

    The generated module finds out when it has already told the library that one more has hold of the object: that
    object would never be freed, and its folder stay in use for as long as the program runs.
    """
    converter: typing.Any = _generated._UniffiFfiConverterString
    checked = converter.check_lower

    def check_lower(value: object) -> str:
        text: str = checked(value)
        text.encode("utf-8")
        return text

    converter.check_lower = staticmethod(check_lower)
