"""What the tests share: a folder, a key store, the pack of the vectors, an interaction that has begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from childfirst import Begin, ChildFirst, Config, KeyVault, Made, Role, moment

ROOT = Path(__file__).resolve().parents[3]
VECTORS = ROOT / "tests" / "vectors"


class Vault(KeyVault):
    """A key store that changes every byte, as the vectors ask."""

    def wrap_key(self, key: bytes) -> bytes:
        return bytes(byte ^ 0x5A for byte in key)

    def unwrap_key(self, wrapped: bytes) -> bytes:
        return self.wrap_key(wrapped)

    def rotate_key(self) -> None:
        return None


@pytest.fixture(scope="session")
def pack_bytes() -> bytes:
    return (VECTORS / "packs" / "hampshire-1.json").read_bytes()


@pytest.fixture
def vault() -> Vault:
    return Vault()


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "data")


@pytest.fixture
def app(folder: str, pack_bytes: bytes):
    with ChildFirst.open(Config(folder=folder)) as app:
        app.guidance().install_pack(pack_bytes)
        yield app


@pytest.fixture
def records(app, vault):
    return app.unlock(vault)


@pytest.fixture
def made():
    """Written now, by the recorder."""
    return lambda: Made(now=moment())


@pytest.fixture
def begin():
    return Begin(pack="hampshire", role=Role.RESPONSE_OFFICER, recorder="PC Rowe")


@pytest.fixture
def interaction(records, begin, made):
    return records.begin(begin, made())
