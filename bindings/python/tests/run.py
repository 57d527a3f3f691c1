"""Works a vector through, as `tests/vectors/README.md` says: its lines, its devices, its key stores.

Refuses a step that is not in the table there, and whatever an app could not do.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any, Optional

import childfirst as cf
from childfirst import ChildFirst, ChildFirstError, Config, Made, UpdatesConfig, VaultError, VectorStep

from conftest import ROOT, VECTORS, Vault
from transport import Server, Watching

MOST_LINES = 60
SHOWN_LINES = 20


class ToldVault(Vault):
    """A key store that answers as it was last told to."""

    answers = "right"

    def wrap_key(self, key: bytes) -> bytes:
        return self._answer(super().wrap_key(key))

    def rotate_key(self) -> None:
        if self.answers == "no_rotation":
            raise VaultError.Unavailable()
        self._answer(b"")

    def _answer(self, right: bytes) -> bytes:
        if self.answers == "locked":
            raise VaultError.Locked()
        if self.answers == "key_gone":
            raise VaultError.KeyGone()
        if self.answers == "unavailable":
            raise VaultError.Unavailable()
        if self.answers == "throws":
            raise ValueError("none of its errors")
        return {"short": b"\x07", "other": bytes(32)}.get(self.answers, right)


class Device:
    """A data folder, what is open on it, and its interaction."""

    def __init__(self, folder: Path, recovery_key: Optional[str]) -> None:
        self.folder = folder
        self.recovery_key = recovery_key
        self.vault = ToldVault()
        self.opened = 0
        self.app: Any = None
        self.records: Any = None
        self.current: Any = None
        self.updates: Any = None
        self.server = Server()
        self.watch = Watching()


class Run:
    """A vector under way."""

    def __init__(self, name: str, root: Path) -> None:
        self.name = name
        self.root = root
        self.devices: dict[str, Device] = {}
        self.kept: dict[str, str] = {}
        self.pair: Any = None
        self.device("a")

    # Devices.

    def device(self, name: str, recovery_key: Optional[str] = None) -> None:
        self.at = name
        if name not in self.devices:
            self.add(name, self.root / name, recovery_key)
            self.here.app.guidance().install_pack((VECTORS / "packs/hampshire-1.json").read_bytes())
            self.unlock()

    def add(self, name: str, folder: Path, recovery_key: Optional[str] = None) -> None:
        self.at = name
        self.devices[name] = Device(folder, recovery_key)
        self.open()

    def open(self) -> None:
        here = self.here
        here.current = here.records = here.updates = here.app = None
        here.opened += 1
        seed = f"{self.name}/{self.at}" + (f"/{here.opened}" if here.opened > 1 else "")
        config = Config(folder=str(here.folder), recovery_key=here.recovery_key)
        here.app = ChildFirst.open_seeded(config, seed)

    def unlock(self) -> None:
        self.here.records = self.here.app.unlock(self.here.vault)

    @property
    def here(self) -> Device:
        return self.devices[self.at]

    # Steps.

    def step(self, step: dict[str, Any]) -> dict[str, Any]:
        work = self.line if "line" in step else self.host
        try:
            return work(dict(step.get("line") or step["host"]))
        except ChildFirstError as error:
            return {"error": spelled(error)}

    def line(self, line: dict[str, Any]) -> dict[str, Any]:
        keep = line.pop("keep", None)
        if "export_of" in line:
            line["export"] = self.kept[line.pop("export_of")]
        if "words_times" in line:
            text, times = line.pop("words_times")
            line["words"] = text * times
        step = cf.vector_step(json.dumps(line))
        here, it = self.here, self.here.current
        if isinstance(step, VectorStep.BEGIN):
            return self.gone_on(here.records.begin(step.how, step.made))
        if step.is_resume():
            newest = next(iter(here.records.list()), None)
            return self.gone_on(here.records.resume(newest.id if newest else ""))
        if isinstance(step, VectorStep.PERFORM):
            return receipt(it.perform(step.operation, step.made))
        if isinstance(step, VectorStep.ERASE):
            erasure = here.records.erase(it.id(), step.erased, step.made)
            return {**receipt(erasure.receipt), "complete": erasure.complete}
        if isinstance(step, VectorStep.MOVE):
            return receipt(it.move_to(step.pack, step.made))
        if isinstance(step, VectorStep.EXPORT):
            file = it.export(step.how, step.made)
            if keep is not None:
                self.kept[keep] = file.text
            return export(file)
        if isinstance(step, VectorStep.DRAFT):
            it.keep_draft(step.draft)
            return {}
        if isinstance(step, VectorStep.DRAFT_DROPPED_AT):
            it.drop_draft_at(step.place, step.child)
            return {}
        if step.is_draft_dropped():
            it.drop_draft()
            return {}
        if step.is_worklist():
            return lines(cf.vector_worklist(it, it.worklist()))
        if step.is_state():
            return lines(cf.vector_state(it.state()))
        if step.is_record():
            return lines(cf.vector_record(it.record()))
        if isinstance(step, VectorStep.LOG_COPY):
            return lines(cf.vector_log_copy(it.log_copy(step.now)))
        if step.is_verify():
            return receipt(it.verify())
        raise AssertionError(f"no way to do {step}")

    def host(self, step: dict[str, Any]) -> dict[str, Any]:
        do = step.pop("do")
        given = getattr(self, f"host_{do}")(**step)
        return {} if given is None else given

    # One method for each row of the table of host steps.

    def host_device(self, name: str, recovery_key: bool = False) -> None:
        self.device(name, self.pair.public if recovery_key else None)

    def host_install(self, file: str) -> dict[str, Any]:
        return lines([self.here.app.guidance().install_pack((VECTORS / file).read_bytes())])

    def host_values(self, pack: str, file: str) -> dict[str, Any]:
        return lines([self.here.app.guidance().install_values(pack, (VECTORS / file).read_bytes())])

    def host_vault(self, answers: str) -> None:
        self.here.vault.answers = answers

    def host_lock(self) -> None:
        self.here.app.lock()

    def host_unlock(self) -> None:
        self.unlock()

    def host_reopen(self) -> None:
        self.open()

    def host_open_twice(self) -> None:
        ChildFirst.open(Config(folder=str(self.here.folder))).unlock(self.here.vault)

    def host_open_below_a_file(self) -> None:
        (self.root / "f").write_text("f")
        ChildFirst.open(Config(folder=str(self.root / "f" / "below")))

    def host_fixture(self, name: str) -> None:
        folder = self.root / "fixture"
        shutil.copytree(ROOT / "tests" / "fixtures" / name / "data", folder)
        self.add("fixture", folder)
        self.unlock()

    def host_resume(self, nth: int) -> dict[str, Any]:
        return self.gone_on(self.here.records.resume(self.nth(nth)))

    def host_resume_id(self, id: str) -> dict[str, Any]:
        return self.gone_on(self.here.records.resume(id))

    def host_head(self) -> dict[str, Any]:
        return receipt(self.here.current.head())

    def host_draft(self) -> dict[str, Any]:
        draft = self.here.current.draft()
        return lines([] if draft is None else drafted(draft))

    def host_drafts(self) -> dict[str, Any]:
        return lines([line for draft in self.here.current.drafts() for line in drafted(draft)])

    def host_entries(self) -> dict[str, Any]:
        return lines(cf.vector_entries(self.here.current.entries()))

    def host_list(self) -> dict[str, Any]:
        return lines(cf.vector_list(self.here.records.list()))

    def host_list_for(self, recorder: Optional[str] = None) -> dict[str, Any]:
        return lines(cf.vector_list_for(self.here.records.list_for(recorder)))

    def host_due(self, days: int, now: str) -> dict[str, Any]:
        return lines(cf.vector_list(self.here.records.due(days, cf.vector_moment(now))))

    def host_destroy(self, nth: int, reason: str, now: str) -> dict[str, Any]:
        done = self.here.records.destroy(self.nth(nth), reason, Made(now=cf.vector_moment(now)))
        return lines(cf.vector_destroyed([done]))

    def host_destroyed(self) -> dict[str, Any]:
        return lines(cf.vector_destroyed(self.here.records.destroyed()))

    def host_check(self) -> dict[str, Any]:
        return lines(cf.vector_check(self.here.records.check()))

    def host_salvage(self) -> dict[str, Any]:
        return lines(cf.vector_salvaged(self.here.records.salvage(self.here.current.id())))

    def host_danger(self, now: str) -> dict[str, Any]:
        return lines(cf.vector_danger(self.here.current.danger(cf.vector_moment(now))))

    def host_routes(self, child: Optional[int] = None, level: Optional[str] = None) -> dict[str, Any]:
        it = self.here.current
        routes = it.routes(child, None if level is None else cf.vector_level(level))
        return lines(cf.vector_routes(it, routes))

    def host_local_values(self) -> dict[str, Any]:
        return lines(cf.vector_local_values(self.here.current.local_values()))

    def host_review_sheet(self) -> dict[str, Any]:
        return lines(cf.vector_review_sheet(self.here.current.review_sheet()))

    def host_officers_told(self) -> dict[str, Any]:
        return lines(cf.vector_officers_told(self.here.current.officers_told()))

    def host_pace(self, now: str) -> dict[str, Any]:
        return lines(cf.vector_pace(self.here.current.pace(cf.vector_moment(now))))

    def host_readers(self) -> dict[str, Any]:
        return lines(self.here.current.readers())

    def host_find_hash(self, of: str) -> dict[str, Any]:
        return lines([str(number) for number in self.here.current.entries_with_hash(of)])

    def host_search(self, words: str, packs: list[str], limit: int) -> dict[str, Any]:
        return lines(cf.vector_hits(self.here.app.guidance().search(words, packs, limit)))

    def host_installed(self, year: int) -> dict[str, Any]:
        return lines(cf.vector_installed(self.here.app.guidance().installed(year)))

    def host_verify_export(self, **what: Any) -> dict[str, Any]:
        return lines(cf.vector_checked(cf.verify_export(self.text(**what))))

    def host_read_hand_over(self, **what: Any) -> dict[str, Any]:
        return lines(cf.vector_hand_over(cf.read_hand_over(self.text(**what), self.here.app.guidance())))

    def host_head_of_text(self, **what: Any) -> dict[str, Any]:
        head = cf.head_of_text(self.text(**what))
        return lines([] if head is None else [head.interaction, str(head.entries), head.head])

    def host_recovery_keypair(self) -> dict[str, Any]:
        self.pair = cf.recovery_keypair()
        return lines([self.pair.public])

    def host_recover(
        self, device: Optional[str] = None, secret: Optional[str] = None, not_empty: bool = False
    ) -> dict[str, Any]:
        source = self.devices[device].folder if device else self.root / "empty"
        source.mkdir(exist_ok=True)
        into = source if not_empty else self.root / "recovered"
        secret = self.pair.secret if secret is None else secret
        found = cf.recover(str(source), str(into), secret, self.here.vault)
        self.add("recovered", into)
        self.unlock()
        return lines([str(n) for n in (found.recovered, found.not_recoverable, found.tombstones)])

    def host_start_new_records(self) -> dict[str, Any]:
        return lines([str(self.here.app.start_new_records())])

    def host_forgetting_owed(self) -> dict[str, Any]:
        return lines(["true" if self.here.records.forgetting_owed() else "false"])

    def host_updates(
        self, root: str, url: str = "https://updates.example/", follow: Optional[list[str]] = None
    ) -> None:
        config = UpdatesConfig(url=url, root=(VECTORS / root).read_bytes(), follow=follow or [])
        here = self.here
        here.updates, here.server, here.watch = here.app.updates(config), Server(url), Watching()
        here.server.updates = here.updates

    def host_transport(self, **told: Any) -> None:
        self.here.server.told(**told)

    def host_poll(self, now: str) -> dict[str, Any]:
        polled = self.here.updates.poll(self.here.server, cf.vector_moment(now))
        return lines(cf.vector_polled(polled))

    def host_refresh(self, now: str, costly: bool = False, stop_at: Optional[str] = None) -> dict[str, Any]:
        here, here.watch = self.here, Watching(stop_at)
        refreshed = here.updates.refresh(here.server, here.watch, costly, cf.vector_moment(now))
        return lines(cf.vector_refreshed(refreshed))

    def host_import(self, file: str, now: str, stop_at: Optional[str] = None) -> dict[str, Any]:
        here, here.watch = self.here, Watching(stop_at)
        refreshed = here.updates.import_file(str(VECTORS / file), here.watch, cf.vector_moment(now))
        return lines(cf.vector_refreshed(refreshed))

    def host_asked(self) -> dict[str, Any]:
        asked, self.here.server.asked = self.here.server.asked, []
        return lines(cf.vector_requests(asked))

    def host_told(self) -> dict[str, Any]:
        return lines(cf.vector_progress(self.here.watch.told))

    def host_updates_state(self, now: str) -> dict[str, Any]:
        return lines(cf.vector_updates_state(self.here.updates.state(cf.vector_moment(now))))

    def host_stop(self) -> None:
        self.here.updates.stop()

    def host_start_again(self) -> dict[str, Any]:
        number = self.here.updates.start_again()
        return lines([] if number is None else [str(number)])

    def host_lose_trust(self) -> None:
        (self.here.folder / "trust.db").unlink()

    # What steps share.

    def gone_on(self, it: Any) -> dict[str, Any]:
        self.here.current = it
        return receipt(it.head())

    def nth(self, nth: int) -> str:
        def began(one: Any) -> Any:
            return (one.began_at is not None, one.began_at and one.began_at.utc, one.id)

        return sorted(self.here.records.list(), key=began)[nth - 1].id

    def text(
        self, of: Optional[str] = None, text: Optional[str] = None, change: Optional[list[str]] = None
    ) -> str:
        if text is not None:
            return text
        kept = self.kept[of or ""]
        if change is None:
            return kept
        assert change[0] in kept, "what is to be changed does not stand in it"
        return kept.replace(*change)


def receipt(receipt: Any) -> dict[str, Any]:
    return {"seq": receipt.seq, "hash": receipt.hash}


def drafted(draft: Any) -> list[str]:
    return [draft.place, "-" if draft.child is None else str(draft.child), draft.words]


def lines(all: list[str]) -> dict[str, Any]:
    if len(all) <= MOST_LINES:
        return {"lines": all}
    digest = hashlib.sha256("\n".join(all).encode()).hexdigest()
    return {"first": all[:SHOWN_LINES], "count": len(all), "sha256": digest}


def export(file: Any) -> dict[str, Any]:
    text = lines(file.text.split("\n"))
    # A file has a SHA-256 of its own, which is over all of its text.
    text.pop("sha256", None)
    left_out = [number for some in file.left_out for number in some.entries]
    return {**receipt(file.receipt), "name": file.name, "sha256": file.sha256, "left_out": left_out, **text}


def spelled(error: ChildFirstError) -> str:
    """The case of an error and its detail, in snake_case."""
    details = (getattr(error, name, None) for name in ("cause", "what", "why"))
    words = [snake(type(error).__name__), *(detail.name.lower() for detail in details if detail is not None)]
    return " ".join(words)


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
