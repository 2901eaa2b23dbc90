// At a post the line is often down. A question that gets no answer could not be checked: that is said here and at once,
// no older answer stays in sight, and what was typed stays in its field. The next one is written under it, and all are
// asked as one list when the line is back. Nothing is kept on the machine.
"use strict";

const LONGEST_MS = 20_000;

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-post]");
  if (!form) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  const long = new AbortController();
  const late = setTimeout(() => long.abort(), LONGEST_MS);
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, signal: long.signal });
    if (new URL(answer.url).pathname !== new URL(form.action).pathname) return location.assign(answer.url);
    if (answer.status >= 500) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.body.replaceWith(page.body);
    document.querySelector("main [aria-live]:not([hidden]), main .note.bad")?.scrollIntoView();
  } catch {
    for (const older of form.parentElement.querySelectorAll("[aria-live], .note.bad")) older.hidden = older.id !== "line-down";
    document.getElementById("line-down").scrollIntoView();
    form.setAttribute("aria-busy", "false");
  } finally {
    clearTimeout(late);
  }
});
