"""A TURN server on loopback: Debian's coturn."""
import shutil
import socket
import subprocess
import tempfile
import time

from .server import free_port

EXECUTABLE = shutil.which("turnserver")
USER, PASSWORD = "viewer", "a-password"


def own_address():
    """The address of this machine that its other candidates have; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return probe.getsockname()[0]


class TURN:
    """Relays also to this machine's own addresses, which coturn otherwise refuses.

    Its relayed addresses are not on loopback where that can be avoided: libnice does not answer to 127.0.0.1 from
    another address of its own.
    """

    def __init__(self):
        self.port = free_port()
        self.url = f"turn:127.0.0.1:{self.port}?transport=udp"
        self.folder = tempfile.mkdtemp(prefix="visavis-turn-")
        self.process = None

    def start(self, within=10):
        """Raises RuntimeError when it cannot run here."""
        self.process = subprocess.Popen(
            [EXECUTABLE, "-n", "--listening-ip=127.0.0.1", f"--relay-ip={own_address()}",
             f"--listening-port={self.port}", "--lt-cred-mech", "--realm=visavis.test", f"--user={USER}:{PASSWORD}", "--allow-loopback-peers",
             "--no-cli", "--no-tls", "--no-dtls", "--no-multicast-peers", "--min-port=50000", "--max-port=50200",
             f"--userdb={self.folder}/turn.db", f"--pidfile={self.folder}/pid", "--log-file=stdout", "--simple-log"],
            stdout=open(f"{self.folder}/log", "wb"), stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + within
        while True:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(open(f"{self.folder}/log", errors="replace").read()[-1000:])
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def log(self):
        return open(f"{self.folder}/log", errors="replace").read()

    def discard(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
