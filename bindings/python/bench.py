"""What the boundary costs: one call, and a worklist of 200 rows made into Python's own values. Medians, in µs."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from childfirst import AddChild, Age, Begin, ChildFirst, Config, KeyVault, Made, Role, moment

PACK = Path(__file__).resolve().parents[2] / "tests" / "vectors" / "packs" / "hampshire-1.json"


class Vault(KeyVault):
    def wrap_key(self, key: bytes) -> bytes:
        return key[::-1]

    def unwrap_key(self, wrapped: bytes) -> bytes:
        return wrapped[::-1]

    def rotate_key(self) -> None:
        return None


def median(what, times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter_ns()
        what()
        taken.append(time.perf_counter_ns() - begun)
    return statistics.median(taken) / 1_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ChildFirst.open(Config(folder=folder)) as app:
        app.guidance().install_pack(PACK.read_bytes())
        it = app.unlock(Vault()).begin(Begin(pack="hampshire", role=Role.RESPONSE_OFFICER), Made(now=moment()))
        while len(it.worklist().rows) < 200:
            it.add_child(AddChild(age=Age.NOT_KNOWN()), Made(now=moment()))
        rows = len(it.worklist().rows)
        sys.stdout.write(f"Python: one call, which gives an id: {median(it.id, 20_000):.1f} µs; ")
        sys.stdout.write(f"a worklist of {rows} rows: {median(it.worklist, 300):.0f} µs\n")


if __name__ == "__main__":
    main()
