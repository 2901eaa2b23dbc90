// Comfort only: every page works without this file.
"use strict";

// "/" goes to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("ask");
  if (event.key !== "/" || !box || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  box.focus();
});

// The menu under the officer's name closes by Escape and by a click elsewhere.
const own = document.querySelector("details.who");
if (own) {
  document.addEventListener("click", (event) => { if (!own.contains(event.target)) own.open = false; });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") own.open = false; });
}

// A second click on the same button must not send the form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Whoever is typing is there: keep the sign-in alive, so that a long report is not lost to the idle limit.
let typed = false;
document.addEventListener("input", () => { typed = true; });
setInterval(() => {
  const address = document.body.dataset.alive;
  if (!typed || !address) return;
  typed = false;
  fetch(address, { credentials: "same-origin", cache: "no-store" }).then((answer) => {
    const warning = document.getElementById("signed-out");
    if (warning && answer.status === 401) warning.hidden = false;
  }).catch(() => {});
}, 4 * 60 * 1000);

// The bell: one small question a minute while the page is seen; nothing new is an answer without a body.
const bell = document.querySelector("[data-bell]");
if (bell) {
  let tag = bell.dataset.tag;
  let asked = Date.now();
  const ask = async () => {
    if (document.hidden || Date.now() - asked < 60000) return;
    asked = Date.now();
    try {
      const answer = await fetch(bell.dataset.bell, {
        credentials: "same-origin", cache: "no-store", headers: { "If-None-Match": tag },
      });
      if (answer.status === 401) clearInterval(turn);
      if (answer.status !== 200) return;
      const [due, before] = [Number((await answer.text()).slice(0, 5)), Number(bell.textContent)];
      tag = answer.headers.get("ETag");
      for (const count of [bell, ...document.querySelectorAll("[data-due]")]) {
        count.textContent = due;
        count.hidden = !due;
      }
      document.getElementById("something-new").hidden = due <= before;
      document.title = document.title.replace(/^\(\d+\) /, "").replace(/^/, due > before ? `(${due}) ` : "");
    } catch { /* the line is down: asked again in a minute */ }
  };
  const turn = setInterval(ask, 5000);
  document.addEventListener("visibilitychange", ask);
}

// What is folded on a phone alone stands open at a desk: by style in a new browser, here in an older one.
if (matchMedia("(min-width: 62rem)").matches && !CSS.supports("selector(::details-content)")) {
  for (const one of document.querySelectorAll("details.wide-open")) one.open = true;
}

// On paper nothing is folded away.
window.addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("main details")) one.open = true; });

// A phone shows the keyboard that fits the kind of number.
const keyboards = { phone: "tel", email: "email", imei: "numeric", imo: "numeric", mmsi: "numeric" };
document.addEventListener("change", (event) => {
  const row = /^(identifiers-[0-9]+-)kind$/.exec(event.target.id);
  if (row) document.getElementById(`${row[1]}value`).inputMode = keyboards[event.target.value] || "text";
});

// After an error or on a result, the message is read out and seen first.
const summary = document.querySelector("[data-first]");
if (summary) summary.focus();

// A passage that was missed is taken over from what is selected in the text.
const passage = document.getElementById("passage");
if (passage) document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  const words = chosen.toString().trim();
  const from = chosen.anchorNode && chosen.anchorNode.parentElement;
  if (words && words.length <= passage.maxLength && from && from.closest(".narrative")) passage.value = words;
});

// What can be undone is offered as long as it can.
for (const form of document.querySelectorAll("[data-for]")) setTimeout(() => form.remove(), 1000 * form.dataset.for);

// Keys of lists and of the judgement: j and k go from line to line, n and p from hit to hit, 1 to 3 choose a usual
// reason, s, d and u judge and go to the own words (none of them sends anything; Ctrl and Enter does), z undoes.
// They can be turned off on the page itself, which this browser remembers.
const keys = document.querySelector("[data-keys]");
const off = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
if (keys) {
  const box = keys.querySelector("input");
  keys.hidden = false;
  box.checked = !off();
  box.addEventListener("change", () => { try { localStorage.setItem("keys", box.checked ? "on" : "off"); } catch { /* not kept */ } });
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey || off()) return;
  const form = event.target.closest("[data-judge]");
  if (form) form.requestSubmit(form.querySelector("[name=then]") || undefined);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || off() || event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
  const pick = document.querySelector(`[data-pick] [data-key="${CSS.escape(event.key)}"]`);
  const go = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  const choice = document.querySelector(`[data-judge] [data-key="${CSS.escape(event.key)}"]`);
  if (pick) {
    event.preventDefault();
    pick.click();
  } else if (choice) {
    event.preventDefault();
    choice.checked = true;
    if (choice.name === "judgement") document.getElementById("reason").focus();
  } else if (go) {
    event.preventDefault();
    go.click();
  } else if (event.key === "j" || event.key === "k") {
    const lines = [...document.querySelectorAll("[data-steps] h2 a, [data-steps] th a")];
    if (!lines.length) return;
    const next = lines.indexOf(document.activeElement) + (event.key === "j" ? 1 : -1);
    lines[Math.max(0, Math.min(next, lines.length - 1))].focus();
  }
});
