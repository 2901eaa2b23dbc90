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

// After an error or on a result, the message is read out and seen first.
const summary = document.querySelector("[data-first]");
if (summary) summary.focus();
