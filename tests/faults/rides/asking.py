"""One question of an officer's browser over HTTP, to a server that may be killed meanwhile."""

import http.client


def exchange(
    connection: http.client.HTTPConnection, cookies: dict[str, str], method: str, path: str, body: str | None = None
) -> tuple[http.client.HTTPResponse, str]:
    """The answer and its page, read whole; what it sets is among the cookies afterwards. `body`: a form's fields.

    Raises OSError or HTTPException where the connection ends before.
    """
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    page = answer.read().decode("utf-8", "replace")
    for cookie in answer.headers.get_all("Set-Cookie", []):
        name, _, value = cookie.partition(";")[0].partition("=")
        cookies[name] = value
    return answer, page
