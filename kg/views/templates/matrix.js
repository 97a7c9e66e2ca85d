// The matrix: a real table; a cell's number opens its duties in the panel.
const CELLS = new Map();
const cellKey = (row, column) => row.index + "," + column.index;
if (DATA.kind === "matrix") {
  for (const edge of EDGES) {
    const [row, column] = edge.from.kind === "function" ? [edge.from, edge.to] : [edge.to, edge.from];
    const key = cellKey(row, column);
    if (!CELLS.has(key)) CELLS.set(key, {});
    CELLS.get(key)[edge.role] = edge;
  }
}
let SORT = null;
function fillMatrix() {
  const rows = NODES.filter((n) => n.kind === "function"), columns = NODES.filter((n) => n.kind !== "function" && SEEN.seen[n.index]);
  const count = (edge) => (edge && SEEN.counts[edge.index] > 0 ? SEEN.counts[edge.index] : 0);
  const value = (row, column) => { const c = CELLS.get(cellKey(row, column)) || {}; return [count(c.leads), count(c.reclaimed)]; };
  const wanted = ([down, back]) => (STATE.measure === "down" ? down : STATE.measure === "back" ? back : down + back);
  const distinct = (node, role) => { const found = new Set(); let sum = 0; for (const e of node.edges) if (e.role === role && SEEN.counts[e.index] >= 0) { if (DATA.sums) sum += e.size; e.duties.filter(passes).forEach((d) => found.add(d)); } return found.size + sum; };
  const sums = (node) => [distinct(node, "leads"), distinct(node, "reclaimed")];
  const found = STATE.q ? matches(STATE.q) : null;
  const hit = found ? new Set([...found.nodes.map((n) => n.index), ...found.duties.flatMap((d) => EDGES.filter((e) => e.duties.includes(d.index)).flatMap((e) => [e.from.index, e.to.index]))]) : null;
  let shown = rows.filter((n) => SEEN.seen[n.index] && (!hit || hit.has(n.index)));
  const total = new Map(shown.map((n) => [n, sums(n)]));
  shown = shown.filter((n) => wanted(total.get(n)) > 0);
  const by = SORT === "name" ? null : SORT;
  if (SORT === "name") shown.sort((a, b) => labelOf(a).localeCompare(labelOf(b), STATE.lang === "en" ? "en" : "zh"));
  else shown.sort((a, b) => (by ? wanted(value(b, by)) - wanted(value(a, by)) : 0) || wanted(total.get(b)) - wanted(total.get(a)) || a.index - b.index);
  const most = Math.max(1, ...shown.flatMap((r) => columns.map((c) => wanted(value(r, c)))));
  const content = ([down, back], at) => {
    const part = (number, role, sign, cls) => number && at[role] ? link(at[role].id, element("span", { class: "hidden-text" }, roleName(role) + " "), sign + number) : number ? element("span", {}, sign + number) : "";
    return [STATE.measure !== "back" ? part(down, "leads", STATE.measure === "both" ? "↓" : "") : "", " ", STATE.measure !== "down" ? part(back, "reclaimed", STATE.measure === "both" ? "↑" : "") : ""];
  };
  const heat = (v) => (v ? "heat-" + Math.max(1, Math.min(7, Math.ceil((v / most) * 7))) : "heat-0");
  const heading = (label, what, active) => element("th", { scope: "col", "aria-sort": active ? "descending" : null },
    element("button", { type: "button", class: "link", title: word("sort"), onclick: () => { SORT = what; fillMatrix(); } }, label));
  const head = element("tr", {}, heading(kindName("function"), "name", SORT === "name"), columns.map((c) => heading(bdi(clip(labelOf(c), 30)), c, SORT === c)), heading(word("sum"), null, SORT === null));
  const body = shown.map((r) => element("tr", {}, element("th", { scope: "row" }, link(r.id, bdi(clip(labelOf(r), 60)))),
    columns.map((c) => { const v = value(r, c); return element("td", { class: heat(wanted(v)) }, content(v, CELLS.get(cellKey(r, c)) || {})); }),
    element("td", { class: "sum" }, content(total.get(r), {}))));
  const foot = element("tr", {}, element("th", { scope: "row" }, word("sum")), columns.map((c) => element("td", { class: "sum" }, content(sums(c), {}))), element("td", { class: "sum" }));
  const choice = (name, sign) => element("button", { type: "button", "aria-pressed": String(STATE.measure === name), onclick: () => { STATE.measure = name; fillMatrix(); writeHash(); } }, sign + word(name));
  byId("matrix").replaceChildren(
    element("p", { class: "measure" }, word("measure") + "：", choice("both", "↓↑ "), " ", choice("down", "↓ "), " ", choice("back", "↑ "), " ", element("span", { class: "soft" }, word("duplicates"))),
    element("table", { class: "matrix" }, element("caption", {}, said(DATA.title)), element("thead", {}, head), element("tbody", {}, body), element("tfoot", {}, foot)));
}
