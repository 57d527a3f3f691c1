"""Repositories that we publish, read by python-tuf: the reference implementation of The Update Framework."""

import functools
import hashlib
import http.server
import pathlib
import tempfile
import threading

from desk import Desk
from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.ngclient import Updater


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def serve(folder):
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def read(url, trusted, root, path):
    """What a client that knows `trusted` gets for a path."""
    (trusted / "targets").mkdir(parents=True, exist_ok=True)
    updater = Updater(str(trusted), f"{url}/metadata/", str(trusted / "targets"), f"{url}/targets/", bootstrap=root)
    updater.refresh()
    info = updater.get_targetinfo(path)
    if info is None:
        return None
    return info, pathlib.Path(updater.download_target(info)).read_bytes()


def main():
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(folder)
        www = desk.folder / "www"
        desk.release("First")
        desk.publish(f"file://{www}")
        url, trusted = serve(www), desk.folder / "client"
        root = pathlib.Path(desk.root()).read_bytes()
        info, pack = read(url, trusted, root, "norfolk/v2.json")
        assert info.hashes["sha256"] == hashlib.sha256(pack).hexdigest() and b"First" in pack
        assert info.custom["childfirst"]["summary"] == "First"
        assert read(url, trusted, root, "norfolk/v3.json") is None

        # A release more; nothing new; a machine, a root key and a release key that change; a year more.
        desk.release("Second")
        desk.publish(f"file://{www}")
        assert read(url, trusted, root, "norfolk/v2.json") is None
        assert b"Second" in read(url, trusted, root, "norfolk/v3.json")[1]
        desk.publish(f"file://{www}")
        for name in ["Server2", "Dan", "Flo"]:
            desk.run("key", "new", name)
        desk.run("rotate", "--by", "Ann", "--machine", "server2.pub", "--root", "Ann,Ben,dan.pub",
                 "--role", "norfolk", "--release", "Eli,flo.pub")
        desk.approve("keys", "keys", "ann", "ben")
        desk.run("renew", "norfolk", "--by", "Eli")
        desk.approve("norfolk", "norfolk", "eli", "flo")
        desk.publish(f"file://{www}", key="server2")
        assert b"Second" in read(url, trusted, root, "norfolk/v3.json")[1]
        desk.run("renew", "--by", "Ann")
        desk.approve("keys", "keys", "ann", "dan")
        desk.approve("norfolk", "norfolk", "eli", "flo")
        desk.publish(f"file://{www}", key="server2")
        assert b"Second" in read(url, trusted, root, "norfolk/v3.json")[1]
        fresh = desk.folder / "fresh"
        assert b"Second" in read(url, fresh, root, "norfolk/v3.json")[1], "from the first root on"

        # The control: one byte of a pack, and one of a list.
        target = next((www / "targets/norfolk").glob("*.v3.json"))
        kept = target.read_bytes()
        target.write_bytes(kept.replace(b"Second", b"Secund"))
        (trusted / "targets").joinpath("norfolk%2Fv3.json").unlink(missing_ok=True)
        refused(lambda: read(url, desk.folder / "third", root, "norfolk/v3.json"))
        target.write_bytes(kept)
        stamp = www / "metadata/timestamp.json"
        stamp.write_bytes(stamp.read_bytes().replace(b'"length":', b'"length":1', 1))
        refused(lambda: read(url, desk.folder / "fourth", root, "norfolk/v3.json"))
    print("python-tuf reads what we publish: ok")


def refused(act):
    try:
        act()
    except (RepositoryError, DownloadError):
        return
    raise AssertionError("a changed byte was taken")


main()
