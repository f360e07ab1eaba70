// Numbers and lines, written as the command line writes them.
const trace = JSON.parse(document.getElementById("data").textContent);
const BATCH_ROWS = (frame) => frame.rows.length;
const sectionsOf = (frame) => trace.sections[BATCH_ROWS(frame)];

function text(x) {
  if (x === null || x === undefined) return "not a number";
  if (typeof x === "string") return x;
  if (x === 0) return "0";
  const rounded = Number(x.toPrecision(6));
  const size = Math.abs(rounded);
  if (size >= 1e-4 && size < 1e7) {
    return String(rounded);
  }
  const [digits, exponent] = rounded.toExponential().split("e");
  return digits + "e" + Number(exponent);
}

/** Fewer digits, for the drawing. */
function short(x) {
  if (typeof x !== "number") return text(x);
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size < 0.0005 || size >= 10000) {
    const [digits, exponent] = x.toExponential(0).split("e");
    return (digits + "e" + Number(exponent)).replace("-", "\u2212");
  }
  return String(Number(x.toPrecision(3))).replace("-", "\u2212");
}

function numberAt(frame, quantity, element) {
  const all = frame.numbers[quantity];
  return all === null || element >= all.length ? null : all[element];
}

function resultOf(place, frame) {
  const m = /^\{(\d+)\.(\d+)\}$/.exec(place);
  return m ? numberAt(frame, Number(m[1]), Number(m[2])) : null;
}

/** The numbers of a line; negative ones in brackets. */
function fill(template, frame) {
  return template.replace(/\{(\d+)\.(\d+)\}/g, (all, q, e, at) => {
    const number = text(numberAt(frame, Number(q), Number(e)));
    const behind = template.charAt(at + all.length);
    const bare = behind !== "^" && (at === 0 || template.charAt(at - 1) === "(");
    return number.startsWith("-") && !bare ? "(" + number + ")" : number;
  });
}

const Line = {example: 0, element: 1, label: 2, formula: 3, numbers: 4, result: 5};

/** The numbers of a line, where they say more than its formula or its result. */
function numbersOf(line, frame) {
  if (!line[Line.numbers]) return "";
  const numbers = fill(line[Line.numbers], frame);
  const same = numbers === line[Line.formula] || numbers === text(resultOf(line[Line.result], frame));
  return same ? "" : numbers;
}

/** A line as one text. */
function written(line, frame) {
  const parts = [line[Line.label]];
  if (line[Line.formula]) parts.push(line[Line.formula]);
  const numbers = numbersOf(line, frame);
  if (numbers) parts.push(numbers);
  parts.push(text(resultOf(line[Line.result], frame)));
  return parts.join(" = ");
}

const PHASES = {FORWARD: "Forward", BACKWARD: "Backward", UPDATE: "Update", AFTER: "After"};

function element(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "class") e.className = value;
    else if (name === "text") e.textContent = value;
    else if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
    else e.setAttribute(name, value);
  }
  e.append(...children);
  return e;
}

function svg(tag, attributes, ...children) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "text") e.textContent = value;
    else e.setAttribute(name, value);
  }
  e.append(...children);
  return e;
}

const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
