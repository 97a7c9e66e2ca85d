// The page's data and what the reader has chosen; the URL hash keeps the latter.
const DATA = JSON.parse(document.getElementById("data").textContent);
const LISTS = { b: "basic", c: "cooperation", r: "reclaimed" };
const DUTIES = DATA.duties.map(([l, n, c, t, m, f, i, a, more], index) => ({
  index, list: LISTS[l], n, c, t, m: DATA.texts[m], f, i, a: a.map(([role, party]) => [DATA.roles[role], party]), ...(more || {}), nodes: [],
}));
const NODES = DATA.nodes.map((n, index) => {
  const duty = n.d === undefined ? null : DUTIES[n.d];
  return {
    index, id: "n" + index, kind: n.k || duty.list, label: n.l || (duty ? duty.m : ""), labelEn: n.e || "",
    note: n.o || (duty ? String(duty.p || duty.n) : ""), weight: n.w || 1, side: n.s || "b", duty: duty ? n.d : -1,
    parent: n.p === undefined ? -1 : n.p, text: n.t || "", wrap: !!n.r, short: n.h || "", reach: n.g || 0,
    x: n.x, y: n.y, edges: [], parts: [],
  };
});
const EDGES = DATA.edges.map(([from, to, role, duties], index) => ({
  index, id: "e" + index, from: NODES[from], to: NODES[to], role: DATA.roles[role], duties: Array.isArray(duties) ? duties : duties === undefined ? [NODES[to].duty] : [], size: Array.isArray(duties) ? duties.length : duties === undefined ? 1 : duties, bend: 0,
}));
// Two edges between the same nodes part by some nine points, however long they are.
const bendOf = (edge) => {
  const length = Math.hypot(edge.to.x - edge.from.x, edge.to.y - edge.from.y) || 1;
  return Math.min(0.4, (2 / Math.PI) * Math.asin(Math.min(1, 36 / length)));
};
(() => {
  const pairs = new Map();
  for (const edge of EDGES) {
    edge.from.edges.push(edge);
    edge.to.edges.push(edge);
    if (DATA.canvas || DATA.curves) continue;
    const key = Math.min(edge.from.index, edge.to.index) + "," + Math.max(edge.from.index, edge.to.index);
    if (pairs.has(key)) { edge.bend = bendOf(edge); pairs.get(key).bend = edge.bend; } else pairs.set(key, edge);
  }
  for (const node of NODES) {
    if (node.parent >= 0) NODES[node.parent].parts.push(node);
    if (node.duty >= 0) DUTIES[node.duty].nodes.push(node);
  }
})();

const STATE = {
  lang: "zh", theme: "", view: "picture", q: "", lists: new Set(["basic", "cooperation", "reclaimed"]),
  roles: new Set(EDGES.map((e) => e.role)), category: -1, township: -1, open: new Set(),
  selected: null, measure: "both", camera: null, table: "edges",
};
const ALL_ROLES = [...STATE.roles].sort();
const word = (key) => { const w = DATA.words.page[key]; return w ? w[STATE.lang === "en" ? 1 : 0] : key; };
const said = (pair) => (STATE.lang === "en" && pair[1] ? pair[1] : pair[0]);
const kindName = (kind) => said(DATA.words.kind[kind] || [kind, kind]);
const roleName = (role) => said(DATA.words.role[role] || [role, role]);
// A basic duty is the township's own: nobody hands it down.
const roleOf = (edge) => roleName(edge.role === "leads" && edge.to.kind === "basic" ? "basic" : edge.role);
const nameOf = (index) => said(DATA.names[index]);
const labelOf = (node) => (STATE.lang === "en" && node.labelEn ? node.labelEn : node.label);
const dutyMark = (duty) => kindName(duty.list) + " " + (duty.p || duty.n);
const sourceOf = (duty) => DATA.files[duty.f] + ":" + duty.i;

function passes(index) {
  const duty = DUTIES[index];
  return STATE.lists.has(duty.list) && (STATE.category < 0 || duty.c === STATE.category)
    && (STATE.township < 0 || duty.t === STATE.township);
}
const filtering = () => STATE.lists.size < 3 || STATE.category >= 0 || STATE.township >= 0
  || STATE.roles.size < ALL_ROLES.length;

// What is to be seen: numbers of the edges under the filters, nodes that still have something.
function scene() {
  const plain = !filtering();
  const counts = new Array(EDGES.length);
  const seen = new Array(NODES.length).fill(plain);
  const ok = plain ? null : DUTIES.map((_, index) => passes(index));
  for (const edge of EDGES) {
    let count = edge.size;
    if (!plain && edge.duties.length) { count = 0; for (const d of edge.duties) if (ok[d]) count++; }
    const on = STATE.roles.has(edge.role) && (count > 0 || !edge.size);
    counts[edge.index] = on ? count : -1;
    if (on) { seen[edge.from.index] = true; seen[edge.to.index] = true; }
  }
  for (const node of NODES) {
    if (node.duty >= 0 && ok) seen[node.index] = seen[node.index] && ok[node.duty];
    if (!node.edges.length && node.duty < 0) seen[node.index] = true;
    if (node.parent >= 0 && !STATE.open.has(node.parent)) seen[node.index] = false;
    if (node.index === DATA.focus) seen[node.index] = true;
  }
  for (const edge of EDGES) if (!seen[edge.from.index] || !seen[edge.to.index]) counts[edge.index] = -1;
  return { seen, counts };
}

// The numbers beside a name are those of the duties that pass the filters.
const TALLY = /^(↓\d+)?( ?↑\d+)?$/;
function noteOf(node) {
  if (!node.note || node.duty >= 0 || DATA.sums || !filtering()) return node.note;
  const left = () => dutiesOf(node).filter(passes).map((d) => DUTIES[d].list);
  if (/^\d+$/.test(node.note)) return String(left().length);
  if (!TALLY.test(node.note)) return node.note;
  const lists = left(), down = lists.filter((l) => l === "cooperation").length, back = lists.filter((l) => l === "reclaimed").length;
  return [down && STATE.roles.has("leads") ? "↓" + down : "", back && STATE.roles.has("reclaimed") ? "↑" + back : ""].filter(Boolean).join(" ") || "0";
}
const dutiesOf = (node) => {
  if (node.duty >= 0) return [node.duty];
  const found = new Set();
  for (const edge of node.edges) for (const d of edge.duties) found.add(d);
  return [...found].sort((a, b) => a - b);
};

const fold = (text) => String(text).toLowerCase().replace(/\s+/g, "");
function matches(query) {
  const q = fold(query);
  if (!q) return null;
  const nodes = NODES.filter((n) => n.duty < 0 && (fold(n.label).includes(q) || fold(n.labelEn).includes(q) || fold(n.text).includes(q)));
  const duties = DUTIES.filter((d) => passes(d.index) && (fold(d.m).includes(q) || fold(d.w || "").includes(q)
    || (d.z || []).some((c) => fold(c.t).includes(q))));
  return { nodes, duties };
}

// -- the URL hash ---------------------------------------------------------------------------
function writeHash() {
  const p = new URLSearchParams();
  if (STATE.lang !== "zh") p.set("lang", STATE.lang);
  if (STATE.theme) p.set("theme", STATE.theme);
  if (STATE.view !== "picture") p.set("view", STATE.view);
  if (STATE.table !== "edges") p.set("table", STATE.table);
  if (STATE.measure !== "both") p.set("measure", STATE.measure);
  if (STATE.q) p.set("q", STATE.q);
  if (STATE.lists.size < 3) p.set("list", [...STATE.lists].sort().join("."));
  if (STATE.roles.size < ALL_ROLES.length) p.set("role", [...STATE.roles].sort().join("."));
  if (STATE.category >= 0) p.set("category", STATE.category);
  if (STATE.township >= 0) p.set("township", STATE.township);
  const opened = [...STATE.open].sort((a, b) => a - b).join(".");
  if (opened !== DATA.opened.join(".")) p.set("open", opened);
  if (STATE.selected) p.set("at", STATE.selected);
  if (STATE.camera) p.set("camera", STATE.camera.map((v) => Math.round(v * 1000) / 1000).join(","));
  const text = p.toString();
  try { history.replaceState(null, "", text ? "#" + text : location.pathname.includes("srcdoc") ? "#" : "#"); } catch { /* a frame without an address */ }
}
function readHash() {
  const p = new URLSearchParams(location.hash.slice(1));
  const whole = (key, most) => { const v = p.get(key); return /^\d+$/.test(v || "") && +v < most ? +v : -1; };
  const some = (key, all) => p.has(key) ? new Set(p.get(key).split(".").filter((v) => all.includes(v))) : new Set(all);
  STATE.lang = p.get("lang") === "en" ? "en" : "zh";
  STATE.theme = ["light", "dark"].includes(p.get("theme")) ? p.get("theme") : "";
  STATE.view = p.get("view") === "table" ? "table" : "picture";
  STATE.table = p.get("table") === "duties" ? "duties" : "edges";
  STATE.measure = ["down", "back"].includes(p.get("measure")) ? p.get("measure") : "both";
  STATE.q = p.get("q") || "";
  STATE.lists = some("list", ["basic", "cooperation", "reclaimed"]);
  STATE.roles = some("role", ALL_ROLES);
  STATE.category = whole("category", DATA.names.length);
  STATE.township = whole("township", DATA.names.length);
  STATE.open = p.get("open") === null ? new Set(DATA.opened) : new Set(p.get("open").split(".").filter((v) => /^\d+$/.test(v) && +v < NODES.length).map(Number));
  const at = /^([nde])(\d+)$/.exec(p.get("at") || "");
  const size = at ? { n: NODES, d: DUTIES, e: EDGES }[at[1]].length : 0;
  STATE.selected = at && +at[2] < size ? at[0] : null;
  const camera = (p.get("camera") || "").split(",").map(Number);
  STATE.camera = camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0 ? camera : null;
}

// -- the document ---------------------------------------------------------------------------
const byId = (id) => document.getElementById(id);
// Text goes in as text only: there is no way from the data to markup.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== "") made.append(child instanceof Node ? child : document.createTextNode(child));
  }
  return made;
}
const bdi = (text, cls) => element("bdi", { class: cls || null }, String(text));
const clip = (text, most) => { const all = [...text]; return all.length > most ? all.slice(0, most - 1).join("") + "…" : text; };
