// Drafts while typing: to the server a moment after each pause, locked into this browser while it cannot be reached.
// Rows are added without a page. Every form works without this file.
"use strict";

(() => {
  const form = document.getElementById("entry");
  const said = document.getElementById("kept");
  if (!form || !said) return;
  const PAUSE = 1200, LONGEST = 3500, TICK = 400; // ms: at most 5 s of typing are nowhere but on the screen
  const { keep, key, seal } = form.dataset;
  const count = form.elements.count;
  let changed = 0, began = 0, local = 0, sent = Number(count.value), busy = false, leaving = false;

  // ---- this browser: one record a form, locked with the officer's own key ----
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const lock = window.crypto && crypto.subtle
    ? crypto.subtle.importKey("raw", bytes(seal), "AES-GCM", false, ["encrypt", "decrypt"]) : null;
  const shelf = lock && window.indexedDB ? new Promise((done, failed) => {
    const asked = indexedDB.open("griot", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  }) : Promise.reject(new Error("no shelf"));
  shelf.catch(() => {});
  const act = async (mode, what) => {
    const db = await shelf;
    return new Promise((done, failed) => {
      const step = db.transaction("drafts", mode, { durability: "strict" });
      const asked = what(step.objectStore("drafts"));
      step.oncomplete = () => done(asked.result);
      step.onabort = () => failed(step.error);
    });
  };
  const put = async (text, number) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lock, new TextEncoder().encode(text));
    await act("readwrite", (drafts) => drafts.put({ key, iv, box, number, at: Date.now(), back: location.href }));
  };
  const drop = (which) => act("readwrite", (drafts) => drafts.delete(which)).catch(() => {});

  // ---- the server ----
  const typed = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const post = (body, more) => fetch(keep, {
    method: "POST", body, credentials: "same-origin", cache: "no-store", redirect: "manual", ...more,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
  const clock = () => new Date().toLocaleTimeString(`${document.documentElement.lang}-u-nu-latn`, { hour12: false });
  const say = (which) => { said.textContent = said.dataset[which].replace("{time}", clock()); };

  const store = async () => {
    const number = Number(count.value);
    if (local >= number) return;
    local = number;
    await put(typed().toString(), number);
  };
  const send = async (more) => {
    const number = Number(count.value);
    busy = true;
    try {
      const answer = await post(typed(), more);
      if (answer.status === 204 || answer.status === 409) {
        sent = Math.max(sent, number);
        if (answer.status === 204) say("kept");
        if (Number(count.value) === number) drop(key);
      } else if (answer.type === "opaqueredirect" || answer.status === 401) {
        sent = Math.max(sent, number);
        say("out");
      } else throw new Error(String(answer.status));
    } catch {
      if (!more) store().then(() => say("here"), () => say("unkept"));
      began = Date.now(); // tried again after the next pause, or after LONGEST
    }
    busy = false;
  };
  const dirty = () => Number(count.value) > sent;

  form.addEventListener("input", () => {
    count.value = Number(count.value) + 1;
    changed = Date.now();
    began = began || changed;
    const here = new URL(location.href);
    if (here.searchParams.get("form") !== key) {
      here.searchParams.set("form", key);
      history.replaceState(null, "", here);
    }
  });
  setInterval(() => {
    if (!dirty() || leaving) return;
    store().catch(() => {});
    if (!busy && (Date.now() - changed > PAUSE || Date.now() - began > LONGEST)) {
      began = 0;
      send();
    }
  }, TICK);
  const away = () => { if (dirty() && !leaving) { store().catch(() => {}); send({ keepalive: true }); } };
  addEventListener("pagehide", away);
  document.addEventListener("visibilitychange", () => { if (document.hidden) away(); });
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });

  // ---- what an earlier page could not send ----
  const late = async () => {
    const mine = await lock;
    for (const one of await act("readonly", (drafts) => drafts.getAll())) {
      if (one.key === key && one.number <= Number(count.value)) { drop(key); continue; } // the page has it
      let text;
      try {
        text = new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: one.iv }, mine, one.box));
      } catch { continue; } // another officer's
      const fields = new URLSearchParams(text);
      fields.set("csrf_token", form.elements.csrf_token.value);
      const answer = await post(fields);
      if (answer.status !== 204 && answer.status !== 409) continue;
      await drop(one.key);
      const same = one.key === key;
      if (answer.status === 204 && (!same || one.number > Number(count.value)) && !dirty()) {
        if (same || !location.search.includes("form=")) location.replace(one.back);
        return;
      }
    }
  };
  if (lock) late().catch(() => {});

  // ---- a proposed spelling is kept only by a press: it becomes a further name ----
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-propose]");
    if (!button) return;
    let row = [...form.querySelectorAll("[data-rows=names] input")].find((one) => !one.value);
    if (!row) {
      form.querySelector("button[name=more][value=names]").click();
      row = [...form.querySelectorAll("[data-rows=names] input")].pop();
    }
    row.value = button.dataset.propose;
    form.elements[row.name.replace("-text", "-kind")].value = "original_script";
    row.dispatchEvent(new Event("input", { bubbles: true }));
    button.closest("p").remove();
  });

  // ---- more rows, without a page ----
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=more]");
    const rows = button && form.querySelector(`[data-rows="${button.value}"]`);
    if (!rows || !rows.lastElementChild) return;
    event.preventDefault();
    const from = rows.children.length - 1, row = rows.lastElementChild.cloneNode(true);
    const prefix = `${button.value}-${from}-`, next = `${button.value}-${from + 1}-`;
    for (const node of row.querySelectorAll("*")) {
      for (const name of ["id", "name", "for"]) {
        const held = node.getAttribute(name);
        if (held && held.startsWith(prefix)) node.setAttribute(name, next + held.slice(prefix.length));
      }
      for (const name of ["aria-describedby", "aria-invalid", "autofocus", "aria-required"]) node.removeAttribute(name);
      if (node.matches("input[type=checkbox]")) node.checked = false;
      else if (node.matches("input")) node.value = "";
    }
    for (const gone of row.querySelectorAll(".field-error, .star, .hint, .proposed")) gone.remove();
    for (const field of row.querySelectorAll(".wrong")) field.classList.remove("wrong");
    rows.append(row);
    row.querySelector("input").focus();
  });
})();
