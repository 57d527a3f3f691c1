"""What the generated module lets through that must not reach the library.

Two things, and no third: what an app wrote that fails in a way of its own, and text that is not text. Refuses to be a
place for behaviour.
"""

from __future__ import annotations

import functools
import typing

from .core import childfirst as _generated
from .core.childfirst import KeyVault, Progress, Reply, Request, Transport, Watch

if typing.TYPE_CHECKING:
    from ._errors import TransportError, VaultError
else:
    from .core.childfirst import TransportError, VaultError

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
        return _answered(lambda: self._vault.wrap_key(key), VaultError, VaultError.Unavailable)

    def unwrap_key(self, wrapped: bytes) -> bytes:
        return _answered(lambda: self._vault.unwrap_key(wrapped), VaultError, VaultError.Unavailable)

    def rotate_key(self) -> None:
        return _answered(self._vault.rotate_key, VaultError, VaultError.Unavailable)


class GuardedTransport(Transport):
    """A transport whose every way out is an answer or a `TransportError`. One that was left otherwise reached nobody."""

    def __init__(self, transport: Transport) -> None:
        if not isinstance(transport, Transport):
            raise TypeError(f"a Transport is needed, not {type(transport).__name__}")
        self._transport = transport

    def fetch(self, request: Request) -> Reply:
        return _answered(lambda: _whole(self._transport.fetch(request)), TransportError, TransportError.Offline)


def _whole(reply: Reply) -> Reply:
    # The generated module looks at what it hands over, and not at what it is given back: text would arrive as bytes.
    checked: typing.Any = _generated._UniffiFfiConverterTypeReply
    checked.check_lower(reply)
    return reply


class GuardedWatch(Watch):
    """A watch that is left by anything stops what it watches: a Ctrl-C is meant so."""

    def __init__(self, watch: Watch) -> None:
        if not isinstance(watch, Watch):
            raise TypeError(f"a Watch is needed, not {type(watch).__name__}")
        self._watch = watch

    def progress(self, progress: Progress) -> None:
        return _answered(lambda: self._watch.progress(progress), TransportError, TransportError.Stopped)


def _answered(
    ask: typing.Callable[[], _T], error: type[Exception], otherwise: typing.Callable[[], Exception]
) -> _T:
    try:
        return ask()
    except error:
        raise
    except BaseException as left:
        raise otherwise() from left


def guard_updates() -> None:
    """Puts the guards around what is given to `Updates`, which the library makes and no class of ours can stand in for."""
    updates: typing.Any = _generated.Updates
    guards = {"transport": GuardedTransport, "watch": GuardedWatch}

    def guarded(method: typing.Callable[..., _T], names: list[str]) -> typing.Callable[..., _T]:
        @functools.wraps(method)
        def call(self: object, *args: object, **named: object) -> _T:
            given = {**dict(zip(names, args)), **named}
            if len(args) > len(names) or len(given) < len(args) + len(named):
                # What fits no parameter is for the method itself to refuse.
                return method(self, *args, **named)
            for name, guard in guards.items():
                if given.get(name) is not None or name == "transport" and name in given:
                    given[name] = guard(given[name])
            return method(self, **given)

        return call

    for name in ("poll", "refresh", "import_file"):
        method = getattr(updates, name)
        names = method.__code__.co_varnames[1 : method.__code__.co_argcount]
        setattr(updates, name, guarded(method, list(names)))


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
