"""Officers of two units who come in by the proxy, over TLS, as on the first day: code, password, app, and to work."""

import http.client
import re
import socket
import ssl
import time
from dataclasses import dataclass
from pathlib import Path

import pyotp

from tests.compose.engine.engine import Project
from tests.faults.rolling.officers import PASSWORD, Load, Officer, Seen

AUTHORITY = "/data/caddy/pki/authorities/local/root.crt"
"""Of the proxy with GRIOT_TLS=internal: what the stations are to be given."""


@dataclass
class Door:
    """The portal by the name that its certificate is for, at one address or several. `trusted`: what the officer's
    machine knows."""

    trusted: ssl.SSLContext
    name: str = "localhost"
    addresses: tuple[str, ...] = ("127.0.0.1",)


class _Connection(http.client.HTTPSConnection):
    """To one address, under the portal's name."""

    def __init__(self, door: Door, address: str) -> None:
        super().__init__(door.name, timeout=120, context=door.trusted)
        self._door, self._address = door, address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, 443), 5)
        plain.settimeout(120)
        self.sock = self._door.trusted.wrap_socket(plain, server_hostname=self._door.name)


class AtTheDoor(Officer):
    """By the proxy, over TLS. Its ports are the places of the door's addresses."""

    door: Door

    def connection(self, port: int) -> http.client.HTTPConnection:
        return _Connection(self.door, self.door.addresses[port])

    def first_day(self, code: str) -> None:
        """A one-time code becomes a password, the password an app, and the app opens the portal."""
        status, place, _ = self.send("/first-password", {"code": code})
        assert status == 303, status
        self.send(place, {"password": PASSWORD, "again": PASSWORD})
        self.sign_in()
        _, _, page = self.ask("GET", "/account/app")
        found = re.search(r'class="one-time code">([A-Z2-7 ]+)<', page)
        assert found, page[:600]
        app = pyotp.TOTP(found[1].replace(" ", ""))
        status, _, page = self.send("/account/app", {"code": app.at(int(time.time()))})
        assert status == 200 and page.count("-") >= 30, "ten recovery codes"

    def open_case(self, reference: str) -> str:
        status, place, page = self.send("/cases/new", {"reference": reference, "legal_basis": "Loi 2005-06"})
        assert status == 303 and (found := re.search(r"/cases/(\w{20,})", place)), page[:600]
        return found[1]


def authority(project: Project, folder: Path) -> ssl.SSLContext:
    path = folder / "root.crt"
    path.write_text(project.inside("proxy", "cat", AUTHORITY), "utf-8")
    return ssl.create_default_context(cafile=path)


def begin(project: Project, door: Door) -> Load:
    """Two units and their officers by the commands of the guide, each with a case; nobody at work yet."""
    seen, ports = Seen(), tuple(range(len(door.addresses)))
    officers, cases = [], {}
    for login, code, country in (("dakar", "DKR", "SN"), ("banjul", "BJL", "GM")):
        project.inside("web", "griot", "unit", "add", code, "--country", country, "--name", f"Unit {code}")
        said = project.inside("web", "griot", "officer", "add", login, "--unit", code, "--role", "investigator",
                              "--role", "watch_officer", "--json")  # fmt: skip
        found = re.search(r'"code": "([^"]+)"', said)
        assert found, said
        one = AtTheDoor(login, ports, seen)
        one.door = door
        one.first_day(found[1])
        cases[login] = one.open_case(f"{code}-1")
        officers.append(one)
    return Load(seen, officers, cases)
