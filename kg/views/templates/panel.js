// The side panel: everything about the chosen node, edge or duty, as text and links.
const go = (at) => { choose(at, true); byId("panel").scrollTop = 0; };
// A real link: it can be copied, and opened in another window with the same picture.
const link = (at, ...content) => element("a", { href: "#at=" + at, class: "link", onclick: (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); go(at); } } }, ...content);
const badge = (kind) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-9 -9 18 18");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "mark");
  svg.append(shapeElement(mark({ kind }).shape, 0, 0, 6, mark({ kind }).color));
  return svg;
};
function shapeElement(shape, x, y, r, color) {
  const svg = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(svg, shape === "circle" ? "circle" : "polygon");
  if (shape === "circle") { made.setAttribute("cx", x); made.setAttribute("cy", y); made.setAttribute("r", r); } else {
    made.setAttribute("points", POLYGONS[shape].map(([px, py]) => (x + px * r).toFixed(1) + "," + (y + py * r).toFixed(1)).join(" "));
  }
  made.setAttribute("fill", color);
  return made;
}
const LINE_OF = {};
function nodeByName(index) {
  const name = DATA.names[index][0];
  if (!(name in LINE_OF)) LINE_OF[name] = NODES.find((n) => n.duty < 0 && n.label === name && n.kind !== "others" && !n.wrap) || null;
  return LINE_OF[name];
}
const named = (index) => { const node = nodeByName(index); return node ? link(node.id, bdi(nameOf(index))) : bdi(nameOf(index)); };
function grouped(pairs) {
  const found = new Map();
  for (const [role, index] of pairs) { if (!found.has(role)) found.set(role, []); found.get(role).push(index); }
  return found;
}
const joined = (parts) => parts.flatMap((p, i) => (i ? ["、", p] : [p]));

function dutyLines(duty) {
  const rows = [];
  const row = (label, ...content) => rows.push(element("dt", {}, label), element("dd", {}, ...content));
  row(word("list"), badge(duty.list), dutyMark(duty));
  row(word("township"), named(duty.t));
  if (DATA.names[duty.c][0]) row(word("category"), named(duty.c));
  for (const [role, parties] of grouped(duty.a || [])) row(roleName(role), ...joined(parties.map(named)));
  if (duty.x) row(word("departments"), word("discontinued"));
  if (duty.w) row(word("method"), bdi(duty.w, "long"));
  row(word("source"), bdi(sourceOf(duty), "mono"), " ", bdi(duty.o || ""));
  row(word("quote"), element("q", { class: "quote" }, bdi(duty.q || duty.m, "long")));
  if (duty.r) row(word("corrected"), bdi(duty.r, "long"));
  return element("dl", {}, rows);
}
function clauseList(duty, side, title) {
  const clauses = (duty.z || []).filter((c) => c.s === side);
  if (!clauses.length) return [];
  const items = clauses.map((c) => element("li", { value: c.n },
    c.g ? element("div", { class: "section" }, bdi(c.g)) : "",
    c.h ? element("div", { class: "section" }, bdi(c.h)) : "",
    bdi(c.t, "long"),
    [...grouped(c.a || [])].map(([role, parties]) => element("div", { class: "party" }, roleName(role) + "：", joined(parties.map(named))))));
  return [element("h3", {}, title), element("ol", {}, items)];
}
const dutyButton = (d) => element("li", {}, badge(d.list), link("d" + d.index, bdi(clip(d.m, 120))),
  element("span", { class: "soft" }, " " + (d.p || d.n) + " · ", bdi(nameOf(d.t)), " · ", bdi(sourceOf(d), "mono")));
function dutyList(indexes, most = 60) {
  const all = indexes.filter(passes).map((i) => DUTIES[i]);
  if (!all.length) return [];
  const list = element("ul", { class: "duties" }, all.slice(0, most).map(dutyButton));
  const head = element("h3", {}, word("duties") + " ", element("span", { class: "soft" }, String(all.length)));
  if (all.length <= most) return [head, list];
  const more = element("button", { type: "button", onclick: () => { list.append(...all.slice(list.children.length, list.children.length + 200).map(dutyButton)); if (list.children.length >= all.length) more.remove(); } }, word("more") + "（" + most + " / " + all.length + "）");
  return [head, list, more];
}
// Clauses that are listed already are no neighbours to be listed again.
function neighbourList(node, listed = false) {
  const rows = [];
  for (const edge of node.edges) {
    const count = SEEN.counts[edge.index];
    if (count < 0) continue;
    const other = edge.from === node ? edge.to : edge.from;
    if (listed && ["superior", "clause"].includes(other.kind)) continue;
    rows.push({ edge, other, count, out: edge.from === node });
  }
  if (!rows.length) return [];
  rows.sort((a, b) => b.count - a.count || a.other.index - b.other.index);
  return [element("h3", {}, word("neighbours") + " ", element("span", { class: "soft" }, String(rows.length))),
    element("ul", { class: "duties" }, rows.slice(0, 200).map(({ edge, other, count, out }) => element("li", {},
      badge(other.kind), link(other.id, bdi(clip(labelOf(other), 80))),
      element("span", { class: "soft" }, " " + (out ? "→ " : "← ") + roleOf(edge)),
      edge.size > 1 ? [" ", link(edge.id, String(count))] : "")))];
}
function fillPanel() {
  const panel = byId("panel"), body = byId("panel-body"), at = STATE.selected;
  panel.hidden = !at;
  document.body.classList.toggle("with-panel", !!at);
  body.replaceChildren();
  if (!at) return;
  const head = (kind, title) => body.append(element("p", { class: "kind" }, kind ? badge(kind) : "", kind ? kindName(kind) : ""), element("h2", { id: "panel-title", tabindex: "-1" }, bdi(title, "long")));
  const index = +at.slice(1);
  if (at[0] === "d" || (at[0] === "n" && NODES[index].duty >= 0)) {
    const duty = DUTIES[at[0] === "d" ? index : NODES[index].duty];
    head(duty.list, duty.m);
    body.append(dutyLines(duty), ...clauseList(duty, "s", word("superior")), ...clauseList(duty, "t", word("clause")));
    if (!DATA.detailed && duty.list === "cooperation") body.append(element("p", { class: "soft" }, word("noDetails")));
    if (at[0] === "n") body.append(...neighbourList(NODES[index], (duty.z || []).length > 0));
  } else if (at[0] === "e") {
    const edge = EDGES[index];
    head("", labelOf(edge.from) + " → " + labelOf(edge.to));
    body.append(element("p", {}, roleOf(edge) + "：" + Math.max(0, SEEN.counts[edge.index])),
      element("p", {}, link(edge.from.id, bdi(labelOf(edge.from))), " → ", link(edge.to.id, bdi(labelOf(edge.to)))), ...dutyList(edge.duties));
  } else {
    const node = NODES[index];
    head(node.kind, labelOf(node));
    if (node.note) body.append(element("p", { class: "soft" }, bdi(noteOf(node))));
    if (node.text) body.append(element("p", {}, bdi(node.text, "long")));
    if (["superior", "clause"].includes(node.kind) && DUTIES.length === 1) body.append(element("p", { class: "soft" }, word("source") + "：", bdi(sourceOf(DUTIES[0]), "mono")));
    if (canOpen(node)) body.append(element("button", { type: "button", id: "opener", onclick: () => toggleOpen(node.id) }, STATE.open.has(index) ? word("shut") : word("open")));
    body.append(...neighbourList(node), ...dutyList(dutiesOf(node)));
  }
}
