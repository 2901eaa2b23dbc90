// A drawn network, looked at more closely: choose a thing and its links stand out; zoom; leave kinds out. Without this
// script the same drawing and its table stand there.
"use strict";

const box = document.querySelector("[data-net]");
const svg = box.querySelector("svg");
const bar = document.querySelector("[data-net-bar]");
const said = bar.querySelector("[data-net-said]");
const things = [...svg.querySelectorAll("[data-at]")].sort((one, other) => one.dataset.at - other.dataset.at);
const ties = [...svg.querySelectorAll("[data-ends]")].map((tie) => [tie, tie.dataset.ends.split(" ").map(Number)]);
const near = things.map((thing) => new Set(thing.dataset.near.split(" ").filter(Boolean).map(Number)));
const left = new Set();
let chosen = -1;
let before = -1;
let zoom = 1;

const titleOf = (at) => things[at].querySelector("title").textContent;
const nameOf = (at) => things[at].querySelector("text").textContent;

function draw() {
  const alone = chosen >= 0;
  things.forEach((thing, at) => {
    const gone = left.has(thing.dataset.kind);
    thing.classList.toggle("gone", gone);
    thing.classList.toggle("chosen", at === chosen);
    thing.classList.toggle("faded", alone && at !== chosen && !near[chosen].has(at));
  });
  for (const [tie, [one, other]] of ties) {
    tie.classList.toggle("gone", left.has(things[one].dataset.kind) || left.has(things[other].dataset.kind));
    tie.classList.toggle("faded", alone && one !== chosen && other !== chosen);
    tie.classList.toggle("chosen", alone && (one === chosen || other === chosen));
  }
  svg.classList.toggle("with-choice", alone);
  const neighbours = alone ? [...near[chosen]].filter((at) => !left.has(things[at].dataset.kind)) : [];
  said.textContent = alone ? `${titleOf(chosen)} – ${neighbours.map(nameOf).join(" · ")}` : said.dataset.netSaid;
}

function choose(at) {
  chosen = at;
  draw();
}

// The first click chooses, the second one opens; by keyboard Tab and the arrows choose, Enter opens.
svg.addEventListener("pointerdown", () => { before = chosen; });
svg.addEventListener("click", (event) => {
  const thing = event.target.closest("[data-at]");
  if (!thing) return choose(-1);
  const at = things.indexOf(thing);
  const opens = event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey || before === at;
  if (!opens) event.preventDefault();
  choose(at);
});
svg.addEventListener("focusin", (event) => {
  const thing = event.target.closest("[data-at]");
  if (thing) choose(things.indexOf(thing));
});

const middle = (thing) => {
  const at = thing.querySelector("path").getBoundingClientRect();
  return [at.left + at.width / 2, at.top + at.height / 2];
};
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The nearest thing that way; what lies aside counts three times as far.
function towards([across, down]) {
  const [x, y] = middle(things[chosen]);
  let best = null;
  let least = Infinity;
  things.forEach((thing, at) => {
    if (at === chosen || left.has(thing.dataset.kind)) return;
    const [ox, oy] = middle(thing);
    const ahead = (ox - x) * across + (oy - y) * down;
    const aside = Math.abs((ox - x) * down) + Math.abs((oy - y) * across);
    if (ahead > 1 && ahead + 3 * aside < least) {
      least = ahead + 3 * aside;
      best = thing;
    }
  });
  return best;
}

const size = [svg.width.baseVal.value, svg.height.baseVal.value];
function scale(by) {
  zoom = by === 0 ? 1 : Math.min(3, Math.max(0.4, zoom * by));
  svg.setAttribute("width", size[0] * zoom);
  svg.setAttribute("height", size[1] * zoom);
}

const ZOOM = { "+": 1.25, "-": 0.8, 0: 0 };
box.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") choose(-1);
  else if (event.key in ZOOM) scale(ZOOM[event.key]);
  else if (event.key in WAYS && svg.contains(event.target)) {
    const thing = towards(WAYS[event.key]);
    if (thing) thing.focus();
  } else return;
  event.preventDefault();
});

bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.zoom) return scale(Number(button.dataset.zoom));
  const kind = button.dataset.leave;
  if (!left.delete(kind)) left.add(kind);
  button.setAttribute("aria-pressed", String(!left.has(kind)));
  if (chosen >= 0 && left.has(things[chosen].dataset.kind)) chosen = -1;
  draw();
});

for (const thing of things) if (!thing.hasAttribute("href")) thing.setAttribute("tabindex", "0");
bar.hidden = false;
draw();
