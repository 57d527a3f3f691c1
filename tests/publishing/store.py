"""Publishing to an object store over HTTP on loopback, with two publishers at once and some of them killed.

Which store, the first argument says. It is proved first that it keeps two writers apart, and that the proof finds those
which do not: publishing rests on that promise.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time

from desk import Desk
from stores import STORES, Ignores, Keeps, LooksFirst, careless, keeps_writers_apart


def found_out(store):
    try:
        keeps_writers_apart(store, 8, 20)
    except AssertionError:
        return
    raise SystemExit(f"the control: {type(store).__name__} was not found out")


def current(store):
    """The numbers of timestamp and snapshot, and of the highest pack; everything on the way is there and as it says."""
    def signed(path):
        return json.loads(store.look(f"repo/{path}")[0])["signed"]

    stamp = signed("metadata/timestamp.json")
    number = stamp["meta"]["snapshot.json"]["version"]
    version = signed(f"metadata/{number}.snapshot.json")["meta"]["norfolk.json"]["version"]
    for path, target in signed(f"metadata/{version}.norfolk.json")["targets"].items():
        pack, name = path.split("/")
        assert store.look(f"repo/targets/{pack}/{target['hashes']['sha256']}.{name}")
    return stamp["version"], number, version


def main(kind):
    seed = int(os.environ.get("CHILDFIRST_SEED", "8"))
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, STORES[kind]() as store:
        began = time.monotonic()
        keeps_writers_apart(store, 16, 50)
        print(f"{kind}: one of 16 writers at a time won, 50 times each way, in {time.monotonic() - began:.1f} s")
        for control in [Ignores(store), LooksFirst(store)]:
            found_out(control)
        keeps_writers_apart(Keeps(), 16, 50)

        desk = Desk(folder)
        desk.release("First")
        # A store that ignores conditions is refused before a file of the repository is in it.
        address, files = careless()
        said = desk.publish("s3://guidance/repo", code=7, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",
                            AWS_REGION="us-east-1", AWS_ALLOW_HTTP="true", AWS_ENDPOINT=address)
        assert "does not keep two publishers apart" in said, said
        assert list(files) == ["/guidance/repo/.childfirst-probe"], list(files)

        env, to = store.env, store.to
        said = desk.publish(to, **env)
        assert "Published" in said, said
        assert store.look("repo/metadata/timestamp.json")[2:] == ("no-cache", "application/json")
        assert "immutable" in store.look("repo/metadata/1.snapshot.json")[2]
        said = desk.publish(to, **env)
        assert "Nothing new" in said, said

        # A device takes it from there.
        device = str(desk.folder / "device")
        said = desk.run("--data", device, "sync", "--root", desk.root(), store.url)
        assert "version 2 is in use" in said, said

        # Two publishers in two copies of the folder, killed at any moment; a reader all the while.
        last = current(store)
        for round_ in range(12):
            if round_ % 3 == 0:
                desk.release(f"Round {round_}")
            copies = []
            for n in range(2):
                copy = desk.folder / f"copy-{round_}-{n}"
                subprocess.run(["cp", "-r", str(desk.folder / "guidance"), str(copy)], check=True)
                args = ["publish", "--repo", str(copy), "--to", to, "--key", "server.key"]
                copies.append(desk.start(*args, **env))
            killed = chance.random() * 3
            began = time.monotonic()
            while any(it.poll() is None for it in copies):
                now = current(store)
                assert all(a >= b for a, b in zip(now, last)), f"went back: {last} to {now}, seed {seed}"
                last = now
                if round_ % 2 and time.monotonic() - began > killed:
                    copies[0].kill()
            for one in copies:
                out, err = one.communicate()
                assert one.returncode in (0, -9), f"{out}{err}, seed {seed}"
        desk.publish(to, **env)
        assert current(store)[2] == desk.version - 1
        said = desk.run("--data", device, "sync")
        assert f"version {desk.version} is in use" in said, said
        wrong = desk.publish(to.replace("guidance", "no-such-bucket"), code=6, **env)
        assert "no such bucket" in wrong, wrong
    print(f"published to {kind}: ok")


main(sys.argv[1])
