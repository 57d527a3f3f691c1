"""What type checkers are told of the errors is what is loaded: the cases, and what each carries."""

from __future__ import annotations

import ast
from pathlib import Path

import childfirst

STUB = Path(childfirst.__file__).with_name("_errors.pyi")


def told() -> dict:
    """Of each error its cases, with the names of what they carry."""
    errors = (node for node in ast.parse(STUB.read_text()).body if isinstance(node, ast.ClassDef))
    return {error.name: {case.name: carried(case) for case in error.body} for error in errors}


def carried(case: ast.ClassDef) -> list:
    return [field.target.id for field in case.body if isinstance(field, ast.AnnAssign)]


def loaded(error: type) -> dict:
    cases = {name: case for name, case in vars(error).items() if isinstance(case, type)}
    # What a case carries is what it is made of.
    return {name: list(case.__init__.__code__.co_varnames[1:]) for name, case in cases.items()}


def test_the_errors_are_those_that_are_told() -> None:
    assert told() == {name: loaded(getattr(childfirst, name)) for name in ("ChildFirstError", "VaultError")}


def test_it_says_that_it_is_typed() -> None:
    assert STUB.with_name("py.typed").exists()
