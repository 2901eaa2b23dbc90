// The numbers in what was typed, as the list of a post has them. Narrower than the portal's own reader: what it is not
// sure of it says so, and only a contact is then believed. Rules: casefile/subjects (travel_documents, identifiers).
"use strict";

const TO_DIGIT = { O: "0", Q: "0", D: "0", I: "1", L: "1", Z: "2", S: "5", G: "6", B: "8" };
const TO_LETTER = { 0: "O", 1: "I", 2: "Z", 5: "S", 6: "G", 8: "B" };
const MISREAD = { O: "0", 0: "OQD", Q: "0", D: "0", I: "1", L: "1", 1: "IL", Z: "2", 2: "Z", S: "5", 5: "S", B: "8", 8: "B" };
const GLUED = /^(?:NNI|CNI|CNIE|NIN|CIN|NINA|DNI|PASSEPORT|PASSPORT|PASAPORTE|PASSAPORTE)\d/;
const A_DAY = /\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d\d$/;
const LENGTHS = { 2: [44, 36], 3: [30] };

const checkDigit = (text) =>
  String([...text].reduce((sum, sign, at) => sum + [7, 3, 1][at % 3] * (sign === "<" ? 0 : parseInt(sign, 36)), 0) % 10);

const misreadings = (number) =>
  [...number].flatMap((sign, at) => [...(MISREAD[sign] || "")].map((other) => number.slice(0, at) + other + number.slice(at + 1)));

// {numbers, issuer: three letters or "", sure, odd}: `sure`, whether *nothing found* may be believed; `odd`, remarks.
function readQuestion(text) {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/[«]/g, "<<").replace(/‹/g, "<").replace(/[ \t\u00a0]/g, "").toUpperCase()).filter(Boolean);
  return lines.length > 1 ? readZone(lines) : readNumber(text);
}

function readZone(lines) {
  const nothing = { numbers: [], issuer: "", sure: false };
  const long = lines[0].length;
  const sized = LENGTHS[lines.length]?.includes(long) && lines.every((line) => line.length === long && /^[A-Z0-9<]+$/.test(line));
  if (!sized) return nothing;
  const card = long === 30;
  const [line, first] = card ? [lines[0], 5] : [lines[1], 0];
  let [read, check] = [line.slice(first, first + 9), line[first + 9]];
  const optional = card ? line.slice(15) : line.slice(28, 35);
  const rest = optional.split("<")[0];
  const goesOn = card || (long === 36 && lines[0][0] !== "V");
  const longer = check === "<" && goesOn && rest.length > 1 && !read.includes("<");
  if (longer) [read, check] = [read + rest.slice(0, -1), rest.at(-1)];
  const wanted = TO_DIGIT[check] || check;
  const sure = checkDigit(read) === wanted;
  const may = sure ? [] : misreadings(read).filter((one) => checkDigit(one) === wanted);
  const numbers = [read, ...may].map((one) => one.replace(/</g, "")).filter(tells);
  const [code, issuer] = [[0, 2], [2, 5]].map((at) => lines[0].slice(...at).replace(/[012568]/g, (sign) => TO_LETTER[sign]).replace(/</g, ""));
  const personal = `${longer ? "" : optional}<${card ? lines[1].slice(18, 29) : ""}`.split("<").find(Boolean);
  const holds = sure && numbers.length > 0;
  return { numbers, issuer, sure: holds && !GLUED.test(numbers[0]), odd: holds ? oddOf(code, issuer, numbers[0], personal) : [] };
}

// What is unlike the documents of this issuer, by the table in the page (travel_documents/shapes.py).
function oddOf(code, issuer, number, personal = "") {
  const digits = personal.replace(/^[XYZ]/, (sign) => "XYZ".indexOf(sign));
  const sound = ({ number: shape, letters }) => (shape ? RegExp(`^(?:${shape})$`).test(number)
    : !personal || (/^\d{8}[A-Z]$/.test(digits) && letters[digits.slice(0, 8) % 23] === digits[8]));
  const rows = document.querySelectorAll(`[data-shape="${issuer}"][data-codes~="${code}"]`);
  return [...rows].filter((one) => !sound(one.dataset)).map((one) => one.textContent);
}

function readNumber(text) {
  const signs = text.normalize("NFKC").toUpperCase().replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (sign) => String(sign.charCodeAt(0) & 15)).trim();
  const number = signs.replace(/[\s.\u2010\u2011-]/g, "");
  if (!/^[A-Z0-9]+$/.test(number) || !tells(number)) return { numbers: [], issuer: "", sure: false };
  const parts = signs.split(/[\s.\u2010\u2011-]+/).filter(Boolean);
  const words = parts.some((part) => /^[A-Z]{2,}$/.test(part));
  const several = parts.filter((part) => part.replace(/\D/g, "").length > 5).length > 1;
  const sure = !words && !several && !GLUED.test(number) && !A_DAY.test(signs) && number.length <= 24;
  return { numbers: [number], issuer: "", sure };
}

// Whether a code can tell one bearer from another.
function tells(number) {
  const never = document.body.dataset.placeholders.split(" ");
  return number.length > 3 && new Set(number).size > 1 && /\d/.test(number) && !never.includes(number);
}

const countryOf = (letters) =>
  (document.body.dataset.issuers.split(" ").find((one) => letters && one.slice(0, -2) === letters) || "").slice(-2);
