"""A key store that does everything wrong: each way has an outcome that is defined, and the next try is as any first.

Two ways are worse than the others: to be left by what is no `Exception`, and to hold the call for as long as it likes.
"""

from __future__ import annotations

import threading

import pytest

from childfirst import Cause, ChildFirstError, KeyVault, RecordsState, VaultError

from conftest import Vault

NOT_THERE = Cause.KEY_STORE


class Answers(Vault):
    """A key store of which one call does something else."""

    def __init__(self, call: str, does) -> None:
        setattr(self, call, does)


def throws(what):
    def call(*_):
        raise what

    return call


def gives(what):
    return lambda *_: what


CANNOT_BE_SHOWN = type("CannotBeShown", (Exception,), {"__repr__": lambda _: 1 / 0})

UNEXPECTED = {
    "ValueError": throws(ValueError("the key is hunter2")),
    "an error that cannot be shown": throws(CANNOT_BE_SHOWN()),
    "RecursionError": throws(RecursionError()),
    "MemoryError": throws(MemoryError()),
    "StopIteration": throws(StopIteration()),
    "KeyboardInterrupt": throws(KeyboardInterrupt()),
    "SystemExit": throws(SystemExit(3)),
    "GeneratorExit": throws(GeneratorExit()),
    "an error of the library": throws(ChildFirstError.KeyGone()),
    "nothing": gives(b""),
    "a byte": gives(b"\x07"),
    "a byte too many": gives(bytes(33)),
    "a megabyte": gives(bytes(2**20)),
    "None": gives(None),
    "text": gives("k" * 32),
    "a number": gives(32),
    "a list": gives([0] * 32),
}


@pytest.mark.parametrize("call", ["wrap_key", "unwrap_key"])
@pytest.mark.parametrize("does", UNEXPECTED.values(), ids=UNEXPECTED.keys())
def test_whatever_else_it_does_it_did_not_answer(app, vault, call, does) -> None:
    with pytest.raises(ChildFirstError.Unavailable) as error:
        app.unlock(Answers(call, does))
    assert error.value.cause is NOT_THERE
    assert "hunter2" not in repr(error.value)
    # Guidance goes on; and nothing is broken for the next try.
    assert app.guidance().installed(2026)
    assert app.unlock(vault).list() == []


@pytest.mark.parametrize(
    ("raised", "seen"),
    [
        (VaultError.Locked, ChildFirstError.Locked),
        (VaultError.KeyGone, ChildFirstError.KeyGone),
        (VaultError.Unavailable, ChildFirstError.Unavailable),
    ],
)
def test_its_own_errors_arrive_as_what_to_do_next(app, vault, raised, seen) -> None:
    with pytest.raises(seen):
        app.unlock(Answers("wrap_key", throws(raised())))
    assert app.unlock(vault).list() == []


def test_another_key_than_the_one_that_was_wrapped(app, vault) -> None:
    app.unlock(vault)
    app.lock()
    with pytest.raises(ChildFirstError.KeyGone):
        app.unlock(Answers("unwrap_key", gives(bytes(32))))
    app.unlock(vault)


@pytest.mark.parametrize("left_by", [KeyboardInterrupt, SystemExit, ValueError, CANNOT_BE_SHOWN])
def test_a_rotation_that_was_interrupted_is_none(app, vault, begin, made, left_by) -> None:
    told = Answers("rotate_key", throws(left_by()))
    records = app.unlock(told)
    it = records.begin(begin, made())
    destroyed = records.destroy(it.id(), "a test", made())
    assert not destroyed.complete, "nothing says destroyed while a key could open it"
    assert records.forgetting_owed()
    # The control: the same with a key store that rotates.
    app.lock()
    records = app.unlock(vault)
    other = records.begin(begin, made())
    assert records.destroy(other.id(), "a test", made()).complete


def test_what_is_no_key_store_is_refused(app) -> None:
    for none in (None, object(), "vault", KeyVault):
        with pytest.raises(TypeError):
            app.unlock(none)


def test_a_key_store_without_its_methods_did_not_answer(app) -> None:
    with pytest.raises(ChildFirstError.Unavailable):
        app.unlock(KeyVault())


def test_one_that_blocks_holds_nobody_but_its_caller(app, vault) -> None:
    asked, go_on = threading.Event(), threading.Event()

    class Slow(Vault):
        def wrap_key(self, key: bytes) -> bytes:
            asked.set()
            assert go_on.wait(30)
            return super().wrap_key(key)

    got = []

    def ask() -> None:
        try:
            got.append(app.unlock(Slow()))
        except ChildFirstError.Locked as locked:
            got.append(locked)

    waiting = threading.Thread(target=ask)
    waiting.start()
    assert asked.wait(30)
    # While it waits for a finger, everything else answers.
    assert app.guidance().installed(2026)
    assert app.records_state() is not RecordsState.READY
    app.lock()
    go_on.set()
    waiting.join(30)
    assert not waiting.is_alive()
    assert len(got) == 1
    app.unlock(vault).list()


def test_one_that_comes_back_in_by_the_door(app, begin, made) -> None:
    seen = []

    class Within(Vault):
        def wrap_key(self, key: bytes) -> bytes:
            seen.append(app.records_state())
            app.guidance().installed(2026)
            app.lock()
            app.prepare_suspend()
            return super().wrap_key(key)

        def unwrap_key(self, wrapped: bytes) -> bytes:
            if len(seen) < 3:
                seen.append("again")
                try:
                    app.unlock(self)
                except ChildFirstError:
                    seen.append("refused")
            return super().unwrap_key(wrapped)

    try:
        app.unlock(Within())
    except ChildFirstError:
        pass
    assert seen
    records = app.unlock(Vault())
    assert records.begin(begin, made()).head().seq == 1


def test_the_thread_that_asks_is_the_one_that_is_called(app) -> None:
    called = []

    class Which(Vault):
        def wrap_key(self, key: bytes) -> bytes:
            called.append(threading.get_ident())
            return super().wrap_key(key)

    app.unlock(Which())
    assert set(called) == {threading.get_ident()}
