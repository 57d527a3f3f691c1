"""Every vector of `tests/vectors`, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from childfirst import vector_end

from conftest import VECTORS
from run import Run

FILES = sorted(VECTORS.glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_vector(file: Path, tmp_path: Path) -> None:
    vector = json.loads(file.read_text(encoding="utf-8"))
    assert vector["v"] == 1, "for a newer runner"
    try:
        run = Run(file.stem, tmp_path)
        gave = [run.step(step) for step in vector["steps"]]
    finally:
        vector_end()
    wrong = [
        f"{file.stem}, step {n}: {json.dumps(step.get('line') or step.get('host'))[:160]}\n"
        f"  expected {json.dumps(step['gives'])}\n  gave     {json.dumps(given)}"
        for n, (step, given) in enumerate(zip(vector["steps"], gave), start=1)
        if step["gives"] != given
    ]
    assert not wrong, "\n".join(wrong)


def test_there_are_forty_and_none_is_passed_over() -> None:
    assert len(FILES) >= 40, f"{len(FILES)} vectors stand in {VECTORS}"
