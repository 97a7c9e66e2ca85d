// The same content as tables: the relations that are drawn, and the duties behind them.
function edgeRows() {
  const head = [word("from"), word("role"), word("to"), word("count"), word("duty"), word("source"), word("quote")];
  const rows = [];
  for (const edge of EDGES) {
    const count = SEEN.counts[edge.index];
    if (count < 0) continue;
    const one = edge.duties.length === 1 ? DUTIES[edge.duties[0]] : null;
    rows.push({ at: edge.id, cells: [cellText(edge.from), roleOf(edge), cellText(edge.to), edge.size ? count : "",
      one ? dutyMark(one) : "", one ? sourceOf(one) : "", one ? one.q || one.m : edge.to.text || ""] });
  }
  const lonely = NODES.filter((n) => SEEN.seen[n.index] && !n.edges.some((e) => SEEN.counts[e.index] >= 0));
  for (const node of lonely) rows.push({ at: node.id, cells: [cellText(node), "", "", "", "", "", node.text] });
  return { head, rows };
}
const cellText = (node) => (node.duty >= 0 && node.note ? node.note + " " : "") + labelOf(node);
function dutyRows() {
  const head = [word("township"), word("list"), word("number"), word("category"), word("duty"), word("departments"), word("source"), word("quote")];
  const used = new Set();
  for (const edge of EDGES) if (SEEN.counts[edge.index] >= 0) for (const d of edge.duties) used.add(d);
  for (const node of NODES) if (SEEN.seen[node.index] && node.duty >= 0) used.add(node.duty);
  const rows = [...used].filter(passes).sort((a, b) => a - b).map((i) => {
    const d = DUTIES[i];
    return { at: "d" + i, cells: [nameOf(d.t), kindName(d.list), d.p || d.n, nameOf(d.c), d.m, [...new Set((d.a || []).map((a) => nameOf(a[1])))].join("、"), sourceOf(d), d.q || d.m] };
  });
  return { head, rows };
}
const CHUNK = 200;
function fillTable(whole = false) {
  if (STATE.view !== "table" && !whole) return;
  const { head, rows } = STATE.table === "duties" ? dutyRows() : edgeRows();
  const body = element("tbody");
  const linked = STATE.table === "duties" ? 4 : 0;
  const add = (count) => {
    const start = body.children.length;
    body.append(...rows.slice(start, start + count).map((row) => element("tr", {}, row.cells.map((cell, i) =>
      element(i === linked ? "th" : "td", i === linked ? { scope: "row", "data-head": head[i] } : { "data-head": head[i] }, i === linked ? link(row.at, bdi(clip(String(cell), 400))) : String(cell) ? bdi(clip(String(cell), 400)) : "")))));
  };
  add(whole ? rows.length : CHUNK);
  const caption = element("caption", {}, said(DATA.title) + " · " + (STATE.table === "duties" ? word("duties") : word("edges")) + "：" + rows.length);
  const table = element("table", { id: "rows", class: "rows" }, caption, element("thead", {}, element("tr", {}, head.map((h) => element("th", { scope: "col" }, h)))), body);
  const more = rows.length > CHUNK && !whole ? element("button", { type: "button", id: "more", onclick: () => { add(1000); if (body.children.length >= rows.length) more.remove(); } }, word("more") + "（" + rows.length + "）") : "";
  byId("table-body").replaceChildren(table, ...(more ? [more] : []));
}
// A cell that a spreadsheet would take for a formula gets a leading apostrophe.
const safeCell = (value) => { const text = String(value ?? ""); return '"' + (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? "'" + text : text).replace(/"/g, '""') + '"'; };
function csv() {
  const { head, rows } = STATE.table === "duties" ? dutyRows() : edgeRows();
  return "\ufeff" + [head, ...rows.map((r) => r.cells)].map((cells) => cells.map(safeCell).join(",")).join("\r\n") + "\r\n";
}
