"""The stores that publishing is tried on: real servers on loopback, one process each, asked by another hand than the desk's.

And some that are none: two are what a store must not be, so that the proof below is known to find it, and one is what it
must be and no more, so that the proof is known to find no fault with that.
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import random
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

BUCKET = "guidance"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Store:
    """A server that ends with the run. `put` gives the tag of what was written, or None where the condition does not hold."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.port = free_port()
        self.at = f"http://127.0.0.1:{self.port}"
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(self.command(self.folder.name, self.port), **quiet)
        try:
            self.wait()
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait(self):
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                assert self.process.poll() is None, "the store did not start"
                time.sleep(0.2)

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


class S3(Store):
    """Versity's S3 gateway over a folder (Apache-2.0), whole and as it ships."""

    to = f"s3://{BUCKET}/repo"

    def command(self, folder, port):
        self.env = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test-secret", "AWS_REGION": "us-east-1",
                    "AWS_ALLOW_HTTP": "true", "AWS_ENDPOINT": f"http://127.0.0.1:{port}"}
        self.url = f"http://127.0.0.1:{port}/{BUCKET}/repo"
        return [os.environ["CHILDFIRST_VERSITYGW"], "--access", "test", "--secret", "test-secret",
                "--port", f"127.0.0.1:{port}", "--quiet", "posix", folder]

    def begin(self):
        import boto3
        import botocore

        self.errors = botocore.exceptions.ClientError
        config = botocore.config.Config(retries={"max_attempts": 1}, max_pool_connections=64,
                                        s3={"addressing_style": "path"})
        self.s3 = boto3.client("s3", endpoint_url=self.at, aws_access_key_id="test", region_name="us-east-1",
                               aws_secret_access_key="test-secret", config=config)
        self.s3.create_bucket(Bucket=BUCKET)
        everybody_reads = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": f"arn:aws:s3:::{BUCKET}/*"}]}
        self.s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(everybody_reads))

    def put(self, key, body, new=False, tag=None):
        conditions = ({"IfNoneMatch": "*"} if new else {}) | ({"IfMatch": tag} if tag else {})
        try:
            return self.s3.put_object(Bucket=BUCKET, Key=key, Body=body, **conditions)["ETag"]
        except self.errors as error:
            # Told apart from a store that fails.
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] in (404, 409, 412), error
            return None

    def look(self, key):
        try:
            got = self.s3.get_object(Bucket=BUCKET, Key=key)
        except self.errors:
            return None
        headers = got["ResponseMetadata"]["HTTPHeaders"]
        return got["Body"].read(), got["ETag"], headers.get("cache-control"), headers["content-type"]


class Azure(Store):
    """Azurite, Microsoft's own emulator of Azure's blobs (MIT)."""

    to = f"az://{BUCKET}/repo"
    ACCOUNT = "devstoreaccount1"
    # The one that every emulator has; it protects nothing.
    KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
    VERSION = "2021-12-02"

    def command(self, folder, port):
        self.env = {"AZURE_STORAGE_USE_EMULATOR": "true", "AZURITE_BLOB_STORAGE_URL": f"http://127.0.0.1:{port}"}
        self.url = f"http://127.0.0.1:{port}/{self.ACCOUNT}/{BUCKET}/repo"
        self.signed = self.shared_access()
        return ["node", os.environ["CHILDFIRST_AZURITE"], "--blobHost", "127.0.0.1", "--blobPort", str(port),
                "--location", folder, "--silent", "--skipApiVersionCheck"]

    def shared_access(self):
        """What lets this script write, as Azure's documents describe it."""
        fields = [self.ACCOUNT, "rwdlac", "b", "sco", "", "2100-01-01T00:00:00Z", "", "https,http", self.VERSION, "", ""]
        digest = hmac.new(base64.b64decode(self.KEY), "\n".join(fields).encode(), hashlib.sha256).digest()
        return urllib.parse.urlencode({
            "sv": self.VERSION, "ss": "b", "srt": "sco", "sp": fields[1], "se": fields[5], "spr": fields[7],
            "sig": base64.b64encode(digest).decode()})

    def ask(self, method, path, body=None, query="", **headers):
        url = f"{self.at}/{self.ACCOUNT}/{path}?{query}{self.signed}"
        headers = {"x-ms-version": self.VERSION, **headers}
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method)) as reply:
                return reply.status, reply.headers, reply.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def begin(self):
        status, _, said = self.ask("PUT", BUCKET, b"", "restype=container&", **{"x-ms-blob-public-access": "blob"})
        assert status == 201, said

    def put(self, key, body, new=False, tag=None):
        conditions = ({"If-None-Match": "*"} if new else {}) | ({"If-Match": tag} if tag else {})
        status, headers, said = self.ask("PUT", f"{BUCKET}/{key}", body, **{"x-ms-blob-type": "BlockBlob"}, **conditions)
        assert status in (201, 404, 409, 412), (status, said)
        return headers["ETag"] if status == 201 else None

    def look(self, key):
        status, headers, body = self.ask("GET", f"{BUCKET}/{key}")
        return (body, headers["ETag"], headers["Cache-Control"], headers["Content-Type"]) if status == 200 else None


class Ignores:
    """The control: conditions are taken and not looked at, as by many a store that speaks S3."""

    def __init__(self, store):
        self.store = store

    def put(self, key, body, new=False, tag=None):
        return self.store.put(key, body)

    def look(self, key):
        return self.store.look(key)


class LooksFirst(Ignores):
    """The other control: it looks, and then writes. One writer after another it is perfect."""

    def put(self, key, body, new=False, tag=None):
        there = self.store.look(key)
        if (new and there) or (tag and (there is None or there[1] != tag)):
            return None
        time.sleep(0.01)
        return self.store.put(key, body)


class Keeps:
    """The control the other way: a lock, and tags that are of what is written and of nothing else, as S3's are."""

    def __init__(self):
        self.lock, self.files = threading.Lock(), {}

    def put(self, key, body, new=False, tag=None):
        # As over a network: who asks first is not who is served first.
        time.sleep(random.random() / 1000)
        with self.lock:
            there = self.look(key)
            if (new and there) or (tag and (there is None or there[1] != tag)):
                return None
            self.files[key] = body, hashlib.md5(body).hexdigest()
            return self.files[key][1]

    def look(self, key):
        return self.files.get(key)


def keeps_writers_apart(store, writers, rounds):
    """Both promises, one writer after another and then many at a time: one wins, and what it wrote is there."""
    name = f"try/{time.time_ns()}"
    assert store.put(f"{name}/a", b"1", new=True)
    assert not store.put(f"{name}/a", b"2", new=True), "a file was made twice"
    tag = store.put(f"{name}/b", b"1")
    assert not store.put(f"{name}/b", b"2", tag='"0x0"'), "another was put in the place of what was not there"
    second = store.put(f"{name}/b", b"2", tag=tag)
    assert second and not store.put(f"{name}/b", b"3", tag=tag), "an older one was put in the place of a newer"
    assert not store.put(f"{name}/c", b"1", tag=tag), "something was put in the place of nothing"
    with ThreadPoolExecutor(writers) as many:
        for n in range(rounds):
            key, ready = f"{name}/{n}", threading.Barrier(writers)

            def write(body, **condition):
                ready.wait()
                return store.put(key, body, **condition)

            for condition in [lambda: {"new": True}, lambda: {"tag": store.look(key)[1]}]:
                how = condition()
                # No two writings are alike, the second time too: a tag is of what is written, and whoever wrote the same
                # again would leave it standing for the next.
                bodies = [b"%s %d" % (*map(str.encode, how), i) for i in range(writers)]
                won = [body for body, tag in zip(bodies, many.map(lambda body: write(body, **how), bodies)) if tag]
                assert len(won) == 1, f"two writers at once: {len(won)} of {writers} won"
                assert store.look(key)[0] == won[0], "what the winner wrote is not there"


class Careless(http.server.BaseHTTPRequestHandler):
    """A server that speaks as much of S3 as a publisher says, and ignores every condition."""

    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", tag=None):
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.files[self.path] = body
        self.answer(200, tag=f'"{hashlib.md5(body).hexdigest()}"')

    def do_GET(self):
        body = self.server.files.get(self.path)
        if body is None:
            return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        self.answer(200, body, f'"{hashlib.md5(body).hexdigest()}"')

    def log_message(self, *_):
        pass


def careless():
    """Its address and its files."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Careless)
    server.files = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", server.files


STORES = {"s3": S3, "az": Azure}
