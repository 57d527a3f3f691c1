"""A publishing desk in a folder of its own, driven through the program: `childfirst` as CHILDFIRST names it."""

import os
import pathlib
import shutil
import subprocess

PROGRAM = os.environ["CHILDFIRST"]
CONTENT = pathlib.Path(__file__).resolve().parents[2] / "content"


class Desk:
    def __init__(self, folder, development=True):
        self.folder = pathlib.Path(folder)
        self.version = 1
        for name in ["six-principles", "norfolk", "hampshire", "kent", "hmicfrs-2019", "coverage"]:
            shutil.copytree(CONTENT / name, self.folder / "content" / name)
        (self.folder / "pass").write_text("correct horse battery staple\n")
        self.env = {
            **os.environ,
            "CHILDFIRST_PASSPHRASE_FILE": str(self.folder / "pass"),
            "CHILDFIRST_DATA": str(self.folder / "data"),
        }
        for name in ["Ann", "Ben", "Cat", "Dee", "Eli", "Server"]:
            self.run("key", "new", name)
        self.run("repo", "init", "--root", "ann.pub,ben.pub,cat.pub", "--machine", "server.pub",
                 "--role", "norfolk", "--release", "dee.pub,eli.pub", *(["--development"] if development else []))
        self.approve("keys", "keys", "ann", "ben")

    def start(self, *args, **env):
        return subprocess.Popen([PROGRAM, *args], cwd=self.folder, env={**self.env, **env}, text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *args, typed="", code=0, **env):
        process = self.start(*args, **env)
        out, err = process.communicate(typed)
        assert process.returncode == code, f"{args}: {process.returncode}\n{out}\n{err}"
        return out + err

    def approve(self, name, words, *keys):
        for key in keys:
            self.run("approve", name, "--key", f"{key}.key", typed=words + "\n")

    def release(self, title):
        """One more version of a pack, signed by two."""
        self.version += 1
        file = self.folder / "content/norfolk/pack.json"
        lines = file.read_text().splitlines()
        put = {'  "version"': str(self.version), '  "title"': f'"{title}"'}
        lines = [next((f"{name}: {value}," for name, value in put.items() if line.startswith(name)), line)
                 for line in lines]
        file.write_text("\n".join(lines) + "\n")
        self.run("propose", "norfolk", "--by", "Dee", "--summary", title)
        self.approve("norfolk", f"norfolk {self.version}", "dee", "eli")

    def publish(self, to, key="server", code=0, **env):
        return self.run("publish", "--to", to, "--key", f"{key}.key", code=code, **env)

    def root(self):
        return str(self.folder / "guidance/metadata/1.root.json")
