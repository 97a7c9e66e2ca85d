// The page as a whole: controls, choosing, opening, keyboard.
let SEEN = null, STAGE = null;
// Inside a page of the site, which has the title above the picture.
if (window.self !== window.top) document.documentElement.classList.add("framed");
const isMatrix = DATA.kind === "matrix";

const cutText = () => DATA.cuts.filter((c) => c.of > 0).map((c) => said(c.what) + " " + (STATE.lang === "en" ? c.n + " of " + c.of : c.n + " / 共 " + c.of)
  + (c.n < c.of && said(c.rule) ? "（" + said(c.rule) + "）" : "")).join(" · ");

// A node opens into its named parts, else into its duties: at most 40, and the page says so.
const PARTS_MOST = 40;
const canOpen = (node) => !isMatrix && node.duty < 0 && node.parent < 0 && (node.parts.length > 0 || dutiesOf(node).length > 0) && !["superior", "clause"].includes(node.kind);
function makeParts(node) {
  if (node.parts.length) return;
  const duties = dutiesOf(node).filter((d) => !node.edges.some((e) => (e.from.duty === d || e.to.duty === d)));
  for (const d of duties.slice(0, PARTS_MOST)) {
    const duty = DUTIES[d], index = NODES.length;
    const part = { index, id: "n" + index, kind: duty.list, label: duty.m, labelEn: "", note: String(duty.p || duty.n), weight: 1, side: node.side === "l" ? "l" : "r", duty: d, parent: node.index, text: "", x: 0, y: 0, edges: [], parts: [] };
    const edge = { index: EDGES.length, id: "e" + EDGES.length, from: node, to: part, role: "part", duties: [d], size: 1, bend: 0 };
    NODES.push(part);
    EDGES.push(edge);
    node.edges.push(edge);
    part.edges.push(edge);
    node.parts.push(part);
    duty.nodes.push(part);
    STATE.roles.add("part");
  }
  if (!ALL_ROLES.includes("part")) ALL_ROLES.push("part");
  node.partsCut = duties.length > PARTS_MOST ? [PARTS_MOST, duties.length] : null;
}
// Parts stand outside the picture's own columns, next to their node; several opened ones never overlap.
function placeParts() {
  const roots = NODES.filter((n) => n.parent < 0), sides = { l: [], r: [] };
  for (const index of [...STATE.open].sort((a, b) => a - b)) { const n = NODES[index]; makeParts(n); sides[n.side === "l" ? "l" : "r"].push(n); }
  for (const [side, opened] of Object.entries(sides)) {
    opened.sort((a, b) => a.y - b.y || a.index - b.index);
    const edge = side === "l" ? Math.min(...roots.map((n) => n.x)) : Math.max(...roots.map((n) => n.x));
    // Beyond the longest name on that side.
    const near = opened.length ? roots.filter((n) => n.side === side && Math.abs(n.x - edge) < 1).map((n) => labelBox(n, 0.7, measureText)?.w || 0) : [];
    const away = Math.max(200, ...near) + 90;
    let free = -Infinity;
    for (const node of opened) {
      const step = PART_ROW, height = (node.parts.length - 1) * step, top = Math.max(node.y - height / 2, free);
      const x = edge + (side === "l" ? -1 : 1) * away;
      node.parts.forEach((part, i) => { part.side = side; part.x = x; part.y = top + i * step; });
      free = top + height + 60;
    }
  }
}
function toggleOpen(id) {
  const node = NODES[+id.slice(1)];
  if (!node || !canOpen(node)) return;
  if (STATE.open.has(node.index)) STATE.open.delete(node.index); else STATE.open.add(node.index);
  placeParts();
  update();
  STAGE.fit();
  announce(labelOf(node) + (node.partsCut ? "：" + word("shown") + " " + node.partsCut[0] + " / " + node.partsCut[1] : ""));
}
function choose(at, close = false) {
  const same = STATE.selected === at;
  STATE.selected = at;
  fillPanel();
  writeHash();
  if (STAGE) {
    STAGE.redraw();
    if (at && at[0] === "n" && !same) STAGE.toward(NODES[+at.slice(1)], close);
  }
  if (at && at[0] === "n") announce(word("selected") + "：" + kindName(NODES[+at.slice(1)].kind) + " " + clip(labelOf(NODES[+at.slice(1)]), 80));
}
const announce = (text) => { byId("status").textContent = text; };

function update(seen = scene()) {
  SEEN = seen;
  if (STAGE) STAGE.show(SEEN);
  if (isMatrix) fillMatrix();
  fillPanel();
  fillTable();
  fillFooter();
  writeHash();
  if (STAGE) { const drawn = STAGE.drawn(); Object.assign(document.documentElement.dataset, { nodes: drawn.nodes, edges: drawn.edges }); }
}
// Duties behind what is to be seen.
function passing() {
  const used = new Set();
  for (const edge of EDGES) if (SEEN.counts[edge.index] >= 0) for (const d of edge.duties) if (passes(d)) used.add(d);
  for (const node of NODES) if (SEEN.seen[node.index] && node.duty >= 0 && passes(node.duty)) used.add(node.duty);
  return used.size;
}
function fillFooter() {
  byId("cuts").textContent = word("shown") + "：" + cutText();
  const left = filtering() && DUTIES.length ? passing() : null;
  const share = left === null ? "" : word("filtered") + "：" + (STATE.lang === "en" ? left + " of " + DUTIES.length : left + " / 共 " + DUTIES.length) + " " + word("duties");
  byId("headline").textContent = said(DATA.headline) + (share ? "（" + share + "）" : "");
  if (share) byId("cuts").textContent = share + " · " + byId("cuts").textContent;
  const opened = [...STATE.open].map((i) => NODES[i]).filter((n) => n.partsCut).map((n) => labelOf(n) + " " + n.partsCut[0] + " / " + n.partsCut[1]);
  if (opened.length) byId("cuts").textContent += " · " + opened.join(" · ");
  if (DATA.sums) byId("cuts").textContent += " · " + word("sumsOnly");
  byId("loaded").textContent = word("loaded") + "：" + DATA.loaded.length + "（" + clip(DATA.loaded.join("、"), 300) + "）";
}
function fillSearch() {
  const found = matches(STATE.q), list = byId("results");
  list.replaceChildren();
  byId("found").textContent = found ? word("found") + " " + (found.nodes.length + found.duties.length) : "";
  list.hidden = !found;
  if (!found) return;
  const first = [...found.nodes.slice(0, 10).map((n) => element("li", {}, badge(n.kind), link(n.id, bdi(clip(labelOf(n), 60))))),
    ...found.duties.slice(0, 30).map(dutyButton)];
  list.append(...first);
  if (!first.length) list.append(element("li", { class: "soft" }, word("empty")));
}

function fillControls() {
  document.documentElement.lang = STATE.lang === "en" ? "en" : "zh-CN";
  if (STATE.theme) document.documentElement.dataset.theme = STATE.theme; else delete document.documentElement.dataset.theme;
  readInk();
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) { node.setAttribute("aria-label", word(node.dataset.label)); if (node.tagName === "BUTTON") node.title = word(node.dataset.label); }
  byId("search").placeholder = word("searchHint");
  byId("search").value = STATE.q;
  byId("title").textContent = said(DATA.title);
  byId("headline").textContent = said(DATA.headline);
  document.title = said(DATA.title);
  boxes("lists", ["basic", "cooperation", "reclaimed"].filter((l) => DUTIES.some((d) => d.list === l)), STATE.lists, kindName, (l) => badge(l));
  boxes("roles", ALL_ROLES.filter((r) => r !== "part"), STATE.roles, roleName, lineBadge);
  options("category", "c", STATE.category);
  options("township", "t", STATE.township);
  legend();
  byId("view-picture").setAttribute("aria-pressed", String(STATE.view === "picture"));
  byId("view-table").setAttribute("aria-pressed", String(STATE.view === "table"));
  byId("picture").hidden = STATE.view !== "picture";
  byId("table").hidden = STATE.view !== "table";
  byId("rows-edges").setAttribute("aria-pressed", String(STATE.table === "edges"));
  byId("rows-duties").setAttribute("aria-pressed", String(STATE.table === "duties"));
}
function lineBadge(role) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 26 10");
  svg.setAttribute("class", "stroke");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M1,5H25");
  path.setAttribute("stroke", line(role).color);
  path.setAttribute("stroke-width", "3");
  path.setAttribute("stroke-dasharray", line(role).dash.join(" ") || "none");
  svg.append(path);
  return svg;
}
function boxes(id, values, chosen, text, sign) {
  const host = byId(id);
  host.replaceChildren(...values.map((value) => {
    const input = element("input", { type: "checkbox", value, checked: chosen.has(value) });
    input.addEventListener("change", () => { if (input.checked) chosen.add(value); else chosen.delete(value); update(); fillSearch(); });
    return element("label", {}, input, sign(value), text(value));
  }));
  host.parentElement.hidden = values.length < 2;
}
function options(id, field, chosen) {
  const select = byId(id), values = [...new Set(DUTIES.map((d) => d[field]))].filter((v) => DATA.names[v][0]);
  select.replaceChildren(element("option", { value: -1 }, word("all")), ...values.map((v) => element("option", { value: v, selected: v === chosen }, clip(nameOf(v), 40))));
  select.parentElement.hidden = values.length < 2;
}
function legend() {
  const kinds = [...new Set(NODES.map((n) => n.kind))], roles = ALL_ROLES;
  byId("legend").replaceChildren(...kinds.map((k) => element("li", {}, badge(k), kindName(k))), ...(isMatrix ? [] : roles.map((r) => element("li", {}, lineBadge(r), roleName(r)))));
}

// -- keyboard -------------------------------------------------------------------------------
function step(dx, dy) {
  const seen = NODES.filter((n) => SEEN.seen[n.index]);
  if (!seen.length) return;
  const from = STATE.selected && STATE.selected[0] === "n" ? NODES[+STATE.selected.slice(1)] : null;
  if (!from) { choose((DATA.focus >= 0 ? NODES[DATA.focus] : seen[0]).id); return; }
  let best = null, least = Infinity;
  for (const node of seen) {
    if (node === from) continue;
    const x = node.x - from.x, y = node.y - from.y, along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
    if (along > 0.5 && along + 2.5 * across < least) { least = along + 2.5 * across; best = node; }
  }
  if (best) choose(best.id);
}
const view = (name) => { STATE.view = name; fillControls(); update(); if (name === "picture" && STAGE) STAGE.redraw(); };
function key(event) {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (event.key === "Escape") { if (typing) event.target.blur(); STATE.q = ""; fillSearch(); byId("search").value = ""; choose(null); byId("stage")?.focus(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const onStage = event.target.id === "stage";
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (event.key === "/") { byId("search").focus(); event.preventDefault(); } else if (event.key.toLowerCase() === "t") view(STATE.view === "table" ? "picture" : "table");
  else if (event.key === "?") byId("help").click();
  else if (!STAGE) return;
  else if (onStage && arrows[event.key]) { step(...arrows[event.key]); event.preventDefault(); } else if (onStage && event.key === "Enter" && STATE.selected && STATE.selected[0] === "n") toggleOpen(STATE.selected);
  else if (event.key === "+" || event.key === "=") STAGE.zoom(1.25);
  else if (event.key === "-") STAGE.zoom(0.8);
  else if (event.key === "0") { STAGE.fit(); writeHash(); }
}

// On paper there is every row, whatever was on the screen, and the picture anew in the colours of paper.
addEventListener("beforeprint", () => {
  if (isMatrix) return;
  SEEN ??= scene(); // asked to print before the picture is there
  byId("table").hidden = false;
  fillTable(true);
  if (NODES.length > 2500) return;
  INK = { text: "#000000", ground: "#ffffff", soft: "#333333" };
  const drawn = document.importNode(new DOMParser().parseFromString(svgPicture(), "image/svg+xml").documentElement, true);
  readInk();
  for (const name of ["width", "height"]) drawn.removeAttribute(name);
  for (const text of [...drawn.querySelectorAll("text")].slice(0, 2)) text.remove(); // the page has both
  drawn.id = "paper";
  byId("picture").append(drawn);
  byId("stage").hidden = true;
});
addEventListener("afterprint", () => {
  if (isMatrix) return;
  byId("paper")?.remove();
  byId("stage").hidden = false;
  byId("table").hidden = STATE.view !== "table";
  fillTable();
});
async function start() {
  byId("plain")?.remove();
  readHash();
  // On a phone the table comes first and the controls fold away.
  const narrow = matchMedia("(max-width: 760px)").matches;
  if (narrow && !isMatrix && !location.hash.includes("view=") && !location.hash.includes("camera=")) STATE.view = "table";
  byId("fold").open = !narrow;
  for (const index of [...STATE.open]) if (!canOpen(NODES[index])) STATE.open.delete(index);
  fillControls();
  const click = (id, what) => byId(id)?.addEventListener("click", what);
  click("lang", () => { STATE.lang = STATE.lang === "en" ? "zh" : "en"; fillControls(); placeParts(); update(); fillSearch(); });
  click("theme", () => {
    const dark = STATE.theme ? STATE.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    STATE.theme = dark ? "light" : "dark"; fillControls(); update();
  });
  click("view-picture", () => view("picture"));
  click("view-table", () => view("table"));
  click("skip", () => { view("table"); byId("table").focus(); });
  click("rows-edges", () => { STATE.table = "edges"; fillControls(); update(); });
  click("rows-duties", () => { STATE.table = "duties"; fillControls(); update(); });
  click("fit", () => { STAGE?.fit(); writeHash(); });
  click("zoom-in", () => STAGE?.zoom(1.25));
  click("zoom-out", () => STAGE?.zoom(0.8));
  click("png", savePng);
  click("svg", () => save(fileName("svg"), new Blob([svgPicture()], { type: "image/svg+xml" })));
  click("csv", () => save(fileName("csv"), new Blob([csv()], { type: "text/csv;charset=utf-8" })));
  click("print", () => window.print());
  click("close", () => { choose(null); byId("stage")?.focus(); });
  click("reset", () => {
    STATE.lists = new Set(["basic", "cooperation", "reclaimed"]); STATE.roles = new Set(ALL_ROLES);
    STATE.category = -1; STATE.township = -1; STATE.q = ""; fillControls(); update(); fillSearch();
  });
  click("help", () => { const box = byId("help-text"); box.hidden = !box.hidden; byId("help").setAttribute("aria-expanded", String(!box.hidden)); });
  byId("search").addEventListener("input", (event) => { STATE.q = event.target.value; fillSearch(); writeHash(); if (STAGE) STAGE.redraw(); if (isMatrix) fillMatrix(); });
  for (const id of ["category", "township"]) byId(id).addEventListener("change", (event) => { STATE[id] = +event.target.value; update(); fillSearch(); });
  document.addEventListener("keydown", key);
  addEventListener("hashchange", () => { readHash(); fillControls(); placeParts(); update(); fillSearch(); if (STAGE && STATE.camera) STAGE.camera(STATE.camera); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { fillControls(); update(); });
  placeParts();
  // Each part of the work ends before the next begins: nothing holds up the page for long.
  const pause = () => new Promise((done) => { setTimeout(done); });
  await pause();
  SEEN = scene();
  if (!isMatrix) {
    const hooks = { choose, open: toggleOpen, moved: writeHash };
    STAGE = DATA.canvas ? canvasStage(byId("stage"), hooks) : visStage(byId("stage"), hooks, SEEN);
    await pause();
    STAGE.show(SEEN);
    if (STATE.camera) STAGE.camera(STATE.camera); else STAGE.fit();
    await pause();
    new ResizeObserver(() => { if (!STATE.camera) STAGE.fit(); }).observe(byId("stage"));
  }
  update(SEEN);
  fillSearch();
  document.documentElement.dataset.ready = "yes";
}
start();
