"""The local node's door: the JVM runs in a network of its own, and connections to it are handed out by one Unix socket.

Started as a program (`python -I door.py --socket … -- java …`, as the user Griot runs as) it makes a network namespace
that holds nothing but a loopback, puts a socket with mode 0600 into the home, and becomes the JVM as the node's user. A
child of it, the *doorman*, answers each who may open that socket with one file descriptor: a TCP connection to the
node, made inside the namespace. What is said over it passes nobody; a call costs what it costs on the loopback. Neither
the node's HTTP port nor its transport port exists outside, so no other user of the machine can so much as try them.

Standard library only, and no import of Griot: it runs before either is at hand. Both ends are here.
"""

import argparse
import contextlib
import ctypes
import fcntl
import http.client
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

SCHEME = "door"
HTTP_PORT, TRANSPORT_PORT = 9200, 9300
"""Inside the namespace nobody else takes them."""

CONNECT_S = 5.0
ASK_S = 60.0
_REFUSED = 400
_WAITING = 128
_READY = b"+"
_LONGEST = 100
"""Bytes of a socket's path; the system takes 108."""

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_IF_UP, _SET_IF_FLAGS = 0x1 | 0x40, 0x8914
_DIE_WITH_PARENT, _SET_DUMPABLE = 1, 4
_CREDENTIALS = struct.Struct("3i")


# ---- the end that Griot holds ----------------------------------------------------------------------------------


def url_of(path: Path) -> str:
    return f"{SCHEME}://{quote(str(path))}"


def path_in(url: str) -> Path | None:
    """The socket an address names, or None when it names no door."""
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == SCHEME else None


def connect(path: Path, timeout: float | None = CONNECT_S) -> socket.socket:
    """A TCP connection to the node behind the door. Raises OSError: PermissionError to whoever may not open it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asked:
        asked.settimeout(timeout)
        with _short(path) as name:
            asked.connect(name)
        said, handed, _, _ = socket.recv_fds(asked, 1, 1)
    if not said or not handed:
        raise ConnectionRefusedError("the node behind the door does not take connections")
    connection = socket.socket(fileno=handed[0])
    connection.settimeout(timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def shut(url: str) -> bool:
    """Whether nobody stands at the door: the doorman was ended while the JVM runs on."""
    path = path_in(url)
    if path is None:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asked, _short(path) as name:
            asked.settimeout(CONNECT_S)
            asked.connect(name)
    except (ConnectionRefusedError, FileNotFoundError):
        return True
    except OSError:
        return False
    return False


class DoorConnection(http.client.HTTPConnection):
    """`http.client` through a door."""

    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("127.0.0.1", HTTP_PORT, timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = connect(self._path, self.timeout)


def http_connection(url: str, timeout: float = CONNECT_S) -> http.client.HTTPConnection:
    """A connection to the node at this address, door or plain."""
    if (path := path_in(url)) is not None:
        return DoorConnection(path, timeout)
    parts = urlsplit(url)
    return http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name of the socket that the system takes, however deep its folder lies."""
    if len(os.fsencode(path)) <= _LONGEST:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


@lru_cache(maxsize=4)
def possible(user: int | None, group: int | None) -> bool:
    """Whether this machine lets Griot make such a network. Tried in a process of its own: there is no way back."""
    if not sys.platform.startswith("linux"):
        return False
    trial = [sys.executable, "-I", __file__, *_whom(user, group)]
    return subprocess.run(trial, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=30).returncode == 0


def command(path: Path, user: int | None, group: int | None) -> list[str]:
    """What stands before the JVM's own command line."""
    return [sys.executable, "-I", __file__, "--socket", str(path), *_whom(user, group), "--"]


def _whom(user: int | None, group: int | None) -> list[str]:
    return [] if user is None else ["--user", str(user), "--group", str(group)]


# ---- the end that stands in the namespace ----------------------------------------------------------------------


def _enter(user: int | None, group: int | None) -> bool:
    """Become the node's user in a network of its own, whose loopback is up. Raises OSError where that may not be.

    Root makes the network by itself. Whoever is not root, and root where its rights were cut (a container), makes a
    namespace of users first, and is himself in it: False, since from there no other user can be told from another.
    """
    alone = os.getuid() == 0 and _may("unshare", _NEW_NET)
    if alone:
        _loopback_up()
    _become(user, group)
    if not alone:
        uid, gid = os.getuid(), os.getgid()
        _called("prctl", _SET_DUMPABLE, 1)  # else the maps below belong to root, after a change of user
        _called("unshare", _NEW_USER | _NEW_NET)
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            Path("/proc/self", name).write_text(text, "ascii")
        _loopback_up()
    return alone


def _loopback_up() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, _SET_IF_FLAGS, struct.pack("16sh14x", b"lo", _IF_UP))


def _may(function: str, *arguments: int) -> bool:
    try:
        _called(function, *arguments)
    except OSError:
        return False
    return True


def _called(function: str, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, function)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), function)


def _socket_at(path: Path) -> socket.socket:
    """Listen at `path`, which only this user may open: from the first moment, whatever the umask."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        with _short(path) as name:
            listening.bind(name)
    finally:
        os.umask(before)
    listening.listen(_WAITING)
    return listening


def _become(user: int | None, group: int | None) -> None:
    if user is not None and group is not None:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)


def _keep_door(listening: socket.socket, let_in: frozenset[int]) -> None:
    """Hand a connection to each who comes, until the JVM ends. The mode of the socket is checked by the system; who
    comes once more here, if `let_in` names anybody, so that a mode that is changed opens nothing."""
    while True:
        try:
            asking, _ = listening.accept()
        except OSError:
            continue
        with asking, contextlib.suppress(OSError):
            _, uid, _ = _CREDENTIALS.unpack(asking.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
            if let_in and uid not in let_in:
                continue
            with socket.create_connection(("127.0.0.1", HTTP_PORT), timeout=CONNECT_S) as to_node:
                to_node.settimeout(None)
                socket.send_fds(asking, [_READY], [to_node.fileno()])


def ask(path: Path, method: str, target: str, body: bytes | None) -> tuple[int, bytes]:
    """One question to the node behind the door, for a look by hand: status and answer. Raises OSError."""
    connection = DoorConnection(path, ASK_S)
    try:
        connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _ask_by_hand(path: Path, words: list[str]) -> int:
    method, target = words if len(words) == 2 else ("GET", words[0] if words else "/")  # noqa: PLR2004
    status, answer = ask(path, method, target, sys.stdin.buffer.read() if method in ("POST", "PUT") else None)
    sys.stdout.buffer.write(answer)
    return 0 if status < _REFUSED else 1


def main() -> None:
    parser = argparse.ArgumentParser(description="Run a command behind a door.")
    parser.add_argument("--socket", type=Path, help="without it, only try whether this machine allows it")
    parser.add_argument("--ask", type=Path, help="the socket of a door: ask its node, by [METHOD] PATH; body on stdin")
    parser.add_argument("--user", type=int)
    parser.add_argument("--group", type=int)
    parser.add_argument("command", nargs="*")
    given = parser.parse_args()
    if given.ask:
        raise SystemExit(_ask_by_hand(given.ask, given.command))
    owner, listening = os.geteuid(), _socket_at(given.socket) if given.socket else None
    told_apart = _enter(given.user, given.group)
    if listening is None:
        return
    jvm = os.getpid()
    if os.fork() == 0:
        _called("prctl", _DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == jvm:
            _keep_door(listening, frozenset({owner, 0}) if told_apart else frozenset())
        os._exit(0)
    listening.close()
    os.execv(given.command[0], given.command)


if __name__ == "__main__":
    main()
