"""A Visavis server in a process and a folder of its own."""
import atexit
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

# Encoded loops are the same for every server here; the first one makes them. Goes with the tests' process.
CACHE = tempfile.TemporaryDirectory(prefix="visavis-live-cache-")

ROOT = pathlib.Path(__file__).resolve().parents[3]
KEY = "live-tests-0123456789abcdef0123456789abcdef"


def executable():
    """VISAVIS names it; else the debug build, which ./test makes."""
    path = pathlib.Path(os.environ.get("VISAVIS", ROOT / ".build/debug/visavis")).absolute()
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; build it first or set VISAVIS")
    return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Blocks: call from a thread where a client has to stay awake meanwhile."""

    def __init__(self, **settings):
        """settings: further VISAVIS_* variables, by their names without the prefix, in lower case."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.key = KEY
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="visavis-live-"))
        self.log = self.folder / "server.log"
        self.settings = settings
        self.process = None
        (self.folder / "data").mkdir(mode=0o700)
        (self.folder / "data/cache").symlink_to(CACHE.name)
        # Whoever interrupts the tests wants no server left behind.
        atexit.register(self.discard)

    def start(self, within=90):
        """Returns when the server says that it is ready."""
        given = {"api_key": KEY, "log_level": "debug", "quality": "low", "codec": "H264"} | self.settings
        environment = {name: value for name, value in os.environ.items() if not name.startswith("VISAVIS_")}
        environment |= {f"VISAVIS_{name.upper()}": str(value) for name, value in given.items()}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [executable(), "serve", "--host", "127.0.0.1", "--port", str(self.port),
                 "--data", str(self.folder / "data")],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment, cwd=ROOT)
        deadline = time.monotonic() + within
        while not self.answers("/readyz"):
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.said()}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"the server is not ready after {within} s:\n{self.said()}")
            time.sleep(0.2)

    def teach(self, **documents):
        """Lets all personas know these texts of Markdown, by their names."""
        folder = self.folder / "documents"
        folder.mkdir(exist_ok=True)
        for name, text in documents.items():
            (folder / f"{name}.md").write_text(text)
        subprocess.run(
            [executable(), "knowledge", "add", str(folder), "--data", str(self.folder / "data")], check=True,
            stdout=subprocess.DEVNULL, cwd=ROOT)

    def stop(self, within=30):
        """SIGTERM, then patience, then SIGKILL. Returns the exit status."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(within)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode

    def kill(self):
        """kill -9: what a power cut looks like to the database."""
        self.process.kill()
        self.process.wait()

    def discard(self):
        """Stops it and deletes its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.discard)

    def said(self):
        """The end of its log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join([line for line in lines if "route=/readyz" not in line][-40:]) + "\n"

    def answers(self, path):
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as reply:
                return reply.status == 200
        except OSError:
            return False

    def get(self, path):
        """The JSON the account's key gets at a path."""
        request = urllib.request.Request(self.url + path, headers={"X-Api-Key": self.key})
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)

    def metric(self, name, **labels):
        """The sum of a metric's samples with these labels; 0 when there are none."""
        with urllib.request.urlopen(self.url + "/metrics", timeout=10) as reply:
            text = reply.read().decode()
        total = 0.0
        for found, labelled, value in re.findall(r"^(\w+)(?:\{(.*)\})? (\S+)$", text, re.MULTILINE):
            have = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', labelled))
            if found == name and all(have.get(label) == wanted for label, wanted in labels.items()):
                total += float(value)
        return total

    def live_sessions(self):
        """Sessions that are not closed."""
        return self.metric("visavis_sessions") - self.metric("visavis_sessions", state="closed")

    def holdings(self):
        """What the process holds now: open files, threads."""
        process = pathlib.Path(f"/proc/{self.process.pid}")
        return len(list((process / "fd").iterdir())), len(list((process / "task").iterdir()))
