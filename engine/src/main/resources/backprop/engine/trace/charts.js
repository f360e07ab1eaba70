// The loss curve, the decision surface, histograms and pictures.
const CURVE = {width: 340, height: 190, left: 46, right: 10, top: 10, bottom: 26};
const CLASSES = ["#3b74d8", "#e0702f", "#2f9e6e", "#a04fc0", "#c2a21f", "#d0447a", "#3aa3b8", "#7a6a58"];

function ticks(low, high, count) {
  const raw = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw);
  const all = [];
  for (let t = Math.ceil(low / step) * step; t <= high + step * 1e-6; t += step) all.push(Number(t.toPrecision(10)));
  return all;
}

function curve(host, state, seek) {
  const {width, height, left, right, top, bottom} = CURVE;
  const after = trace.frames.map((f) => f.allLoss).filter((x) => typeof x === "number");
  const losses = trace.losses.filter((x) => typeof x === "number");
  const high = Math.max(...losses, ...after) * 1.04 || 1;
  const n = Math.max(1, trace.losses.length);
  const x = (step) => left + (width - left - right) * (n === 1 ? 0.5 : (step - 1) / (n - 1));
  const y = (loss) => top + (height - top - bottom) * (1 - loss / high);
  const root = svg("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "loss of each step", style: "cursor:pointer;touch-action:pan-y"});
  for (const t of ticks(0, high, 4)) {
    root.append(svg("line", {x1: left, x2: width - right, y1: y(t), y2: y(t), stroke: "var(--line)"}));
    root.append(svg("text", {class: "faint", x: left - 6, y: y(t) + 3.5, "font-size": 10, "text-anchor": "end", text: text(t)}));
  }
  const marks = [...new Set([1, ...ticks(1, n, 4).filter((t) => t % 1 === 0 && t > 1 && t < n - n / 12), n])];
  marks.forEach((t) => root.append(svg("text", {class: "faint", x: x(t), y: height - 10, "font-size": 10, "text-anchor": "middle", text: String(t)})));
  const points = trace.losses.map((l, i) => `${x(i + 1).toFixed(1)},${y(l).toFixed(1)}`);
  const all = trace.frames.map((f) => `${x(f.step).toFixed(1)},${y(f.allLoss).toFixed(1)}`);
  if (after.length === trace.frames.length && n > 1) {
    root.append(svg("polyline", {points: all.join(" "), fill: "none", stroke: "var(--faint)", "stroke-width": 1.5, "stroke-dasharray": "4 3"}));
  }
  root.append(svg("polyline", {points: points.join(" "), fill: "none", stroke: "var(--accent)", "stroke-width": 2, "stroke-linejoin": "round"}));
  const frame = trace.frames[state.frame];
  root.append(svg("line", {x1: x(frame.step), x2: x(frame.step), y1: top, y2: height - bottom, stroke: "var(--ink)", "stroke-opacity": 0.35}));
  root.append(svg("circle", {cx: x(frame.step), cy: y(frame.loss), r: 4.5, fill: "var(--accent)", stroke: "var(--card)", "stroke-width": 1.5}));
  const from = (e) => {
    const box = root.getBoundingClientRect();
    const step = 1 + ((e.clientX - box.left) / box.width * width - left) / (width - left - right) * (n - 1);
    let best = 0;
    trace.frames.forEach((f, i) => { if (Math.abs(f.step - step) < Math.abs(trace.frames[best].step - step)) best = i; });
    seek(best);
  };
  root.addEventListener("pointerdown", (e) => {
    from(e);
    const move = (m) => from(m);
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", () => window.removeEventListener("pointermove", move), {once: true});
  });
  const legend = element("p", {class: "legend"});
  legend.append(element("span", {style: "background:var(--accent)"}), "rows of the step, before it");
  if (n > 1) legend.append(element("span", {style: "background:var(--faint)"}), "all rows, after it");
  const now = element("p", {class: "legend mono", text: `step ${frame.step}: ${text(frame.loss)} \u2192 ${text(frame.lossAfter)}`, id: "loss-now"});
  host.replaceChildren(root, now, legend);
}

function rgb(hex) {
  const v = parseInt(hex.slice(1), 16);
  return [v >> 16, (v >> 8) & 255, v & 255];
}

function blend(a, b, share) {
  return a.map((v, i) => v + (b[i] - v) * share);
}

/** The answers over the plane; between the points of the grid they are interpolated. */
function surface(canvas, legend, state) {
  const s = trace.surface;
  const cells = bytes(s.frames[state.frame]);
  const side = canvas.width;
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  const page = rgb(toHex(style("--card")));
  const one = s.answers.length === 1;
  const nominal = trace.outputs.length > 1;
  const border = nominal && one ? (0.5 - s.low) / (s.high - s.low || 1) * 255 : -1;
  const at = (c, r, k) => {
    const o = (r * s.columns + c) * 2;
    return one ? cells[o] + cells[o + 1] / 256 : cells[o + k];
  };
  const colors = CLASSES.map(rgb);
  const values = new Float32Array(side * side);
  for (let py = 0; py < side; py++) {
    const gy = (1 - py / (side - 1)) * (s.rows - 1);
    const r = Math.min(s.rows - 2, Math.floor(gy));
    const fy = gy - r;
    for (let px = 0; px < side; px++) {
      const gx = px / (side - 1) * (s.columns - 1);
      const c = Math.min(s.columns - 2, Math.floor(gx));
      const fx = gx - c;
      let color;
      if (one) {
        const v = (at(c, r, 0) * (1 - fx) + at(c + 1, r, 0) * fx) * (1 - fy) + (at(c, r + 1, 0) * (1 - fx) + at(c + 1, r + 1, 0) * fx) * fy;
        values[py * side + px] = v;
        const p = nominal ? Math.max(0, Math.min(1, s.low + v / 255 * (s.high - s.low))) : v / 255;
        color = p < 0.5 ? blend(page, colors[0], (0.5 - p) * 1.3) : blend(page, colors[1], (p - 0.5) * 1.3);
      } else {
        const c0 = Math.round(gx), r0 = Math.round(gy);
        color = blend(page, colors[at(c0, r0, 0) % colors.length], Math.max(0, at(c0, r0, 1) / 255 - 1 / s.answers.length) * 0.9 + 0.08);
      }
      const o = (py * side + px) * 4;
      image.data[o] = color[0]; image.data[o + 1] = color[1]; image.data[o + 2] = color[2]; image.data[o + 3] = 255;
    }
  }
  if (border >= 0) boundary(image, values, side, border);
  context.putImageData(image, 0, 0);
  const place = (p) => [(p[0] - s.from[0]) / (s.to[0] - s.from[0]) * side, (1 - (p[1] - s.from[1]) / (s.to[1] - s.from[1])) * side];
  const numbers = s.points.map((p) => p[2]);
  const low = Math.min(...numbers), high = Math.max(...numbers);
  for (const p of s.points) {
    const [x, y] = place(p);
    context.beginPath();
    context.arc(x, y, 6.5, 0, 7);
    context.fillStyle = nominal ? CLASSES[p[2] % CLASSES.length] : (p[2] - low) / (high - low || 1) < 0.5 ? CLASSES[0] : CLASSES[1];
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = "#fff";
    context.stroke();
  }
  context.fillStyle = style("--ink");
  context.font = "14px system-ui, DejaVu Sans, sans-serif";
  context.textAlign = "right";
  context.fillText(s.names[0] + " \u2192", side - 8, side - 8);
  context.textAlign = "left";
  context.fillText("\u2191 " + s.names[1], 8, 20);
  legend.replaceChildren();
  if (nominal) {
    trace.outputs.forEach((name, c) => legend.append(element("i", {style: "background:" + CLASSES[c % CLASSES.length]}), name));
  } else {
    legend.append(element("i", {style: "background:" + CLASSES[0]}), text(Number(s.low.toPrecision(3))), element("i", {style: "background:" + CLASSES[1]}), text(Number(s.high.toPrecision(3))));
  }
}

function boundary(image, values, side, border) {
  const ink = rgb(toHex(style("--ink")));
  for (let y = 1; y < side; y++) {
    for (let x = 1; x < side; x++) {
      const here = values[y * side + x] >= border;
      if (here !== (values[y * side + x - 1] >= border) || here !== (values[(y - 1) * side + x] >= border)) {
        for (const [dx, dy] of [[0, 0], [-1, 0], [0, -1]]) {
          const o = ((y + dy) * side + x + dx) * 4;
          image.data[o] = ink[0]; image.data[o + 1] = ink[1]; image.data[o + 2] = ink[2];
        }
      }
    }
  }
}

function toHex(color) {
  return color.length === 4 ? "#" + [...color.slice(1)].map((c) => c + c).join("") : color;
}

/** A folded quantity: how its numbers are spread, and its pictures. */
function summaryCard(q, frame) {
  const quantity = trace.quantities[q];
  const [count, norm, mean, least, largest, zeros, ...histogram] = frame.summaries[q];
  const card = element("div", {class: "summary"});
  card.append(element("h3", {text: quantity.symbol || "a part"}), element("p", {text: quantity.meaning}));
  const most = Math.max(...histogram, 1);
  const chart = svg("svg", {viewBox: "0 0 180 46", role: "img", "aria-label": "how the numbers are spread"});
  const width = 180 / histogram.length;
  histogram.forEach((c, i) => {
    const middle = least + (largest - least) * (i + 0.5) / histogram.length;
    const h = c ? Math.max(1.5, 42 * c / most) : 0;
    chart.append(svg("rect", {x: i * width + 0.5, y: 44 - h, width: width - 1, height: h, rx: 1, fill: middle < 0 ? "var(--negative)" : "var(--positive)", "fill-opacity": 0.75}));
  });
  chart.append(svg("line", {x1: 0, x2: 180, y1: 44.5, y2: 44.5, stroke: "var(--line)"}));
  card.append(chart);
  const list = element("dl", {});
  const add = (name, value) => list.append(element("dt", {text: name}), element("dd", {text: value}));
  add("numbers", String(count));
  add("norm", text(norm));
  add("mean", text(mean));
  add("from", text(least));
  add("to", text(largest));
  if (zeros) add("are 0", zeros + " (" + Math.round(100 * zeros / count) + "%)");
  card.append(list);
  if (frame.pictures[q]) card.append(pictures(quantity.picture, frame.pictures[q][1]));
  return card;
}

function pictures([height, width], base64) {
  const pixels = bytes(base64);
  const tiles = element("div", {class: "tiles"});
  const scale = Math.max(1, Math.floor(48 / Math.max(height, width)));
  const page = rgb(toHex(style("--card")));
  const minus = rgb(toHex(style("--negative")));
  const plus = rgb(toHex(style("--positive")));
  for (let t = 0; t < pixels.length / (height * width); t++) {
    const canvas = element("canvas", {width, height, style: `width:${width * scale}px;height:${height * scale}px`});
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    for (let i = 0; i < height * width; i++) {
      const v = (pixels[t * height * width + i] - 128) / 127;
      const color = blend(page, v < 0 ? minus : plus, Math.min(1, Math.abs(v)));
      image.data.set([...color, 255], i * 4);
    }
    context.putImageData(image, 0, 0);
    tiles.append(canvas);
  }
  return tiles;
}
