// A file goes part by part, and goes on after a broken line. Without this script it goes with the form, up to 16 MB.
"use strict";

const form = document.querySelector("form[data-upload]");
const token = form.querySelector("[name=csrf_token]").value;
const shown = form.querySelector("[data-progress]");
const refused = form.querySelector("[data-refused]");
const button = form.querySelector("button[type=submit]");

const ask = (address, method, headers, body) =>
  fetch(address, { method, body, credentials: "same-origin", headers: { "X-CSRFToken": token, ...headers } });
const pause = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

// The same file, chosen again after a reload, is known by its name, size and date.
const key = (file) => `upload ${form.elements.record.value || form.elements.case.value} ${file.name} ${file.size} ${file.lastModified}`;
const remember = (file, address) => { try { localStorage.setItem(key(file), address); } catch { /* begins again then */ } };
const forget = (file) => { try { localStorage.removeItem(key(file)); } catch { /* nothing kept */ } };
const remembered = (file) => { try { return localStorage.getItem(key(file)); } catch { return null; } };

async function begin(file) {
  const stated = new FormData(form);
  stated.delete("file");
  stated.set("name", file.name);
  stated.set("size", file.size);
  const answer = await ask(form.dataset.upload, "POST", {}, stated);
  if (answer.status !== 201) throw new Refused(await answer.text());
  const address = answer.headers.get("Location");
  remember(file, address);
  return address;
}

class Refused extends Error {}

async function arrived(address) {
  const answer = await ask(address, "HEAD", {});
  return answer.ok ? Number(answer.headers.get("Upload-Offset")) : null;
}

async function send(file) {
  let address = remembered(file);
  let offset = address ? await arrived(address) : null;
  if (offset === null) {
    address = await begin(file);
    offset = 0;
  }
  const part = Number(form.dataset.part);
  let waits = 1;
  for (;;) {
    shown.textContent = `${form.dataset.sending} ${Math.floor(100 * offset / file.size)} %`;
    try {
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset };
      const answer = await ask(address, "PATCH", headers, file.slice(offset, offset + part));
      if (answer.status === 201) return answer.headers.get("Location");
      if (answer.status === 422 || answer.status === 404) throw new Refused(await answer.text());
      offset = answer.status === 204 ? Number(answer.headers.get("Upload-Offset")) : await arrived(address) ?? offset;
      if (answer.status !== 204) await pause(waits);
      waits = 1;
    } catch (error) {
      if (error instanceof Refused) throw error;
      shown.textContent = form.dataset.waiting;
      await pause(waits);
      waits = Math.min(30, 2 * waits);
      try { offset = await arrived(address) ?? offset; } catch { /* still down */ }
    }
  }
}

form.addEventListener("submit", async (event) => {
  const file = form.elements.file.files[0];
  if (!file) return;
  event.preventDefault();
  refused.hidden = true;
  shown.hidden = false;
  button.disabled = true;
  try {
    const page = await send(file);
    forget(file);
    window.location.assign(page);
  } catch (error) {
    forget(file);
    shown.hidden = true;
    refused.textContent = error instanceof Refused ? error.message : String(error);
    refused.hidden = false;
    button.disabled = false;
    delete form.dataset.sent;
  }
});
