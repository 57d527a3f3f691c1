"""The desk as it ships, beside a root for development: refused, by whatever way it comes; and its control."""

import os
import subprocess
import tempfile

from desk import PROGRAM, Desk

RELEASED = os.environ["CHILDFIRST_RELEASED"]


def sync(program, desk, device, *args):
    ran = subprocess.run([program, "--data", str(desk.folder / device), "sync", *args], cwd=desk.folder,
                         stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


def main():
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        for folder, development in [(one, True), (other, False)]:
            desk = Desk(folder, development)
            desk.release("First")
            desk.publish(f"file://{desk.folder}/www")
            subprocess.run(["tar", "cf", "guidance.tar", "-C", "www", "metadata", "targets"], cwd=desk.folder, check=True)
            take = ["--root", desk.root(), "guidance.tar"]
            code, said = sync(PROGRAM, desk, "for-trials", *take)
            assert code == 0 and "version 2 is in use" in said, said
            code, said = sync(RELEASED, desk, "as-shipped", *take)
            if development:
                assert code == 9 and "this root is for development, and its keys protect nothing" in said, said
                # Nothing of it is in use or remembered, nor is it where the other desk had taken it.
                code, said = sync(RELEASED, desk, "as-shipped", "guidance.tar")
                assert code == 2 and "whom to believe" in said, said
                code, said = sync(RELEASED, desk, "for-trials", "guidance.tar")
                assert code == 9 and "this root is for development" in said, said
            else:
                assert code == 0 and "version 2 is in use" in said, said
    print("a desk as it ships refuses a root for development: ok")


main()
