// Security keys (WebAuthn): ask the browser, put its answer into the form, send the form.
"use strict";

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const credential = (one) => ({ ...one, id: toBytes(one.id) });

async function ask(kind, options) {
  const publicKey = { ...options, challenge: toBytes(options.challenge) };
  if (kind === "create") {
    publicKey.user = { ...options.user, id: toBytes(options.user.id) };
    publicKey.excludeCredentials = (options.excludeCredentials || []).map(credential);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = (options.allowCredentials || []).map(credential);
  return navigator.credentials.get({ publicKey });
}

function written(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = toText(made.response[name]);
  }
  return JSON.stringify({
    id: made.id, rawId: toText(made.rawId), type: made.type, response,
    clientExtensionResults: made.getClientExtensionResults(),
  });
}

for (const place of document.querySelectorAll("[data-key]")) {
  const button = place.querySelector("[data-key-go]");
  const failed = place.querySelector("[data-key-failed]");
  if (!window.PublicKeyCredential) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      const made = await ask(place.dataset.key, JSON.parse(place.dataset.keyOptions));
      place.querySelector("[data-key-answer]").value = written(made);
      place.closest("form").requestSubmit();
    } catch {
      failed.hidden = false;
    }
  });
}
