"""Writes repositories by the contract of docs/sync.md with python-tuf, for tests/tests/interop.rs.

    python write.py OUT BASE FORCE NEWER VALUES

BASE, FORCE and NEWER are packs (NEWER a higher version of FORCE), VALUES are values for FORCE. Writes to OUT, each a
repository in one file, and the root that all of them begin at:

    root.json           the first root
    first.tar           BASE and FORCE
    second.tar          the root's keys changed; NEWER, marked safety, and VALUES besides
    one-signature.tar   as second.tar, with the role of NEWER signed by one person

Refuses to know anything of our client: what is not in the contract is python-tuf's own choice.
"""

import copy
import io
import json
import sys
import tarfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

SIGNED_AT = datetime(2026, 11, 25, 2, 0, tzinfo=timezone.utc)


class Repository:
    """A repository in memory, signed by people who are made for it."""

    def __init__(self):
        names = ["ann", "ben", "cat", "dan", "machine", "writer", "checker", "third"]
        self.people = {name: CryptoSigner.generate_ed25519() for name in names}
        self.files = {}
        self.forces = {}
        self.versions = {"targets": 0, "snapshot": 0, "timestamp": 0}
        self.root = Root(
            expires=SIGNED_AT + timedelta(days=365),
            consistent_snapshot=True,
            unrecognized_fields={"childfirst": {"development": True}},
        )
        self.root_keys(["ann", "ben", "cat"], by=["ann", "ben"])

    def write(self, name, signed, by):
        metadata = Metadata(signed)
        for person in by:
            metadata.sign(self.people[person], append=True)
        data = metadata.to_bytes(JSONSerializer(compact=True))
        self.files[f"metadata/{name}"] = data
        return data

    def meta(self, name, version):
        data = self.files[f"metadata/{version}.{name}.json"]
        return MetaFile.from_data(version, data, ["sha256"])

    def root_keys(self, people, by):
        self.root.keys.clear()
        for role in self.root.roles.values():
            role.keyids.clear()
        for role, names in {
            "root": people,
            "targets": people,
            "snapshot": ["machine"],
            "timestamp": ["machine"],
        }.items():
            for name in names:
                self.root.add_key(self.people[name].public_key, role)
            self.root.roles[role].threshold = 1 if names == ["machine"] else 2
        self.owners = people
        self.write(f"{self.root.version}.root.json", self.root, by)

    def target(self, force, path, data, custom):
        file = TargetFile.from_data(path, data, ["sha256"])
        file.unrecognized_fields["custom"] = {"childfirst": custom}
        folder, name = path.rsplit("/", 1)
        self.files[f"targets/{folder}/{file.hashes['sha256']}.{name}"] = data
        role = self.forces.setdefault(
            force, Targets(expires=SIGNED_AT + timedelta(days=90))
        )
        role.targets[path] = file

    def pack(self, data, **more):
        pack = json.loads(data)
        name, version = pack["id"], pack["version"]
        custom = {"kind": "pack", "pack": name, "version": version, "format": 1, **more}
        self.target(name, f"{name}/v{version}.json", data, custom)
        return name

    def values(self, data, version):
        name = json.loads(data)["pack"]
        custom = {"kind": "values", "pack": name, "version": version}
        self.target(name, f"{name}/values-{version}.json", data, custom)

    def publish(self, forces, by=("writer", "checker")):
        for name in forces:
            role = self.forces[name]
            if f"metadata/{role.version}.{name}.json" in self.files:
                role.version += 1
            self.write(f"{role.version}.{name}.json", role, by)
        people = {name: self.people[name].public_key for name in ["writer", "checker", "third"]}
        keyids = [key.keyid for key in people.values()]
        roles = {
            name: DelegatedRole(name, keyids, 2, terminating=True, paths=[f"{name}/*"])
            for name in self.forces
        }
        self.versions = {name: version + 1 for name, version in self.versions.items()}
        targets = Targets(
            version=self.versions["targets"],
            expires=SIGNED_AT + timedelta(days=90),
            delegations=Delegations({key.keyid: key for key in people.values()}, roles),
        )
        self.write(f"{targets.version}.targets.json", targets, self.owners[:2])
        meta = {"targets.json": self.meta("targets", targets.version)}
        for name, role in self.forces.items():
            meta[f"{name}.json"] = self.meta(name, role.version)
        snapshot = Snapshot(
            version=self.versions["snapshot"],
            expires=SIGNED_AT + timedelta(days=30),
            meta=meta,
        )
        self.write(f"{snapshot.version}.snapshot.json", snapshot, ["machine"])
        timestamp = Timestamp(
            version=self.versions["timestamp"],
            expires=SIGNED_AT + timedelta(days=30),
            snapshot_meta=self.meta("snapshot", snapshot.version),
            unrecognized_fields={"signed_at": SIGNED_AT.isoformat().replace("+00:00", "Z")},
        )
        self.write("timestamp.json", timestamp, ["machine"])

    def tar(self, path):
        with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
            for name, data in sorted(self.files.items()):
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))


def main(out, base, force, newer, values):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    base, force, newer, values = (Path(it).read_bytes() for it in [base, force, newer, values])
    repository = Repository()
    forces = [repository.pack(base), repository.pack(force, summary="As it was")]
    repository.publish(forces)
    (out / "root.json").write_bytes(repository.files["metadata/1.root.json"])
    repository.tar(out / "first.tar")

    repository.root.version += 1
    repository.root_keys(["dan", "cat", "ben"], by=["ann", "ben", "cat", "dan"])
    name = repository.pack(newer, safety=True, force="Ünited Förce", summary="One number corrected")
    repository.values(values, 1)
    once = copy.copy(repository)
    once.files, once.forces = dict(repository.files), copy.deepcopy(repository.forces)
    repository.publish([name])
    repository.tar(out / "second.tar")
    once.publish([name], by=["writer"])
    once.tar(out / "one-signature.tar")


if __name__ == "__main__":
    main(*sys.argv[1:])
