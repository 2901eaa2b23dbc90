// At a post the line is often down. A question that gets no answer could not be checked: that is said here and at once,
// no older answer stays in sight, and what was typed stays in its field. The next one is written under it, and all are
// asked as one list when the line is back. A sign-in that ended meanwhile takes nothing either: after signing in in another
// window the same question goes. Nothing is kept on the machine.
"use strict";

const LONGEST_MS = 20_000;

// The token of the form is that of the sign-in that now is; false where there is none.
async function signedIn(form, signal) {
  const answer = await fetch(form.dataset.line, { redirect: "manual", cache: "no-store", signal });
  if (!answer.ok) return false;
  form.elements.csrf_token.value = (await answer.json()).token;
  return true;
}

const only = (form, id) => {
  for (const older of form.parentElement.querySelectorAll("[aria-live], .note.bad")) older.hidden = older.id !== id;
  document.getElementById(id).scrollIntoView();
  form.setAttribute("aria-busy", "false");
};

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-post]");
  if (!form) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  const long = new AbortController();
  const late = setTimeout(() => long.abort(), LONGEST_MS);
  try {
    if (form.dataset.ended && !(await signedIn(form, long.signal))) return only(form, "signed-in-again");
    const asked = () => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: long.signal });
    let answer = await asked();
    if (answer.status === 400 && (await signedIn(form, long.signal))) answer = await asked();
    if (new URL(answer.url).pathname !== new URL(form.action).pathname) {
      form.dataset.ended = "1";
      return only(form, "signed-in-again");
    }
    if (answer.status >= 500) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.body.replaceWith(page.body);
    document.querySelector("main [aria-live]:not([hidden]), main .note.bad")?.scrollIntoView();
  } catch {
    only(form, "line-down");
  } finally {
    clearTimeout(late);
  }
});
