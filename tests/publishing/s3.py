"""Publishing to a store that speaks S3, over HTTP on loopback, with many publishers at once and some of them killed.

The store is moto's server, answering one request at a time. It is proved first that it keeps two writers apart: answering
many at a time it does not (the control), and publishing rests on that promise.
"""

import json
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
import botocore

from desk import Desk

BUCKET = "guidance"
ACCOUNT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1",
           "AWS_ALLOW_HTTP": "true"}
STORE = """
import sys
from werkzeug.serving import run_simple
from moto.server import DomainDispatcherApplication, create_backend_app
run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
"""


class Store:
    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([sys.executable, "-c", STORE, str(port)], **quiet)
        self.url = f"http://127.0.0.1:{port}"
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert self.process.poll() is None, "the store did not start"
                time.sleep(0.2)
        config = botocore.config.Config(retries={"max_attempts": 1}, max_pool_connections=16)
        self.s3 = boto3.client("s3", endpoint_url=self.url, aws_access_key_id="test", aws_secret_access_key="test",
                               region_name="us-east-1", config=config)
        self.s3.create_bucket(Bucket=BUCKET)
        everybody_reads = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": f"arn:aws:s3:::{BUCKET}/*"}]}
        self.s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(everybody_reads))
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def put(self, key, body, **conditions):
        try:
            return self.s3.put_object(Bucket=BUCKET, Key=key, Body=body, **conditions)["ETag"]
        except botocore.exceptions.ClientError:
            return None

    def get(self, key):
        return self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()


def keeps_writers_apart(store):
    assert store.put("try/a", b"1", IfNoneMatch="*")
    assert not store.put("try/a", b"2", IfNoneMatch="*")
    etag = store.put("try/b", b"1")
    assert not store.put("try/b", b"2", IfMatch='"0000"')
    assert store.put("try/b", b"2", IfMatch=etag)
    assert not store.put("try/b", b"3", IfMatch=etag)
    with ThreadPoolExecutor(8) as many:
        for n in range(50):
            made = list(many.map(lambda i: store.put(f"try/{n}", b"%d" % i, IfNoneMatch="*"), range(8)))
            assert sum(it is not None for it in made) == 1, "two writers at once"


def current(store):
    """The numbers of timestamp and snapshot, and of the highest pack; everything on the way is there and as it says."""
    stamp = json.loads(store.get("repo/metadata/timestamp.json"))["signed"]
    number = stamp["meta"]["snapshot.json"]["version"]
    listed = json.loads(store.get(f"repo/metadata/{number}.snapshot.json"))["signed"]["meta"]
    version = listed["norfolk.json"]["version"]
    offers = json.loads(store.get(f"repo/metadata/{version}.norfolk.json"))["signed"]["targets"]
    for path, target in offers.items():
        pack, name = path.split("/")
        store.get(f"repo/targets/{pack}/{target['hashes']['sha256']}.{name}")
    return stamp["version"], number, version


def main():
    seed = int(os.environ.get("CHILDFIRST_SEED", "8"))
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Store() as store:
        keeps_writers_apart(store)
        env = {**ACCOUNT, "AWS_ENDPOINT": store.url}
        desk = Desk(folder)
        to = f"s3://{BUCKET}/repo"
        desk.release("First")
        said = desk.publish(to, **env)
        assert "Published" in said, said
        head = store.s3.head_object(Bucket=BUCKET, Key="repo/metadata/timestamp.json")
        assert head["CacheControl"] == "no-cache" and head["ContentType"] == "application/json"
        assert "immutable" in store.s3.head_object(Bucket=BUCKET, Key="repo/metadata/1.snapshot.json")["CacheControl"]
        said = desk.publish(to, **env)
        assert "Nothing new" in said, said

        # A device takes it from there.
        device = str(desk.folder / "device")
        url = f"{store.url}/{BUCKET}/repo"
        said = desk.run("--data", device, "sync", "--root", desk.root(), url)
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
        wrong = desk.publish(f"s3://no-such-bucket/repo", code=6, **env)
        assert "no such bucket" in wrong, wrong
    print("published to a store that speaks S3: ok")


main()
