// The page: which step, which moment of it, which row and unit; mouse, fingers and keys.
const state = {frame: 0, moment: 0, row: 0, unit: null, playing: null};
const by = (id) => document.getElementById(id);
const MOST_LINES = 40;
const MOST_PRINTED = 600;
const PLAY_MILLIS = 120;

function header() {
  document.title = trace.title + ": training, step by step";
  by("title").textContent = trace.title;
  by("network").textContent = trace.network;
  const facts = {data: trace.data, loss: trace.loss, optimizer: trace.optimizer, seed: String(trace.seed)};
  for (const [name, value] of Object.entries(facts)) {
    by("about").append(element("div", {}, element("dt", {text: name}), element("dd", {text: value})));
  }
  trace.notes.forEach((n) => by("note-list").append(element("li", {text: n})));
  by("note-list").append(element("li", {text: "Every number is what the network computed, in double precision. Backprop " + trace.version + "."}));
  by("frame").max = trace.frames.length - 1;
  by("scrub").hidden = trace.frames.length < 2;
  by("plane").hidden = !trace.surface;
}

function timeline(sections) {
  const host = by("timeline");
  if (host.childElementCount !== sections.length) {
    host.replaceChildren(...sections.map((s, i) => element("button", {
      class: s.phase, title: PHASES[s.phase] + ": " + s.title, "aria-label": PHASES[s.phase] + ": " + s.title, onclick: () => go(i),
    })));
  }
  [...host.children].forEach((b, i) => {
    b.classList.toggle("done", i < state.moment);
    if (i === state.moment) b.setAttribute("aria-current", "step");
    else b.removeAttribute("aria-current");
  });
}

function rows(frame) {
  const host = by("rows");
  const count = Math.min(frame.rows.length, 12);
  host.hidden = frame.rows.length < 2;
  host.replaceChildren(...frame.rows.slice(0, count).map((r, i) => element("button", {
    "aria-pressed": String(i === state.row), text: "row " + r, onclick: () => { state.row = i; show(); },
  })));
}

/** The lines of the row in sight, and those of no single row. */
function visible(section) {
  return section.lines.filter((l) =>
    (l[Line.example] < 0 || l[Line.example] === state.row) && (state.unit === null || belongs(l, section)));
}

/** Whether a line is about the chosen unit: of a matrix, its column. */
function belongs(line, section) {
  const m = /^\{(\d+)\./.exec(line[Line.result]);
  const q = trace.quantities[Number(m[1])];
  return q.kind === "NUMBER" || line[Line.element] % q.columns === state.unit;
}

function lineRow(line, frame) {
  const result = resultOf(line[Line.result], frame);
  const numbers = numbersOf(line, frame);
  const how = element("div", {class: "how"});
  if (line[Line.formula]) how.append(element("span", {class: "symbols", text: "= " + line[Line.formula]}));
  if (numbers) how.append(element("span", {class: "numeric", text: "= " + numbers}));
  return element("div", {class: "line"}, element("b", {text: line[Line.label]}), how,
    element("span", {class: "result " + (result < 0 ? "below" : result > 0 ? "above" : ""), text: text(result)}));
}

function numbers(section, frame, all) {
  by("section-title").textContent = section.title;
  by("formula").textContent = section.formula;
  by("remark").textContent = section.remark;
  by("all-units").hidden = state.unit === null;
  const lines = visible(section);
  const shown = all ? lines : lines.slice(0, MOST_LINES);
  by("lines").replaceChildren(...shown.map((l) => lineRow(l, frame)));
  if (shown.length < lines.length) {
    by("lines").append(element("button", {class: "more", text: `all ${lines.length} lines`, onclick: () => numbers(section, frame, true)}));
  }
  const folded = section.quantities.filter((q, i, list) => frame.summaries[q] && list.indexOf(q) === i);
  by("summaries").replaceChildren(...folded.map((q) => summaryCard(q, frame)));
}

function show() {
  const frame = trace.frames[state.frame];
  const sections = sectionsOf(frame);
  state.moment = Math.min(state.moment, sections.length - 1);
  state.row = Math.min(state.row, frame.rows.length - 1);
  const section = sections[state.moment];
  timeline(sections);
  rows(frame);
  const phase = element("span", {class: "phase " + section.phase, text: PHASES[section.phase]});
  by("moment").replaceChildren(phase, ` \u00b7 ${state.moment + 1} of ${sections.length}`);
  by("frame").value = state.frame;
  by("frame-label").textContent = `step ${frame.step} of ${trace.losses.length}`;
  document.querySelector(".dots").hidden = section.phase !== "BACKWARD";
  draw(by("drawing"), state, choose);
  numbers(section, frame, false);
  curve(by("curve"), state, seek);
  if (trace.surface) surface(by("surface"), by("plane-legend"), state);
  by("back").disabled = state.moment === 0 && state.frame === 0;
  by("next").disabled = state.moment === sections.length - 1 && state.frame === trace.frames.length - 1;
}

/** A unit of what happens now; a click on another layer goes there. */
function choose(item, unit) {
  const sections = sectionsOf(trace.frames[state.frame]);
  const phase = sections[state.moment].phase;
  if (!item.stages.includes(sections[state.moment].stage)) {
    const same = sections.findIndex((s) => s.phase === phase && item.stages.includes(s.stage));
    const any = sections.findIndex((s) => item.stages.length ? item.stages.includes(s.stage) : s.stage < 0);
    state.moment = same >= 0 ? same : Math.max(0, any);
    state.unit = unit;
  } else {
    state.unit = state.unit === unit ? null : unit;
  }
  show();
}

function go(moment) {
  state.moment = moment;
  state.unit = null;
  show();
}

function move(by) {
  const sections = sectionsOf(trace.frames[state.frame]);
  const to = state.moment + by;
  state.unit = null;
  if (to >= 0 && to < sections.length) {
    state.moment = to;
  } else if (to >= sections.length && state.frame + 1 < trace.frames.length) {
    state.frame++;
    state.moment = 0;
  } else if (to < 0 && state.frame > 0) {
    state.frame--;
    state.moment = sectionsOf(trace.frames[state.frame]).length - 1;
  }
  show();
}

function seek(frame) {
  const to = Math.max(0, Math.min(trace.frames.length - 1, frame));
  if (to !== state.frame) {
    state.frame = to;
    show();
  }
}

function play() {
  if (state.playing !== null) {
    clearInterval(state.playing);
    state.playing = null;
  } else {
    if (state.frame === trace.frames.length - 1) seek(0);
    state.playing = setInterval(() => {
      if (state.frame === trace.frames.length - 1) play();
      else seek(state.frame + 1);
    }, PLAY_MILLIS);
  }
  by("play").textContent = state.playing === null ? "\u25b6" : "\u23f8";
  by("play").setAttribute("aria-label", state.playing === null ? "Play the training" : "Pause");
}

/** For paper: light colors, the network with all that is known in the end, and all lines of the step. */
function print() {
  const frame = trace.frames[state.frame];
  document.documentElement.classList.add("paper");
  state.shown = state.moment;
  go(sectionsOf(frame).length - 1);
  const host = by("printed");
  host.replaceChildren();
  let phase = "";
  for (const s of sectionsOf(frame)) {
    if (s.phase !== phase) {
      phase = s.phase;
      host.append(element("h2", {text: `${PHASES[phase]}, step ${frame.step}`}));
    }
    host.append(element("h3", {text: s.title}), element("p", {class: "formula", text: s.formula}));
    for (const l of s.lines.slice(0, MOST_PRINTED)) {
      const row = l[Line.example] >= 0 && frame.rows.length > 1 ? `row ${frame.rows[l[Line.example]]}: ` : "";
      host.append(element("p", {text: row + written(l, frame)}));
    }
    s.quantities.filter((q) => frame.summaries[q]).forEach((q) => {
      const [count, norm, mean, least, largest] = frame.summaries[q];
      host.append(element("p", {text: `${trace.quantities[q].symbol}: ${count} numbers from ${text(least)} to ${text(largest)}, mean ${text(mean)}, norm ${text(norm)}`}));
    });
  }
}

function printed() {
  document.documentElement.classList.remove("paper");
  go(state.shown);
}

const KEYS = {
  ArrowRight: () => move(1), ArrowLeft: () => move(-1), ArrowUp: () => seek(state.frame + 1), ArrowDown: () => seek(state.frame - 1),
  PageUp: () => seek(state.frame + 10), PageDown: () => seek(state.frame - 10), Home: () => go(0),
  End: () => go(sectionsOf(trace.frames[state.frame]).length - 1), " ": () => { if (trace.frames.length > 1) play(); },
  Escape: () => { state.unit = null; show(); },
};

document.addEventListener("keydown", (e) => {
  const typing = e.target instanceof HTMLInputElement && e.key !== " ";
  const pressing = e.target instanceof HTMLButtonElement && e.key === " ";
  if (KEYS[e.key] && !e.ctrlKey && !e.metaKey && !e.altKey && !typing && !pressing) {
    e.preventDefault();
    KEYS[e.key]();
  }
});
by("first").addEventListener("click", () => go(0));
by("back").addEventListener("click", () => move(-1));
by("next").addEventListener("click", () => move(1));
by("play").addEventListener("click", play);
by("frame").addEventListener("input", (e) => seek(Number(e.target.value)));
by("all-units").addEventListener("click", () => { state.unit = null; show(); });
window.addEventListener("beforeprint", print);
window.addEventListener("afterprint", printed);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
header();
show();
