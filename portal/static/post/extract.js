// The list of documents that a post carries: opened, and asked, as casefile/posts/extract.py does it. What is not whole,
// not this post's, not signed by the installation or out of its time is refused, and then answers nothing.
"use strict";

const ENTRY = 24, FOUND = 16, NONCE = 12, SLACK_MS = 10 * 60 * 1000;
const bytesOf = (text) => new TextEncoder().encode(text);

class Refused extends Error {
  constructor(why, day) {
    super(why);
    this.day = day;
  }
}

function fromBase64(text) {
  if (typeof text !== "string" || !/^[\w-]+$/.test(text)) throw new Refused("broken");
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
}

function readPostKey(text) {
  const words = text.trim().split(/\s+/);
  try {
    const [seed, open] = [fromBase64(words[2]), fromBase64(words[3])];
    if (words.length === 4 && words[0] === "griot-post-1" && seed.length === 32 && open.length === 65) return { id: words[1], seed, open };
  } catch { /* said below */ }
  throw new Refused("no-key");
}

async function derived(seed, use, of) {
  const key = await crypto.subtle.importKey("raw", seed, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: bytesOf(of), info: bytesOf(use) }, key, 256));
}

function headerOf(text) {
  try {
    const whole = JSON.parse(text);
    const said = JSON.parse(whole.header);
    const [made, ends] = [Date.parse(said.made_at), Date.parse(said.ends_at)];
    const sound = said.form === "griot-extract-1" && made && ends && Array.isArray(said.lists) && Number.isInteger(said.documents)
      && said.rounds >= 1000 && said.rounds <= 1_000_000;
    if (sound) return { ...said, made, ends, text: whole.header, body: fromBase64(whole.body), signature: fromBase64(whole.signature) };
  } catch { /* said below */ }
  throw new Refused("broken");
}

// The extract, opened. Throws Refused, which says why.
async function openExtract(text, keyText, at = Date.now()) {
  const key = readPostKey(keyText);
  const said = headerOf(text);
  if (said.post !== key.id) throw new Refused("anothers");
  const head = bytesOf(said.text);
  const signed = new Uint8Array(head.length + said.body.length);
  signed.set(head);
  signed.set(said.body, head.length);
  let content;
  try {
    const open = await crypto.subtle.importKey("raw", key.open, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    if (!(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, open, said.signature, signed))) throw new Refused("altered");
    const box = await crypto.subtle.importKey("raw", await derived(key.seed, "griot extract: body", said.id), "AES-GCM", false, ["decrypt"]);
    const [iv, additionalData] = [said.body.slice(0, NONCE), head];
    content = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, box, said.body.slice(NONCE)));
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("altered");
  }
  checkTime(said, at);
  const end = content.indexOf(10);
  const entries = content.slice(end + 1);
  if (end < 0 || entries.length !== said.documents * ENTRY) throw new Refused("altered");
  const desks = JSON.parse(new TextDecoder().decode(content.slice(0, end)));
  return { ...said, desks, entries, numbers: await derived(key.seed, "griot extract: numbers", said.id) };
}

function checkTime(said, at) {
  if (at >= said.ends) throw new Refused("ended", said.ends);
  if (at < said.made - SLACK_MS) throw new Refused("ahead", said.made);
}

// Codes of the desks to contact about a number; an issuer that one side does not state rules nothing out.
async function desksOf(extract, number, issuer, at = Date.now()) {
  checkTime(extract, at);
  const key = await crypto.subtle.importKey("raw", bytesOf(number), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: extract.numbers, iterations: extract.rounds };
  const hashed = new Uint8Array(await crypto.subtle.deriveBits(how, key, ENTRY * 8));
  const before = (place) => {
    for (let at = 0; at < FOUND; at += 1) {
      const apart = extract.entries[place * ENTRY + at] - hashed[at];
      if (apart) return apart;
    }
    return 0;
  };
  let [low, high] = [0, extract.documents];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(middle) < 0) low = middle + 1;
    else high = middle;
  }
  const found = new Set();
  for (; low < extract.documents && before(low) === 0; low += 1) {
    const plain = [...extract.entries.slice(low * ENTRY + FOUND, (low + 1) * ENTRY)].map((byte, at) => byte ^ hashed[FOUND + at]);
    const stated = String.fromCharCode(...plain.slice(2, 5)).replace(/\0+$/, "");
    if (!(issuer && stated && issuer !== stated)) found.add(extract.desks[plain[0] * 256 + plain[1]]);
  }
  return [...found].sort();
}

// {answer: one of three, number, desks, why, odd} of what was typed.
async function askExtract(extract, text, at = Date.now()) {
  const { numbers, issuer, sure, odd } = readQuestion(text);
  const found = new Set();
  for (const number of numbers) for (const desk of await desksOf(extract, number, countryOf(issuer), at)) found.add(desk);
  const answer = found.size ? "contact_desk" : sure ? "nothing_found" : "could_not_be_checked";
  return { answer, number: numbers[0] || "", desks: [...found].sort(), odd, why: answer === "could_not_be_checked" ? "no-number" : "" };
}
