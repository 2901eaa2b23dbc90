// The page of a post that works with the line down: the passphrase, the list that is carried, questions and answers.
"use strict";

const LOCKED_AFTER_MS = 15 * 60 * 1000, AGAIN_MS = 60 * 1000, MOST_SHOWN = 30;
const at = (id) => document.getElementById(id);
const words = (name) => document.querySelector(`[data-word="${CSS.escape(name)}"]`)?.textContent || "";
const moment = (when) => `\u2068${new Date(when).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" })}\u2069`;
const filled = (name, day) => (words(name) || name).replace("{day}", day ? moment(day) : "");
let key, extract, lock;

const show = (id) => {
  for (const one of ["unable", "make", "open", "work"]) at(one).hidden = one !== id;
};
const say = (name, day) => {
  at("said").textContent = name ? filled(name, day) : "";
  at("said").hidden = !name;
};
// Whatever fails says so; nothing that failed is shown as an answer.
const guarded = (work) => async (event) => {
  event?.preventDefault?.();
  const button = event?.submitter;
  if (button) button.disabled = true;
  say("");
  try {
    await work(event);
  } catch (error) {
    say(error instanceof Refused ? error.message : "failed", error.day);
    if (error.message === "wiped") await begin(true);
  } finally {
    if (button) button.disabled = false;
  }
};

async function begin(quiet = false) {
  if (!window.crypto?.subtle || !window.indexedDB || !navigator.locks) return show("unable");
  lock = await lockNow();
  show(lock ? "open" : "make");
  if (!lock && !quiet && (await lineNow()).state !== "there") say("line-first");
}

async function makeHere(event) {
  const form = event.target.elements;
  if (form.pass.value !== form.again.value) throw new Refused("not-same");
  const line = await lineNow();
  if (line.state !== "there") throw new Refused("line-first");
  key = await makeVault(form.pass.value, line.holder);
  lock = await lockNow();
  event.target.reset();
  navigator.storage?.persist?.();
  await work();
}

async function openHere(event) {
  const line = await lineNow();
  if (line.state === "there" && line.holder !== lock.holder) throw new Refused("anothers-phone");
  const pass = event.target.elements.pass.value;
  event.target.reset();
  key = await openVault(pass);
  await work();
}

async function wipeHere() {
  await wipe();
  location.reload();
}

async function work() {
  show("work");
  setTimeout(() => location.reload(), LOCKED_AFTER_MS);
  await loadExtract();
  await list();
  await send();
}

async function loadExtract() {
  extract = undefined;
  at("list-said").textContent = words("no-list");
  const text = await read("extract");
  if (!text) return;
  try {
    extract = await openExtract(text, await unseal(key, "key"));
    at("list-said").textContent = filled("list-is", extract.made).replace("{ends}", moment(extract.ends))
      .replace("{lists}", extract.lists.join("; ") || "—");
  } catch (error) {
    at("list-said").textContent = filled(error instanceof Refused ? error.message : "broken", error.day);
  }
}

async function takeList(event) {
  const form = event.target.elements;
  const text = form.file.files[0] ? await form.file.files[0].text() : await read("extract");
  if (!text) throw new Refused("broken");
  const typed = form.key.value.trim();
  let postKey = typed;
  try {
    postKey ||= await unseal(key, "key");
  } catch {
    throw new Refused("no-key");
  }
  await openExtract(text, postKey);
  await change({ extract: text, key: await seal(key, "key", postKey) });
  event.target.reset();
  await loadExtract();
}

async function ask(event) {
  const form = event.target.elements;
  const text = form.text.value.trim();
  if (!text) throw new Refused("no-question");
  const question = { text, reason: form.reason.value.trim(), case_ref: form.case_ref.value.trim(), purpose: form.purpose.value, at: Date.now() };
  if (question.reason.length < 5) throw new Refused("no-reason");
  const asked = newName("q", question.at);
  await change({ [asked]: await seal(key, asked, question) });
  if (extract) await askList(text, question.at);
  form.text.value = "";
  await list();
  await send();
}

async function askList(text, asked) {
  let said = { answer: "could_not_be_checked", desks: [], why: "failed" };
  try {
    said = await askExtract(extract, text);
  } catch (error) {
    said.why = error instanceof Refused ? error.message : "failed";
  }
  const into = newName("a", Date.now());
  const found = [{ said: said.answer, desks: said.desks }];
  await change({ [into]: await seal(key, into, { ...said, text, asked, answered: Date.now(), found, from: "list", of: extract.made }) });
}

async function send() {
  say(await sendWaiting(key, lock.holder));
  await list();
}

const line = (tag, text, tone) => {
  const made = document.createElement(tag);
  made.textContent = text;
  if (tone) made.className = tone;
  return made;
};

async function list() {
  const [waiting, answers] = [await all(key, "q"), await all(key, "a")];
  at("waiting").replaceChildren(...waiting.map((one) => {
    const made = line("li", "");
    made.append(line("bdi", one.text), line("p", `${filled("waits", one.at)} ${one.refused || ""}`, "soft"));
    if (one.refused) {
      const drop = line("button", words("drop"), "quiet");
      drop.addEventListener("click", guarded(async () => { await change({}, [one.name]); await list(); }));
      made.append(drop);
    }
    return made;
  }));
  at("waits").hidden = !waiting.length;
  at("answers").replaceChildren(...answers.reverse().slice(0, MOST_SHOWN).map(shown));
}

function shown(one) {
  const [inList, made] = [line("li", ""), line("div", "")];
  inList.append(made);
  const worst = ["contact_desk", "could_not_be_checked", "nothing_found"].find((said) => one.found.some((part) => part.said === said));
  made.className = `note ${{ contact_desk: "warn", nothing_found: "calm" }[worst] || "bad"}`;
  made.append(line("bdi", one.text));
  for (const part of one.found) {
    made.append(line("h2", words(part.said) || words("could_not_be_checked")));
    if (part.why) made.append(line("p", part.why));
    for (const desk of part.desks) made.append(line("p", desk));
  }
  if (one.why) made.append(line("p", words(one.why) || words("failed")));
  made.append(...(one.odd || []).map((odd) => line("p", odd)));
  if (worst === "contact_desk") made.append(line("p", words("say-nothing")));
  if (worst !== "could_not_be_checked") made.append(line("p", words("no-proof")));
  const when = filled(one.from === "list" ? "by-list" : "by-portal", one.of);
  made.append(line("p", when.replace("{asked}", moment(one.asked)).replace("{answered}", moment(one.answered)), "soft"));
  return inList;
}

const forms = { make: makeHere, open: openHere, list: takeList, ask };
for (const [name, done] of Object.entries(forms)) at(`${name}-form`).addEventListener("submit", guarded(done));
at("send").addEventListener("click", guarded(send));
for (const one of document.querySelectorAll("[data-wipe]")) one.addEventListener("click", guarded(wipeHere));
window.addEventListener("online", guarded(async () => { if (key) await send(); }));
setInterval(guarded(async () => { if (key && (await names("q:")).length) await send(); }), AGAIN_MS);
navigator.serviceWorker?.register(document.body.dataset.worker, { scope: document.body.dataset.scope }).catch(() => say("no-worker"));
guarded(() => begin())();
