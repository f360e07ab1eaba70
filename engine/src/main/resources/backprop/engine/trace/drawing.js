// The network: units with their weights where a layer is small, boxes elsewhere.
const RADIUS = 25;
const UNIT_GAP = 72;
const GAP = {units: 138, box: 44, beside: 70, answers: 118};
const BOX = {width: 122, height: 62};
const MARGIN = 34;
const LABELED_EDGES = 9;
const MANY = 8;
const DENSE_GAP = 58;
const LEAST_SCALE = 0.8;
const LARGEST_SCALE = 1.45;

/** What is drawn: columns of items, found once. */
function layOut() {
  const level = new Map();
  const itemOf = new Map();
  const items = [];
  const quantity = (q) => trace.quantities[q];
  const small = (q) => !quantity(q).folded && quantity(q).rows === 1;
  const input = trace.quantities.findIndex((q) => q.kind === "DATA" && q.symbol === "x");
  const add = (item) => { items.push(item); return item; };
  if (input >= 0) {
    itemOf.set(input, add({kind: small(input) ? "units" : "box", title: "inputs", value: input, stages: [], level: 0, from: []}));
    level.set(input, 0);
  }
  trace.stages.forEach((stage, k) => {
    const from = stage.inputs.filter((q) => itemOf.has(q));
    const last = from.length ? itemOf.get(from[0]) : null;
    const merges = stage.kind === "function" && last && last.sums && last.value === stage.inputs[0] && last.activation === undefined;
    let item;
    if (merges) {
      item = last;
      item.activation = stage.output;
      item.activationGradient = stage.gradient;
      item.stages.push(k);
    } else {
      const source = from.length === 1 ? itemOf.get(from[0]) : null;
      const units = stage.kind !== "loss" && small(stage.output) && quantity(stage.output).perExample;
      const weighed = units && stage.kind === "sums" && source && source.kind === "units" && !quantity(stage.weights).folded
        && quantity(stage.weights).rows === quantity(source.value).columns;
      const bias = units && stage.bias >= 0 && !quantity(stage.bias).folded;
      item = add({
        kind: units ? "units" : "box", sums: units && stage.kind === "sums", title: stage.title, value: stage.output, gradient: stage.gradient,
        stages: [k], level: 1 + Math.max(-1, ...from.map((q) => itemOf.get(q).level)), from: [...new Set(from.map((q) => itemOf.get(q)))],
        weights: weighed ? stage.weights : -1, bias: bias ? stage.bias : -1,
        weightGradient: stage.weightGradient, biasGradient: stage.biasGradient, loss: stage.kind === "loss",
      });
    }
    itemOf.set(stage.output, item);
  });
  items.filter((i) => i.loss).forEach((i) => i.from.forEach((f) => { f.answers = f.kind === "units" && !f.loss && f.stages.length > 0; }));
  const columns = [];
  items.forEach((item) => { (columns[item.level] = columns[item.level] || []).push(item); });
  let x = MARGIN;
  const gapOf = (item) => quantity(item.value).columns > MANY ? DENSE_GAP : UNIT_GAP;
  const height = (item) => item.kind === "units" ? quantity(item.value).columns * gapOf(item) : BOX.height + 34;
  const tall = Math.max(...columns.map((c) => c.reduce((sum, i) => sum + height(i), 0)));
  const total = Math.max(tall, 120) + 56;
  columns.forEach((column, c) => {
    const wide = column.some((i) => i.kind === "units");
    const half = wide ? RADIUS : BOX.width / 2;
    x += half;
    let y = (total - 30 - column.reduce((sum, i) => sum + height(i), 0)) / 2 + 22;
    column.forEach((item) => {
      item.x = x;
      item.top = y;
      item.height = height(item);
      item.y = y + item.height / 2;
      const n = quantity(item.value).columns;
      item.ys = item.kind === "units" ? Array.from({length: n}, (_, j) => y + gapOf(item) * (j + 0.5)) : [item.y];
      y += item.height;
    });
    const ahead = columns[c + 1];
    const gap = ahead && ahead.some((i) => i.weights >= 0) && wide ? GAP.units : column.some((i) => i.answers) && trace.outputs.length > 1 ? GAP.answers : wide || (ahead && ahead.some((i) => i.kind === "units")) ? GAP.beside : GAP.box;
    x += half + (ahead ? gap : 0);
  });
  return {items, width: x + MARGIN, height: total};
}

const plan = layOut();

/** The shorter name of what happens in an item. */
function shortTitle(title) {
  const parts = title.replace(/^layer (\d+), /, "$1 ").split(": ");
  return parts;
}

/** Draws the network as it stands at a moment of a step. */
function draw(host, state, choose) {
  const frame = trace.frames[state.frame];
  const sections = sectionsOf(frame);
  const section = sections[state.moment];
  const example = Math.min(state.row, frame.rows.length - 1);
  const reached = progress(sections, state.moment);
  const root = svg("svg", {viewBox: `0 0 ${plan.width} ${plan.height}`, role: "img", "aria-label": "the network",
    class: section.phase, style: `width:min(100%, ${Math.round(plan.width * LARGEST_SCALE)}px);min-width:${Math.round(plan.width * LEAST_SCALE)}px`});
  const size = (q) => trace.quantities[q].rows * trace.quantities[q].columns;
  const valueOf = (q, e) => numberAt(frame, q, trace.quantities[q].perExample ? example * size(q) + e : e);
  const edges = svg("g", {});
  const labels = svg("g", {});
  const units = svg("g", {});
  for (const item of plan.items) {
    const active = item.stages.includes(section.stage);
    for (const from of item.from) {
      if (item.kind === "units" && item.weights >= 0) {
        weighted(edges, labels, from, item, {frame, section, reached, active, valueOf, state});
      } else {
        plainEdges(edges, from, item);
      }
    }
  }
  for (const item of plan.items) {
    const active = item.stages.includes(section.stage) || (section.stage < 0 && item.stages.length === 0);
    if (item.kind === "units") {
      drawUnits(units, item, {frame, section, reached, active, valueOf, state, choose});
    } else {
      drawBox(units, item, {frame, section, reached, active, valueOf, example, choose});
    }
  }
  root.append(edges, labels, units);
  host.replaceChildren(root);
  scrollTo(host, section);
}

/** Which values and gradients are known at a moment. */
function progress(sections, moment) {
  const values = new Set();
  const gradients = new Set();
  const updated = new Set();
  sections.slice(0, moment + 1).forEach((s) => {
    const to = s.phase === "FORWARD" ? values : s.phase === "BACKWARD" ? gradients : updated;
    s.quantities.forEach((q) => to.add(q));
  });
  return {values, gradients, updated, phase: sections[moment].phase};
}

function plainEdges(host, from, to) {
  const x1 = from.x + (from.kind === "units" ? RADIUS : BOX.width / 2);
  const x2 = to.x - (to.kind === "units" ? RADIUS : BOX.width / 2);
  const middle = (x1 + x2) / 2;
  const each = to.stages.length > 0 && !to.sums && from.ys.length === to.ys.length;
  for (const [i, a] of from.ys.entries()) {
    for (const [j, b] of to.ys.entries()) {
      if (each && i !== j) continue;
      host.append(svg("path", {class: "edge", d: `M${x1} ${a}C${middle} ${a} ${middle} ${b} ${x2} ${b}`, stroke: "var(--line)", "stroke-width": 2}));
    }
  }
}

function weighted(edges, labels, from, to, at) {
  const w = trace.quantities[to.weights];
  const showsGradient = at.reached.phase === "BACKWARD" && at.reached.gradients.has(to.weightGradient);
  const after = at.reached.phase === "UPDATE" || at.reached.phase === "AFTER" ? updatedOf(to.weights, at) : -1;
  const shown = showsGradient ? to.weightGradient : after >= 0 ? after : to.weights;
  const all = at.frame.numbers[shown] || [];
  const most = Math.max(1e-12, ...all.map((v) => Math.abs(v)));
  const few = w.rows * w.columns <= LABELED_EDGES;
  for (let j = 0; j < w.columns; j++) {
    for (let i = 0; i < w.rows; i++) {
      const value = all[i * w.columns + j];
      const x1 = from.x + (from.kind === "units" ? RADIUS : BOX.width / 2);
      const y1 = from.ys[Math.min(i, from.ys.length - 1)];
      const x2 = to.x - RADIUS;
      const y2 = to.ys[j];
      const chosen = at.state.unit === null || !at.active || at.state.unit === j;
      const path = svg("path", {class: "edge", d: `M${x1} ${y1}L${x2} ${y2}`,
        stroke: value < 0 ? "var(--negative)" : "var(--positive)",
        "stroke-width": (0.8 + 6 * Math.abs(value) / most).toFixed(2),
        "stroke-opacity": chosen ? (0.35 + 0.5 * Math.abs(value) / most).toFixed(2) : 0.1,
        ...(showsGradient ? {"stroke-dasharray": "1 7"} : {})});
      path.append(svg("title", {text: `${trace.quantities[shown].symbol}[${w.columns === 1 ? i + 1 : w.rows === 1 ? j + 1 : (i + 1) + "," + (j + 1)}] = ${text(value)}`}));
      edges.append(path);
      if (few || (at.state.unit === j && at.active)) {
        const t = w.rows === 1 ? 0.5 : 0.27 + 0.46 * i / (w.rows - 1);
        labels.append(svg("text", {class: "mono halo" + (chosen ? "" : " faint"), x: (x1 + (x2 - x1) * t).toFixed(1), y: (y1 + (y2 - y1) * t - 5).toFixed(1),
          "font-size": 11, "text-anchor": "middle", text: short(value), fill: "currentColor"}));
      }
    }
  }
}

/** The quantity of a parameter after the step; -1 while its update is not reached. */
function updatedOf(parameter, at) {
  const symbol = trace.quantities[parameter].symbol + "'";
  for (const q of at.reached.updated) {
    if (trace.quantities[q].symbol === symbol) return q;
  }
  return -1;
}

function tone(value, most) {
  const share = Math.min(1, Math.abs(value) / Math.max(most, 1e-12));
  return {fill: value < 0 ? "var(--negative)" : "var(--positive)", "fill-opacity": (0.06 + 0.4 * share).toFixed(2)};
}

function drawUnits(host, item, at) {
  const shows = item.activation !== undefined && at.reached.values.has(item.activation) ? item.activation : item.value;
  const known = at.reached.values.has(shows) || item.stages.length === 0;
  const all = item.ys.map((_, j) => at.valueOf(shows, j));
  const most = Math.max(...all.map((v) => Math.abs(v)));
  const gradient = item.activation !== undefined && !at.reached.gradients.has(item.gradient) ? item.activationGradient : item.gradient;
  const hasGradient = gradient !== undefined && gradient >= 0 && at.reached.gradients.has(gradient);
  host.append(svg("text", {class: "soft", x: item.x, y: item.top + 2, "font-size": 11.5, "text-anchor": "middle", text: clipped(unitTitle(item), item.sums || !item.stages.length ? 24 : 17)}));
  item.ys.forEach((y, j) => {
    const chosen = at.state.unit === j && at.active;
    const g = svg("g", {class: "unit" + (at.active ? " active" : "") + (chosen ? " chosen" : ""), tabindex: 0, role: "button",
      "aria-label": `${item.title}, unit ${j + 1}` + (known ? `, ${text(all[j])}` : "")});
    g.append(svg("circle", {class: "ring", cx: item.x, cy: y, r: RADIUS}));
    if (known) g.append(svg("circle", {class: "tone", cx: item.x, cy: y, r: RADIUS - 1, style: styled(tone(all[j], most))}));
    const both = item.activation !== undefined && shows === item.activation;
    if (known) {
      g.append(svg("text", {class: "mono", x: item.x, y: y + (both ? 10 : 4.5), "font-size": 12.5, "font-weight": 650, "text-anchor": "middle", text: short(all[j])}));
    }
    if (both) {
      g.append(svg("text", {class: "mono soft", x: item.x, y: y - 6, "font-size": 9.5, "text-anchor": "middle", text: short(at.valueOf(item.value, j))}));
      g.append(svg("line", {x1: item.x - 15, x2: item.x + 15, y1: y - 2, y2: y - 2, stroke: "var(--line)"}));
    }
    if (item.bias >= 0) {
      const after = at.reached.phase === "UPDATE" || at.reached.phase === "AFTER" ? updatedOf(item.bias, at) : -1;
      const b = at.valueOf(after >= 0 ? after : item.bias, j);
      g.append(svg("line", {x1: item.x - 13, y1: y + RADIUS - 3, x2: item.x - 19, y2: y + RADIUS + 7, stroke: b < 0 ? "var(--negative)" : "var(--positive)", "stroke-width": 2.5, "stroke-linecap": "round"}));
      g.append(svg("text", {class: "mono faint halo", x: item.x - 22, y: y + RADIUS + 11, "font-size": 9.5, "text-anchor": "end", text: "b " + short(b)}));
    }
    if (hasGradient) {
      const d = at.valueOf(gradient, j);
      const label = short(d);
      const width = 14 + 6.6 * label.length;
      const badge = svg("g", {class: "badge"});
      badge.append(svg("rect", {x: item.x + 6, y: y + RADIUS - 8, width, height: 17, rx: 8.5}));
      badge.append(svg("text", {class: "mono", x: item.x + 6 + width / 2, y: y + RADIUS + 4.5, "font-size": 10.5, "text-anchor": "middle", text: label}));
      badge.append(svg("title", {text: `${trace.quantities[gradient].symbol} = ${text(d)}`}));
      g.append(badge);
    }
    if (item.stages.length === 0 && trace.inputs[j] !== undefined) {
      g.append(svg("title", {text: trace.inputs[j]}));
      g.append(svg("text", {class: "faint halo", x: item.x, y: y + RADIUS + 12, "font-size": 10, "text-anchor": "middle", text: clipped(trace.inputs[j], 15)}));
    }
    if (item.answers && trace.outputs.length === item.ys.length) {
      g.append(svg("title", {text: trace.outputs[j]}));
      g.append(svg("text", {class: "faint halo", x: item.x + RADIUS + 5, y: y + 3.5, "font-size": 10, text: clipped(trace.outputs[j], 16)}));
    }
    const pick = () => at.choose(item, j);
    g.addEventListener("click", pick);
    g.addEventListener("keydown", (e) => { if (e.key === "Enter") { pick(); e.stopPropagation(); } });
    host.append(g);
  });
}

const styled = (o) => Object.entries(o).map(([k, v]) => `${k}:${v}`).join(";");
const clipped = (s, n) => s.length > n ? s.slice(0, n - 1) + "\u2026" : s;

function unitTitle(item) {
  if (item.stages.length === 0) return "inputs";
  const layer = /^layer (\d+)/.exec(item.title);
  const f = item.stages.length > 1 || !item.sums ? trace.stages[item.stages[item.stages.length - 1]].title.split(": ").pop() : "sums";
  return (layer ? (item.sums ? "layer " : "") + layer[1] + (item.sums ? ", " : " ") : "") + f;
}

function drawBox(host, item, at) {
  const x = item.x - BOX.width / 2;
  const y = item.y - BOX.height / 2;
  const g = svg("g", {class: "box" + (at.active ? " active" : "")});
  g.append(svg("rect", {x, y, width: BOX.width, height: BOX.height, rx: 9}));
  const [layer, what] = item.stages.length ? shortTitle(item.title) : ["inputs", ""];
  g.append(svg("title", {text: item.title}));
  g.append(svg("text", {class: "soft", x: item.x, y: y - 6, "font-size": 10.5, "text-anchor": "middle", text: clipped(layer, 22)}));
  g.append(svg("text", {x: item.x, y: y + 20, "font-size": 11, "font-weight": 600, "text-anchor": "middle", text: clipped(boxName(item, what), 17)}));
  const known = at.reached.values.has(item.value) || item.stages.length === 0;
  if (known) {
    g.append(svg("text", {class: "mono", x: item.x, y: y + 37, "font-size": 10.5, "text-anchor": "middle", text: valueText(item.value, at)}));
  }
  if (item.gradient >= 0 && at.reached.gradients.has(item.gradient)) {
    g.append(svg("text", {class: "mono", x: item.x, y: y + 53, "font-size": 10.5, "text-anchor": "middle", style: "fill:var(--backward);font-weight:600", text: "\u2202 " + valueText(item.gradient, at)}));
  }
  g.addEventListener("click", () => at.choose(item, null));
  host.append(g);
}

function boxName(item, what) {
  return item.loss ? trace.quantities[item.value].symbol : what || size(item.value);
}

function size(q) {
  const {rows, columns} = trace.quantities[q];
  return rows === 1 ? columns + " numbers" : rows + " \u00d7 " + columns;
}

/** A single number, or the norm of several. */
function valueText(q, at) {
  const quantity = trace.quantities[q];
  if (quantity.folded) {
    const summary = at.frame.summaries[q];
    return summary ? "\u2016\u00b7\u2016 " + short(summary[1]) : "";
  }
  const n = quantity.rows * quantity.columns;
  if (n === 1) return short(at.valueOf(q, 0));
  let sum = 0;
  for (let e = 0; e < n; e++) sum += at.valueOf(q, e) ** 2;
  return "\u2016\u00b7\u2016 " + short(Math.sqrt(sum));
}

/** Brings what happens into sight where the drawing is wider than its place. */
function scrollTo(host, section) {
  const item = plan.items.find((i) => i.stages.includes(section.stage));
  if (item && host.scrollWidth > host.clientWidth + 4) {
    const scale = host.firstChild.getBoundingClientRect().width / plan.width;
    host.scrollLeft = item.x * scale - host.clientWidth / 2;
  }
}
