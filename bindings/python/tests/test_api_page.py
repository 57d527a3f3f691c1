"""The twenty lines of `docs/api.md`, as they stand there."""

from __future__ import annotations

import re

import childfirst
from childfirst import ChildFirst, Config, VaultError

from conftest import ROOT, Vault

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
(LINES,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


class Locked(Vault):
    def wrap_key(self, key: bytes) -> bytes:
        raise VaultError.Locked()


def run(folder, pack_bytes, vault) -> None:
    names = {name: getattr(childfirst, name) for name in childfirst.__all__}
    exec(compile(LINES, "docs/api.md", "exec"), {**names, "folder": folder, "pack_bytes": pack_bytes, "vault": vault})


def test_they_record_and_export(folder, pack_bytes, vault, capsys) -> None:
    run(folder, pack_bytes, vault)
    printed = capsys.readouterr().out
    assert printed.startswith("Saved on this device, entry 5\n")
    assert "I take Sam upstairs and shut the door." in printed
    assert "His brother has a key" in printed
    (listed,) = ChildFirst.open(Config(folder=folder)).unlock(vault).list()
    assert listed.entries == 6


def test_locked_is_caught_by_name(folder, pack_bytes, capsys) -> None:
    run(folder, pack_bytes, Locked())
    assert capsys.readouterr().out == "Locked. Unlock this device and try again.\n"
