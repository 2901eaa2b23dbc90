// Answers with the page that stays on the phone where no line is. It keeps that page and what it is made of, the same for
// everybody, and nothing else: no answer, no page about anybody.
"use strict";

const SHELL = "{{ shell }}";
const ASK = "{{ ask }}";
const STAYS = {{ stays|safe }};
const KEPT = "griot-post";
const PATIENCE_MS = 8000;

const fetched = async (address) => {
  const answer = await fetch(address, { cache: "reload", credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
};

async function keep() {
  const answers = await Promise.all([SHELL, ...STAYS].map(async (address) => [address, await fetched(address)]));
  const kept = await caches.open(KEPT);
  for (const one of await kept.keys()) await kept.delete(one);
  for (const [address, answer] of answers) await kept.put(address, answer);
}

// Of the network, or of what is kept where no answer comes. The page of the portal itself is never kept.
async function page(request, path) {
  const long = new AbortController();
  const late = setTimeout(() => long.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(request, { signal: long.signal });
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (path === SHELL && answer.status === 200 && !answer.redirected) await (await caches.open(KEPT)).put(SHELL, answer.clone());
    return answer;
  } catch (error) {
    const held = await (await caches.open(KEPT)).match(SHELL);
    if (!held) throw error;
    return path === SHELL ? held : Response.redirect(SHELL, 302);
  } finally {
    clearTimeout(late);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const path = address.pathname;
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate" && (path === SHELL || path === ASK)) event.respondWith(page(event.request, path));
  else if (STAYS.includes(path + address.search)) {
    event.respondWith(caches.open(KEPT).then((kept) => kept.match(path + address.search)).then((held) => held || fetch(event.request)));
  }
});
