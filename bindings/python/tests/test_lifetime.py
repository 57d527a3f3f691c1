"""Objects after their end, from sixteen threads, and by the ten thousand."""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path

import pytest

from childfirst import (
    AddChild,
    Age,
    ChildFirst,
    ChildFirstError,
    Config,
    Observe,
    Recovery,
    moment,
)

THREADS = 16
EACH = 12
OBJECTS = 10_000
STATM = Path("/proc/self/statm")


def test_objects_from_before_a_lock_are_closed(app, vault, records, interaction, made) -> None:
    app.lock()
    uses = [
        interaction.state,
        interaction.worklist,
        interaction.head,
        interaction.verify,
        lambda: interaction.observe(Observe(children=[], words="x"), made()),
        records.list,
        lambda: records.resume(interaction.id()),
    ]
    for use in uses:
        with pytest.raises(ChildFirstError.Closed):
            use()
    # What needs no key goes on, and the id is still its id.
    assert app.guidance().installed(2026)
    again = app.unlock(vault).resume(interaction.id())
    assert again.head().seq == 1
    with pytest.raises(ChildFirstError.Closed):
        interaction.head()


def test_the_block_of_a_with_ends_locked(folder, pack_bytes, vault, begin, made) -> None:
    with ChildFirst.open(Config(folder=folder)) as app:
        app.guidance().install_pack(pack_bytes)
        it = app.unlock(vault).begin(begin, made())
    with pytest.raises(ChildFirstError.Closed):
        it.head()
    with pytest.raises(ZeroDivisionError):
        with app:
            it = app.unlock(vault).resume(it.id())
            1 / 0
    with pytest.raises(ChildFirstError.Closed):
        it.head()


def test_a_folder_is_free_when_the_last_object_is_gone(folder, vault, pack_bytes, begin, made) -> None:
    app = ChildFirst.open(Config(folder=folder))
    app.guidance().install_pack(pack_bytes)
    it = app.unlock(vault).begin(begin, made())
    with pytest.raises(ChildFirstError.InUse):
        ChildFirst.open(Config(folder=folder)).unlock(vault)
    # A call that was refused before it was made leaves nothing behind that would hold it.
    with pytest.raises(UnicodeEncodeError):
        it.observe(Observe(children=[], words="\ud800"), made())
    with pytest.raises(AttributeError):
        it.danger(moment().utc)
    id = it.id()
    del app, it
    gc.collect()
    other = ChildFirst.open(Config(folder=folder))
    assert other.unlock(vault).resume(id).head().seq == 1


def test_nothing_is_made_by_hand(app) -> None:
    with pytest.raises(ValueError):
        ChildFirst()
    assert app.recovery() is Recovery.NOT_CONFIGURED


def test_sixteen_threads_write_and_read(app, interaction, made) -> None:
    start, wrong, receipts = threading.Barrier(THREADS), [], []

    def work(thread: int) -> None:
        start.wait(60)
        try:
            for n in range(EACH):
                what = Observe(children=[], words=f"{thread} {n}")
                receipts.append((interaction.observe(what, made()).seq, what.words))
                interaction.worklist()
                app.guidance().search("child", [], 3)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not wrong
    assert len(receipts) == THREADS * EACH
    entries = {entry.seq: entry.event[0].words for entry in interaction.entries() if entry.event.is_observed()}
    assert entries == dict(receipts)
    assert interaction.verify().seq == 1 + THREADS * EACH


def test_sixteen_threads_and_one_that_locks(app, vault, interaction, made) -> None:
    start, wrong = threading.Barrier(THREADS + 1), []

    def work() -> None:
        start.wait(60)
        try:
            while True:
                interaction.observe(Observe(children=[], words="x"), made())
        except (ChildFirstError.Closed, ChildFirstError.Locked):
            pass
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    start.wait(60)
    app.lock()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    assert not wrong
    again = app.unlock(vault).resume(interaction.id())
    assert again.verify().seq == again.head().seq


def resident() -> int:
    gc.collect()
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def grown(make) -> int:
    """By how many bytes the process grew over so many of them, after a first tenth."""
    for _ in range(OBJECTS // 10):
        make()
    before = resident()
    for _ in range(OBJECTS):
        make()
    return resident() - before


MOST = 8 * 2**20


@pytest.mark.skipif(not STATM.exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("what", ["guidance", "folder", "records", "interaction", "error", "callback"])
def test_ten_thousand_objects_leave_nothing(app, folder, vault, records, interaction, made, what) -> None:
    interaction.add_child(AddChild(label="girl", age=Age.MONTHS(108, 119)), made())

    def wrong() -> None:
        with pytest.raises(ChildFirstError.NotFound):
            records.resume("0" * 32)

    make = {
        "guidance": app.guidance,
        "folder": lambda: ChildFirst.open(Config(folder=folder)),
        "records": lambda: app.unlock(vault),
        "interaction": lambda: records.resume(interaction.id()),
        "error": wrong,
        "callback": lambda: app.unlock(type(vault)()),
    }[what]
    assert grown(make) < MOST


@pytest.mark.skipif(not STATM.exists(), reason="memory is read from /proc")
def test_the_measure_sees_what_stays() -> None:
    kept = []
    assert grown(lambda: kept.append(bytearray(b"x" * 2_000))) > MOST
