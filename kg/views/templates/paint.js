// How things look: colours of Okabe and Ito, told apart by shape and dash as well.
const MARKS = {
  basic: { color: "#009E73", shape: "circle", size: 6 },
  cooperation: { color: "#0072B2", shape: "square", size: 6 },
  reclaimed: { color: "#D55E00", shape: "down", size: 7 },
  township: { color: "#E69F00", shape: "house", size: 15, hub: 17 },
  county: { color: "#E69F00", shape: "hexagon", size: 20, hub: 19 },
  department: { color: "#CC79A7", shape: "up", size: 10, hub: 14 },
  function: { color: "#CC79A7", shape: "star", size: 13, hub: 15 },
  category: { color: "#56B4E9", shape: "diamond", size: 10, hub: 14 },
  superior: { color: "#0072B2", shape: "bar", size: 6 },
  clause: { color: "#009E73", shape: "plus", size: 6 },
  matter: { color: "#F0E442", shape: "pentagon", size: 15, hub: 17 },
  others: { color: "#8a8a8a", shape: "cross", size: 9, hub: 13 },
};
const LINES = {
  leads: { color: "#0072B2", dash: [] }, convenes: { color: "#0072B2", dash: [10, 3, 2, 3] },
  supports: { color: "#56B4E9", dash: [6, 3] }, cooperatesOn: { color: "#0072B2", dash: [2, 3] },
  reclaimed: { color: "#D55E00", dash: [8, 4] }, relievedOf: { color: "#D55E00", dash: [2, 3] },
  basic: { color: "#009E73", dash: [] }, covers: { color: "#56B4E9", dash: [] },
  acts: { color: "#0072B2", dash: [] }, actsWith: { color: "#56B4E9", dash: [6, 3] },
  reportsTo: { color: "#E69F00", dash: [6, 3] }, handsOver: { color: "#E69F00", dash: [] }, refersTo: { color: "#E69F00", dash: [2, 3] },
  feedsBackTo: { color: "#E69F00", dash: [10, 3, 2, 3] }, filesWith: { color: "#E69F00", dash: [2, 2, 8, 2] }, appliesTo: { color: "#E69F00", dash: [12, 3] },
  cooperates: { color: "#009E73", dash: [2, 3] }, assists: { color: "#009E73", dash: [6, 3] }, participates: { color: "#009E73", dash: [10, 3, 2, 3] },
  coordinates: { color: "#56B4E9", dash: [] }, calledOn: { color: "#56B4E9", dash: [2, 3] }, consults: { color: "#56B4E9", dash: [10, 3, 2, 3] },
  guides: { color: "#8a8a8a", dash: [] }, supervises: { color: "#8a8a8a", dash: [6, 3] }, assesses: { color: "#8a8a8a", dash: [10, 3, 2, 3] },
  reviews: { color: "#8a8a8a", dash: [12, 3] }, approves: { color: "#8a8a8a", dash: [3, 2, 8, 2] }, together: { color: "#CC79A7", dash: [] },
  same: { color: "#8a8a8a", dash: [2, 3] }, part: { color: "#8a8a8a", dash: [1, 3] },
  alike: { color: "#009E73", dash: [] }, otherList: { color: "#D55E00", dash: [8, 4] }, otherDepartment: { color: "#0072B2", dash: [6, 3] }, otherWording: { color: "#CC79A7", dash: [4, 4] }, onlyOne: { color: "#E69F00", dash: [10, 3, 2, 3] },
};
const line = (role) => LINES[role] || { color: "#8a8a8a", dash: [4, 2, 1, 2] };
const FONT = '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC","WenQuanYi Zen Hei",sans-serif';
let INK = { text: "#1b1f24", ground: "#ffffff", soft: "#5b6470" };
function readInk() {
  const css = getComputedStyle(document.documentElement);
  const value = (name) => css.getPropertyValue(name).trim();
  INK = { text: value("--text"), ground: value("--ground"), soft: value("--soft") };
}

const POLYGONS = {
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]], diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  up: [[0, -1.2], [1.15, 0.85], [-1.15, 0.85]], down: [[0, 1.2], [1.15, -0.85], [-1.15, -0.85]],
  house: [[0, -1.25], [1.1, -0.35], [1.1, 1], [-1.1, 1], [-1.1, -0.35]],
  hexagon: [0, 1, 2, 3, 4, 5].map((i) => [1.1 * Math.cos(i * Math.PI / 3), 1.1 * Math.sin(i * Math.PI / 3)]),
  pentagon: [0, 1, 2, 3, 4].map((i) => [1.15 * Math.sin(i * Math.PI * 0.4), -1.15 * Math.cos(i * Math.PI * 0.4)]),
  star: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => { const r = i % 2 ? 0.62 : 1.3; return [r * Math.sin(i * Math.PI / 5), -r * Math.cos(i * Math.PI / 5)]; }),
  bar: [[-1.4, -0.6], [1.4, -0.6], [1.4, 0.6], [-1.4, 0.6]],
  plus: [[-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4], [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4]],
  cross: [[-1, -0.5], [-0.5, -1], [0, -0.5], [0.5, -1], [1, -0.5], [0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5], [-0.5, 1], [-1, 0.5], [-0.5, 0]],
};
const mark = (node) => MARKS[node.kind] || MARKS.others;
const sizeOf = (node) => { const m = mark(node); return m.hub ? m.size + Math.min(9, Math.sqrt(node.weight) * 0.45) : m.size; };
// A basic duty's leader is the township: green as its duty is.
const styleOf = (edge) => (edge.role === "leads" && edge.to.kind === "basic" ? LINES.basic : line(edge.role));
const widthOf = (count) => (count <= 1 ? 1 : Math.min(12, 0.7 + 1.05 * Math.sqrt(count)));

const strokeOf = (edge, count) => (edge.role === "part" ? 1.2 : widthOf(count));
function tracePath(ctx, shape, x, y, r) {
  ctx.beginPath();
  if (shape === "circle") { ctx.arc(x, y, r, 0, 2 * Math.PI); return; }
  POLYGONS[shape].forEach(([px, py], i) => (i ? ctx.lineTo(x + px * r, y + py * r) : ctx.moveTo(x + px * r, y + py * r)));
  ctx.closePath();
}
// Marks that turn the direction of text would mix up a label; on the canvas they are made visible.
const tame = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "\ufffd");

const PART_ROW = 26;
// In a column of names a name is at most as high as its row: it shrinks rather than disappear.
const ROWS = DATA.columns.length ? { l: 20, r: 20 } : {};

// A node's label as lines with size and place, in the picture's own measure.
function labelBox(node, scale, measure, side = node.side) {
  const m = mark(node), all = DATA.kind === "overview-all" && !m.hub;
  let size = m.hub || (node.index === DATA.focus ? 17 : 13);
  // Where every duty is a node, their names wait until there is room for them.
  if (all && size * scale < 13) return null;
  // Names of places and bodies stay readable when the picture is far away.
  if ((m.hub || node.index === DATA.focus) && size * scale < 11.5) size = Math.min(11.5 / scale, size * (node.kind === "township" || node.kind === "county" ? 99 : 2.2), ROWS[side] || 999);
  // The duties of an opened node stand in rows of their own.
  if (node.parent >= 0 && !m.hub && size * scale < 11.5) size = Math.min(11.5 / scale, PART_ROW * 0.78);
  if (size * scale < (m.hub ? 7 : 6.2)) return null;
  const bold = m.hub && (node.kind === "township" || node.kind === "county" || node.kind === "function" || node.kind === "matter");
  const font = (bold ? "600 " : "") + size + "px " + FONT;
  const most = all ? 170 : side === "b" ? 0 : DATA.labelWidth;
  const own = noteOf(node), note = own ? (node.duty >= 0 ? own + " " : " " + own) : "";
  const name = tame(clip(STATE.lang === "en" && node.labelEn ? node.labelEn : node.short || node.label, node.wrap ? 140 : 60));
  const full = node.duty >= 0 ? note + name : name + note;
  let lines = [full];
  const width = (text) => measure(text, font);
  if (node.wrap) lines = wrapped(full, most || 300, width, 3);
  else if (most && !m.hub && width(full) > most) lines = [shortened(full, most, width)];
  const w = Math.max(...lines.map(width)), h = size * 1.28 * lines.length, r = node.reach || sizeOf(node) + 5;
  const x = side === "r" ? node.x + r : side === "l" ? node.x - r - w : node.x - w / 2;
  const y = side === "b" ? node.y + r : side === "a" ? node.y - r - h : node.y - h / 2;
  const box = { lines, font, size, x, y, w, h, bold };
  // A box with two numbers: left the one side's, right the other's; all boxes are equally wide.
  if (side === "c" && node.note.includes(" | ")) {
    const unit = measure("汉", font), wide = unit * 12.5, at = unit * 5.2, [left, right] = node.note.split(" | ");
    const text = width(name) > wide - unit * 2 ? shortened(name, wide - unit * 2, width) : name;
    return { ...box, lines: [text], x: node.x - wide / 2 - at, w: wide + 2 * at, y: node.y - h * 0.58, h: h * 1.16, inset: at + unit * 1.7, frame: m.color, shape: m.shape, mark: size * 0.5, sign: at + unit * 0.9,
      sides: [{ text: left, x: node.x - wide / 2 - at + unit * 0.5 }, { text: right, x: node.x + wide / 2 + unit * 0.3 }] };
  }
  // A label in a box takes its mark inside, at the left.
  if (side === "c") { const pad = size * 0.5, mark = size * 1.3; return { ...box, x: x - pad - mark / 2, w: w + 2 * pad + mark, y: y - pad / 3, h: h + pad * 0.66, inset: pad + mark, frame: m.color, shape: m.shape, mark: size * 0.5 }; }
  return box;
}
function shortened(text, most, width) {
  const all = [...text];
  let low = 0, high = all.length;
  while (low < high) { const mid = (low + high + 1) >> 1; if (width(all.slice(0, mid).join("") + "…") <= most) low = mid; else high = mid - 1; }
  return all.slice(0, low).join("") + "…";
}
function wrapped(text, most, width, rows) {
  const lines = [];
  let rest = [...text];
  while (rest.length && lines.length < rows) {
    let take = Math.min(rest.length, 60);
    while (take > 1 && width(rest.slice(0, take).join("")) > most) take--;
    // Closing marks do not begin a line.
    while (take < rest.length && "，。；、：！？）】》”’,.;:!?)".includes(rest[take])) take++;
    if (lines.length === rows - 1 && take < rest.length) { lines.push(shortened(rest.join(""), most, width)); break; }
    lines.push(rest.slice(0, take).join(""));
    rest = rest.slice(take);
  }
  return lines.length ? lines : [""];
}
const WIDTHS = new Map();
const ruler = document.createElement("canvas").getContext("2d");
function measureText(text, font) {
  // A width is kept for one size and scaled: zooming must not measure again.
  const size = parseFloat(/([\d.]+)px/.exec(font)[1]);
  const key = (font.startsWith("600") ? "b" : "r") + text;
  let unit = WIDTHS.get(key);
  if (unit === undefined) {
    ruler.font = (font.startsWith("600") ? "600 " : "") + "20px " + FONT;
    unit = ruler.measureText(text).width / 20;
    if (WIDTHS.size > 20000) WIDTHS.clear();
    WIDTHS.set(key, unit);
  }
  return unit * size;
}

function paintMark(ctx, node, chosen) {
  if (node.side === "c") return; // its box has the mark
  const m = mark(node), r = sizeOf(node);
  tracePath(ctx, m.shape, node.x, node.y, r);
  ctx.fillStyle = m.color;
  ctx.fill();
  ctx.lineWidth = chosen ? 3 : 1;
  ctx.strokeStyle = chosen ? INK.text : INK.ground;
  ctx.setLineDash([]);
  ctx.stroke();
}
function paintLabel(ctx, box) {
  if (box.frame) {
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.roundRect(box.x, box.y, box.w, box.h, box.h / 3);
    ctx.fillStyle = INK.ground;
    ctx.fill();
    ctx.strokeStyle = box.frame;
    ctx.lineWidth = 1.5;
    ctx.stroke();
    tracePath(ctx, box.shape, box.x + (box.sign || box.inset * 0.6), box.y + box.h / 2, box.mark);
    ctx.fillStyle = box.frame;
    ctx.fill();
  }
  ctx.font = box.font;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  ctx.lineWidth = box.size * 0.28;
  ctx.strokeStyle = INK.ground;
  ctx.fillStyle = INK.text;
  box.lines.forEach((text, i) => {
    const x = box.x + (box.inset || 0), y = box.y + (box.frame ? box.size / 6 : 0) + (i + 0.12) * box.size * 1.28;
    for (const part of [{ text, x }, ...(box.sides || [])]) {
      ctx.strokeText(part.text, part.x, y);
      ctx.fillText(part.text, part.x, y);
    }
  });
}
// The turning point of a bent edge, as vis-network's curvedCW computes it.
function via(edge) {
  if (!edge.bend) return { x: (edge.from.x + edge.to.x) / 2, y: (edge.from.y + edge.to.y) / 2 };
  const dx = edge.to.x - edge.from.x, dy = edge.from.y - edge.to.y;
  const reach = (edge.bend * 0.5 + 0.5) * Math.hypot(dx, dy), angle = Math.atan2(dy, dx) + (edge.bend * 0.5 + 0.5) * Math.PI;
  return { x: edge.from.x + reach * Math.sin(angle), y: edge.from.y + reach * Math.cos(angle) };
}
// Curves that leave and reach their nodes level, as vis-network's cubicBezier draws them.
const roundness = (edge) => (edge.role === "reclaimed" ? 0.5 : 0.72);
function controls(edge) {
  const dx = (edge.to.x - edge.from.x) * roundness(edge);
  return [edge.from.x + dx, edge.from.y, edge.to.x - dx, edge.to.y];
}
function pointOn(edge, t) {
  if (DATA.curves) {
    const [x1, y1, x2, y2] = controls(edge), u = 1 - t, mix = (a, b, c, d) => u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
    return { x: mix(edge.from.x, x1, x2, edge.to.x), y: mix(edge.from.y, y1, y2, edge.to.y) };
  }
  const v = via(edge), u = 1 - t;
  return { x: u * u * edge.from.x + 2 * u * t * v.x + t * t * edge.to.x, y: u * u * edge.from.y + 2 * u * t * v.y + t * t * edge.to.y };
}
function paintEdge(ctx, edge, count, scale) {
  const style = styleOf(edge), width = strokeOf(edge, count), v = via(edge);
  ctx.strokeStyle = style.color;
  ctx.globalAlpha = 1;
  ctx.lineWidth = width;
  ctx.setLineDash(style.dash.map((d) => d * Math.max(1, width / 3)));
  ctx.beginPath();
  ctx.moveTo(edge.from.x, edge.from.y);
  if (DATA.curves) ctx.bezierCurveTo(...controls(edge), edge.to.x, edge.to.y);
  else ctx.quadraticCurveTo(v.x, v.y, edge.to.x, edge.to.y);
  ctx.stroke();
  ctx.setLineDash([]);
  arrow(edge, count, (points) => { ctx.beginPath(); points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y))); ctx.closePath(); ctx.fillStyle = style.color; ctx.fill(); });
}
const ARROWLESS = new Set(["together", "same", "part", "covers"]);
// In a tree the place says the direction; heads between the lines of a list would only be in the way.
const hasArrow = (edge) => !ARROWLESS.has(edge.role) && !DATA.curves && !(DATA.tree && edge.to.index !== DATA.focus && !(mark(edge.from).hub && mark(edge.to).hub));
function arrow(edge, count, draw) {
  if (!hasArrow(edge)) return;
  const v = via(edge), angle = Math.atan2(edge.to.y - v.y, edge.to.x - v.x), reach = sizeOf(edge.to) + 2;
  const size = 5 + widthOf(count), x = edge.to.x - reach * Math.cos(angle), y = edge.to.y - reach * Math.sin(angle);
  const turned = (back, out) => [x - back * Math.cos(angle) + out * Math.sin(angle), y - back * Math.sin(angle) - out * Math.cos(angle)];
  draw([turned(0, 0), turned(size, size * 0.45), turned(size, -size * 0.45)]);
}
// In a tree of a department the numbers say which way things go.
const numberText = (edge, count) => (DATA.kind === "department" && (edge.role === "leads" || edge.role === "reclaimed") ? word(edge.role === "leads" ? "downWord" : "backWord") + " " + count : String(count));
// The numbers of two edges between the same nodes stand apart, each on its own side.
function outward(edge) {
  if (!edge.bend) return { x: 0, y: 0 };
  const v = via(edge), x = v.x - (edge.from.x + edge.to.x) / 2, y = v.y - (edge.from.y + edge.to.y) / 2, length = Math.hypot(x, y) || 1;
  return { x: (0.5 * x) / length, y: (0.5 * y) / length };
}
// Where an edge comes out of its node's box, some way off.
function besideBox(edge, node, box, off) {
  const other = edge.from === node ? edge.to : edge.from, run = Math.abs(other.x - node.x) || 1;
  const t = Math.min(0.9, (box.w / 2 + off) / run);
  return edge.from === node ? t : 1 - t;
}
// Numbers stand on their edges where there is room; the largest come first.
function placeNumbers(edges, counts, scale, taken, measure, boxes = []) {
  const placed = [];
  const size = Math.max(12, Math.min(26, 11 / scale));
  for (const edge of edges) {
    const text = numberText(edge, counts[edge.index]), font = "600 " + size + "px " + FONT;
    const w = measure(text, font) + size * 0.5, h = size * 1.2;
    const order = edge.from.edges.length > edge.to.edges.length ? [0.78, 0.68, 0.86, 0.58] : edge.to.edges.length > edge.from.edges.length ? [0.22, 0.32, 0.14, 0.42] : [0.5, 0.4, 0.6];
    const boxed = edge.from.side === "c" ? edge.from : edge.to.side === "c" ? edge.to : null;
    const near = boxed && boxes.find((b) => b.node === boxed);
    const along = near ? [0.6, 1.75, 2.9].map((k) => besideBox(edge, boxed, near, k * w)) : order;
    for (const t of along) {
      const p = pointOn(edge, t), out = outward(edge), box = { x: p.x + out.x * w - w / 2, y: p.y + out.y * h - h / 2, w, h };
      if (taken.some((o) => o.x < box.x + box.w && box.x < o.x + o.w && o.y < box.y + box.h && box.y < o.y + o.h)) continue;
      taken.push(box);
      placed.push({ ...box, text, font, size, color: line(edge.role).color });
      break;
    }
  }
  return placed;
}
function paintNumber(ctx, box) {
  ctx.setLineDash([]);
  ctx.fillStyle = INK.ground;
  ctx.strokeStyle = box.color;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(box.x, box.y, box.w, box.h, box.h / 3);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = INK.text;
  ctx.font = box.font;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(box.text, box.x + box.w / 2, box.y + box.h / 2 + box.size * 0.04);
}
