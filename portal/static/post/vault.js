// What stays on the phone of a post: each thing in a box of its own (AES-256-GCM) under a key that only the passphrase
// makes (PBKDF2-SHA-256). In clear: whose it is (a tag), until when, how often a wrong passphrase was given.
"use strict";

const PASS_ROUNDS = 600_000, SHORTEST_PASS = 12, MOST_WRONG = 5;
const KEPT_MS = 24 * 3600 * 1000;

const done = (request) => new Promise((good, bad) => {
  request.onsuccess = () => good(request.result);
  request.onerror = () => bad(request.error);
});

let opened;
const database = () => {
  if (!opened) {
    const request = indexedDB.open("griot-post", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("kept");
    opened = done(request);
  }
  return opened;
};
const read = async (name) => done((await database()).transaction("kept").objectStore("kept").get(name));
const names = async (begins) => (await done((await database()).transaction("kept").objectStore("kept").getAllKeys())).filter((one) => one.startsWith(begins));

// Puts and takes away all of it, or nothing.
async function change(put, gone = []) {
  const turn = (await database()).transaction("kept", "readwrite", { durability: "strict" });
  const kept = turn.objectStore("kept");
  for (const [name, value] of Object.entries(put)) kept.put(value, name);
  for (const name of gone) kept.delete(name);
  await new Promise((good, bad) => {
    turn.oncomplete = good;
    turn.onerror = turn.onabort = () => bad(turn.error);
  });
}

async function wipe() {
  await done((await database()).transaction("kept", "readwrite").objectStore("kept").clear());
}

async function keyOf(passphrase, salt) {
  const typed = await crypto.subtle.importKey("raw", bytesOf(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: PASS_ROUNDS };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// The name is sealed with it: one box cannot be put in the place of another.
async function seal(key, name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(name) }, key, bytesOf(JSON.stringify(value)));
  return { iv, box };
}

async function unseal(key, name) {
  const { iv, box } = await read(name);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytesOf(name) }, key, box);
  return JSON.parse(new TextDecoder().decode(plain));
}

// The lock as it stands: none where nothing is kept, or where its day is over, which ends all of it.
async function lockNow(at = Date.now()) {
  const lock = await read("lock");
  if (lock && (at >= lock.until || at < lock.seen - SLACK_MS)) {
    await wipe();
    return undefined;
  }
  return lock;
}

async function makeVault(passphrase, holder) {
  if (passphrase.length < SHORTEST_PASS) throw new Refused("short");
  await wipe();
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await keyOf(passphrase, salt);
  const at = Date.now();
  await change({ lock: { salt, holder, wrong: 0, seen: at, until: at + KEPT_MS }, check: await seal(key, "check", "griot") });
  return key;
}

// The key, for this passphrase. Throws Refused: wrong, or wiped after too many. A try counts before it is made.
async function openVault(passphrase) {
  const lock = await lockNow();
  if (!lock) throw new Refused("wiped");
  await change({ lock: { ...lock, wrong: lock.wrong + 1 } });
  const key = await keyOf(passphrase, lock.salt);
  try {
    await unseal(key, "check");
  } catch {
    if (lock.wrong + 1 < MOST_WRONG) throw new Refused("wrong");
    await wipe();
    throw new Refused("wiped");
  }
  const at = Date.now();
  await change({ lock: { ...lock, wrong: 0, seen: at, until: at + KEPT_MS } });
  for (const name of [...await names("q:"), ...await names("a:")]) {
    if (Number(name.split(":")[1]) + KEPT_MS <= at) await change({}, [name]);
  }
  return key;
}

// Names begin with the moment, so that they stand in its order.
const newName = (kind, at) => `${kind}:${String(at).padStart(15, "0")}:${crypto.randomUUID()}`;

async function all(key, kind) {
  const found = [];
  for (const name of await names(`${kind}:`)) found.push({ name, ...await unseal(key, name) });
  return found;
}
