"""An officer at the desk of a ride: signs in and saves by HTTP, and knows of each save whether it was accepted."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode

from portal.cli.bench.web import LOGIN, PASSWORD, person_form, token_of
from tests.faults.rides.asking import exchange

TIMEOUT_S = 40.0
FAILED = 500


class Desk(threading.Thread):
    """Saves records of watched people, one after the other, on one web server or another, until it is told to stop.

    `accepted`: record id to passport of what the portal said is saved. `unknown`: passports whose answer never came.
    """

    def __init__(self, ports: Sequence[int], case: str, passports: Sequence[str], seed: int) -> None:
        super().__init__(daemon=True)
        self._ports, self._case, self._passports, self._draw = ports, case, list(passports), random.Random(seed)
        self._cookies: dict[str, str] = {}
        self._closing = threading.Event()
        self.accepted: dict[str, str] = {}
        self.unknown: list[str] = []
        self.answers: Counter[str] = Counter()

    @property
    def ended(self) -> bool:
        return self._closing.is_set()

    def stop(self) -> None:
        self._closing.set()
        self.join(2 * TIMEOUT_S)

    def run(self) -> None:
        while not self._closing.wait(self._draw.uniform(0.5, 2.0)):
            try:
                if self._passports:
                    self._save_one()
            except (OSError, http.client.HTTPException) as error:
                self.answers[type(error).__name__] += 1

    def _save_one(self) -> None:
        status, page, _ = self._ask("GET", f"/records/new?kind=person&case={self._case}")
        if status in {302, 303, 401}:
            self._sign_in()
            return
        if status != http.HTTPStatus.OK:
            self.answers[f"form {status}"] += 1
            return
        passport = self._passports.pop()
        form = person_form(self._case, f"Awa Ride {self._draw.randrange(10**6)}", token_of(page))
        form |= {"identifiers-0-kind": "passport", "identifiers-0-value": passport}
        try:
            status, page, location = self._ask("POST", "/records/new?kind=person", urlencode(form))
        except (OSError, http.client.HTTPException):
            self.unknown.append(passport)
            raise
        if status == http.HTTPStatus.SEE_OTHER and "/records/" in location:
            self.answers["saved"] += 1
            self.accepted[location.rstrip("/").rpartition("/")[2].partition("?")[0]] = passport
        else:
            self.answers[f"save {status}"] += 1
            self.unknown.append(passport)

    def _sign_in(self) -> None:
        _, page, _ = self._ask("GET", "/sign-in")
        form = {"login": LOGIN, "password": PASSWORD, "csrf_token": token_of(page)}
        status, _, _ = self._ask("POST", "/sign-in", urlencode(form))
        self.answers[f"sign-in {status}"] += 1

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Status, page, and where it sends one. A server that is not there is passed over."""
        ports = self._draw.sample(self._ports, len(self._ports))
        for at, port in enumerate(ports):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
            try:
                connection.connect()
            except OSError:
                if at + 1 == len(ports):
                    raise
                continue
            try:
                answer, text = exchange(connection, self._cookies, method, path, body)
                if answer.status >= FAILED:
                    time.sleep(0.5)
                return answer.status, text, answer.getheader("Location") or ""
            finally:
                connection.close()
        raise ConnectionError
