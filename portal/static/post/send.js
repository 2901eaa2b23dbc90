// What was asked with the line down is asked when it is back: each a search of its own, for the reason given at the time.
// A question leaves the phone only in the same step in which its answer is sealed there.
"use strict";

const PATIENCE_MS = 20_000;

async function patient(address, more = {}) {
  const long = new AbortController();
  const late = setTimeout(() => long.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(address, { ...more, cache: "no-store", credentials: "same-origin", signal: long.signal });
    return { answer, text: await answer.text() };
  } finally {
    clearTimeout(late);
  }
}

// {state: "there", holder, token} · "signed-out" · "down". Anything else than its own words is no line.
async function lineNow() {
  try {
    const { answer, text } = await patient(document.body.dataset.line, { redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { state: "signed-out" };
    if (answer.ok) return { state: "there", ...JSON.parse(text) };
  } catch { /* no line */ }
  return { state: "down" };
}

// The answer in a page: one of the three for each line of the question; undefined where the page holds none.
function answerIn(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = [...page.querySelectorAll("[data-said]")].map((one) => ({
    said: one.dataset.said,
    why: one.querySelector("[data-why]")?.textContent.trim() || "",
    desks: [...one.querySelectorAll("[data-desk]")].map((desk) => desk.textContent.replace(/\s+/g, " ").trim()),
  }));
  const refused = page.querySelector("main [role=alert] li")?.textContent.trim() || "";
  return { found: found.length ? found : undefined, refused };
}

// Asks what waits, one after the other; what could not be asked waits on. Returns why it stopped, "" where nothing waits.
async function sendWaiting(key, holder) {
  return navigator.locks.request("griot-post-send", async () => {
    let refusals = "";
    for (const { name, ...question } of await all(key, "q")) {
      const line = await lineNow();
      if (line.state !== "there") return line.state;
      if (line.holder !== holder) return "anothers-phone";
      const { text, reason, purpose, case_ref, at } = question;
      let came;
      try {
        const body = new URLSearchParams({ csrf_token: line.token, text, kind: "", reason, purpose, case_ref });
        came = await patient(document.body.dataset.ask, { method: "POST", body, redirect: "manual" });
      } catch {
        return "down";
      }
      if (came.answer.type === "opaqueredirect") return "signed-out";
      if (came.answer.status >= 500) return "down";
      const { found, refused } = answerIn(came.text);
      if (!came.answer.ok || !found) {
        refusals = refused || "refused";
        await change({ [name]: await seal(key, name, { ...question, refused: refusals }) });
        continue;
      }
      const answered = Date.now();
      const into = newName("a", answered);
      await change({ [into]: await seal(key, into, { text, asked: at, answered, found, from: "portal" }) }, [name]);
    }
    return refusals ? "refused" : "";
  });
}
