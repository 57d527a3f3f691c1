"""A transport that does everything wrong: each way is said by name, nothing is taken, and the next try is as any first.

Two ways are worse than the others: to be left by what is no `Exception`, and to hold the call for as long as it likes.
"""

from __future__ import annotations

import threading

import pytest

from childfirst import ChildFirst, ChildFirstError, Config, Reply, Transport, TransportError, Trouble, UpdatesConfig
from childfirst import Watch, vector_moment

from conftest import VECTORS
from test_key_store import CANNOT_BE_SHOWN, gives, throws
from transport import Server, Watching, reply

NOW = vector_moment("2026-11-25T10:00:00Z")
URL = "https://updates.example/"


class Does(Transport):
    """A transport that does one thing, whatever it is asked."""

    def __init__(self, does) -> None:
        self.does = does

    def fetch(self, request) -> Reply:
        return self.does(request)


@pytest.fixture
def updates(app):
    root = (VECTORS / "repositories/first/metadata/1.root.json").read_bytes()
    return app.updates(UpdatesConfig(url=URL, root=root, follow=[]))


@pytest.fixture
def server():
    server = Server(URL)
    server.told(["first"])
    return server


def taken(app) -> set:
    return {pack.id for pack in app.guidance().installed(2026)}


NOBODY_ANSWERED = {
    "ValueError": throws(ValueError("the password is hunter2")),
    "an error that cannot be shown": throws(CANNOT_BE_SHOWN()),
    "RecursionError": throws(RecursionError()),
    "MemoryError": throws(MemoryError()),
    "StopIteration": throws(StopIteration()),
    "KeyboardInterrupt": throws(KeyboardInterrupt()),
    "SystemExit": throws(SystemExit(3)),
    "GeneratorExit": throws(GeneratorExit()),
    "an error of the library": throws(ChildFirstError.KeyGone()),
    "None": gives(None),
    "text": gives("200 OK"),
    "a negative status": lambda _: reply(-200),
    "a status that is too large": lambda _: reply(65_536),
    "a status that is none": lambda _: reply("200"),
    "a body that is none": lambda _: reply(200, None),
    "a body of text": lambda _: reply(200, "{}"),
    "a negative place": lambda _: reply(206, b"{}", from_byte=-1),
    "a validator with half a surrogate pair": lambda _: reply(200, b"{}", etag="\ud800"),
    "a wait that is too long to be said": lambda _: reply(503, retry_after_seconds=2**40),
}


@pytest.mark.parametrize("does", NOBODY_ANSWERED.values(), ids=NOBODY_ANSWERED.keys())
def test_whatever_else_it_does_nobody_answered(app, updates, server, does) -> None:
    before = taken(app)
    with pytest.raises(ChildFirstError.NotUpdated) as error:
        updates.refresh(Does(does), None, False, NOW)
    assert error.value.why is Trouble.OFFLINE
    assert "hunter2" not in repr(error.value)
    assert taken(app) == before
    # Nothing is broken for the next try.
    assert len(updates.refresh(server, None, False, NOW).changed) == 2


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (0, Trouble.GARBLED),
        (99, Trouble.GARBLED),
        (301, Trouble.REDIRECTED),
        (304, Trouble.OUT_OF_TURN),
        (401, Trouble.SIGN_IN_PAGE),
        (451, Trouble.GARBLED),
        (599, Trouble.BUSY),
        (600, Trouble.GARBLED),
        (65_535, Trouble.GARBLED),
    ],
)
def test_a_status_that_says_no_is_no_file(updates, status, why) -> None:
    with pytest.raises(ChildFirstError.NotUpdated) as error:
        updates.refresh(Does(lambda _: reply(status, b"{}")), None, False, NOW)
    assert error.value.why is why


def test_more_than_there_may_be_is_refused_wherever_it_comes(app, updates, server) -> None:
    before = taken(app)
    for only in (".root.json", "timestamp", "snapshot", "targets.json"):
        server.told(["first"], answers="endless", only=only)
        with pytest.raises(ChildFirstError.NotUpdated) as error:
            updates.refresh(server, None, False, NOW)
        assert error.value.why is Trouble.TOO_MUCH
    server.told(["first"], answers="endless", only="targets/force")
    said = updates.refresh(server, None, False, NOW)
    assert [(one.force, one.why) for one in said.troubles] == [("force", Trouble.TOO_MUCH)]
    assert taken(app) == before | {"six-principles"}


def test_one_that_blocks_holds_nobody_but_its_caller(app, updates, server, records, begin, made) -> None:
    asked, go_on = threading.Event(), threading.Event()
    right, got = server.fetch, []

    def slow(request):
        asked.set()
        assert go_on.wait(30)
        return right(request)

    waiting = threading.Thread(target=lambda: got.append(updates.refresh(Does(slow), None, False, NOW)))
    waiting.start()
    assert asked.wait(30)
    # While it waits for a server, guidance and records go on, and another refresh is refused by name.
    assert app.guidance().search("baby", [], 3)
    assert records.begin(begin, made()).head().seq == 1
    assert updates.state(NOW).installed
    with pytest.raises(ChildFirstError.NotUpdated) as error:
        updates.refresh(server, None, False, NOW)
    assert error.value.why is Trouble.UNDER_WAY
    go_on.set()
    waiting.join(30)
    assert len(got[0].changed) == 2


def test_one_that_is_stopped_while_it_blocks_says_so(updates, server) -> None:
    asked, go_on, got = threading.Event(), threading.Event(), []

    def slow(_):
        asked.set()
        assert go_on.wait(30)
        return reply(404)

    def refresh() -> None:
        with pytest.raises(ChildFirstError.NotUpdated) as error:
            updates.refresh(Does(slow), None, False, NOW)
        got.append(error.value.why)

    waiting = threading.Thread(target=refresh)
    waiting.start()
    assert asked.wait(30)
    updates.stop()
    go_on.set()
    waiting.join(30)
    assert got == [Trouble.STOPPED]
    assert len(updates.refresh(server, None, False, NOW).changed) == 2


def test_one_that_comes_back_in_by_the_door(app, updates, server) -> None:
    seen, right = [], server.fetch

    def within(request):
        app.guidance().installed(2026)
        seen.append(updates.state(NOW).freshness)
        for again in (
            lambda: updates.poll(server, NOW),
            lambda: updates.refresh(server, None, False, NOW),
            updates.start_again,
        ):
            with pytest.raises(ChildFirstError.NotUpdated) as error:
                again()
            assert error.value.why is Trouble.UNDER_WAY
        app.lock()
        return right(request)

    assert len(updates.refresh(Does(within), None, False, NOW).changed) == 2
    assert seen


def test_the_thread_that_asks_is_the_one_that_is_called(updates, server) -> None:
    called, right = set(), server.fetch

    def which(request):
        called.add(threading.get_ident())
        return right(request)

    updates.refresh(Does(which), None, False, NOW)
    assert called == {threading.get_ident()}


def test_what_is_no_transport_and_no_watch_is_refused(updates, server) -> None:
    for none in (None, object(), "https://", Transport):
        with pytest.raises(TypeError):
            updates.poll(none, NOW)
    for none in (object(), "watch", Watch):
        with pytest.raises(TypeError):
            updates.refresh(server, none, False, NOW)
    with pytest.raises(TypeError):
        updates.refresh(server)
    assert len(updates.refresh(transport=server, watch=None, costly=False, now=NOW).changed) == 2


@pytest.mark.parametrize("left_by", [KeyboardInterrupt, SystemExit, ValueError, CANNOT_BE_SHOWN, TransportError.Offline])
def test_a_watch_that_is_left_by_anything_stops_it(app, updates, server, left_by) -> None:
    before = taken(app)

    class Leaves(Watching):
        def progress(self, progress) -> None:
            super().progress(progress)
            raise left_by()

    watch = Leaves()
    with pytest.raises(ChildFirstError.NotUpdated) as error:
        updates.refresh(server, watch, False, NOW)
    assert error.value.why is Trouble.STOPPED
    assert len(watch.told) == 1
    assert taken(app) == before
    assert len(updates.refresh(server, Watching(), False, NOW).changed) == 2


def test_updates_go_on_after_the_records_were_locked_and_the_app_was_dropped(folder, server) -> None:
    root = (VECTORS / "repositories/first/metadata/1.root.json").read_bytes()
    app = ChildFirst.open(Config(folder=folder))
    updates = app.updates(UpdatesConfig(url=URL, root=root, follow=[]))
    app.lock()
    del app
    assert len(updates.refresh(server, None, False, NOW).changed) == 2
    assert {pack.pack for pack in updates.state(NOW).installed} == {"force", "six-principles"}
