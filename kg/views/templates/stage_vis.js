// The stage drawn by vis-network: positions come from the program, physics is off.
// A stage shows a scene and tells when a node, an edge or nothing was chosen.
function visStage(host, on, first) {
  const raw = (id) => JSON.parse(byId(id).textContent);
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  let faded = fade(), current = first, boxes = [], numbers = [];
  const render = ({ ctx, id, x, y, state }) => {
    const node = NODES[+id.slice(1)], r = sizeOf(node);
    node.x = x; node.y = y;
    return {
      drawNode() { paintMark(ctx, node, state.selected || state.hover || "n" + node.index === STATE.selected); },
      drawExternalLabel() { /* labels are painted last, over all edges */ },
      nodeDimensions: { width: 2 * r, height: 2 * r },
    };
  };
  nodes.add(raw("vis-nodes").map((n, i) => ({ ...n, x: NODES[i].x, y: NODES[i].y, ctxRenderer: render, hidden: !first.seen[+n.id.slice(1)] })));
  edges.add(raw("vis-edges").map((e, i) => ({ ...e, ...visEdge(EDGES[i], strokeOf(EDGES[i], first.counts[i]), first.counts[i]) })));
  const options = raw("vis-options");
  const network = new vis.Network(host, { nodes, edges }, options);
  const scale = () => network.getScale();

  network.on("afterDrawing", (ctx) => {
    if (!current) return;
    const s = scale();
    const near = neighbourhood(current);
    if (near) {
      // The chosen node with its neighbours stands before a veil over everything else.
      ctx.save();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.globalAlpha = 0.82;
      ctx.fillStyle = INK.ground;
      ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      ctx.restore();
      for (const edge of near.edges) paintEdge(ctx, edge, current.counts[edge.index], s);
      for (const node of near.nodes) paintMark(ctx, node, "n" + node.index === STATE.selected || near.marked.has(node));
    }
    [boxes, numbers] = paintTexts(ctx, current, near, s);
  });
  network.on("click", (event) => {
    const point = event.pointer.canvas;
    if (event.nodes.length) return on.choose(event.nodes[0]);
    const box = boxes.find((b) => b.x <= point.x && point.x <= b.x + b.w && b.y <= point.y && point.y <= b.y + b.h);
    if (box) return on.choose(box.node.id);
    return on.choose(event.edges.length ? event.edges[0] : null);
  });
  network.on("doubleClick", (event) => { if (event.nodes.length) on.open(event.nodes[0]); });
  const moved = () => { const p = network.getViewPosition(); STATE.camera = [p.x, p.y, scale()]; on.moved(); };
  network.on("dragEnd", moved);
  network.on("zoom", () => { clearTimeout(moved.timer); moved.timer = setTimeout(moved, 150); });

  return {
    show(seen) {
      const changedNodes = [], changedEdges = [], touched = current !== seen;
      current = seen;
      for (const node of NODES) {
        const old = nodes.get(node.id), hidden = !seen.seen[node.index];
        if (!old) nodes.add({ id: node.id, x: node.x, y: node.y, shape: "custom", ctxRenderer: render, hidden });
        else if (old.hidden !== hidden || old.x !== node.x || old.y !== node.y) changedNodes.push({ id: node.id, hidden, x: node.x, y: node.y });
      }
      for (const edge of EDGES) {
        const old = edges.get(edge.id), count = seen.counts[edge.index], hidden = count < 0, width = strokeOf(edge, count);
        if (!old) edges.add(visEdge(edge, width, count));
        else if (old.hidden !== hidden || (!hidden && old.width !== width)) changedEdges.push(visEdge(edge, width, count));
      }
      if (faded !== fade()) { faded = fade(); changedEdges.length = 0; for (const edge of EDGES) changedEdges.push(visEdge(edge, strokeOf(edge, seen.counts[edge.index]), seen.counts[edge.index])); }
      if (changedNodes.length) nodes.update(changedNodes);
      if (changedEdges.length) edges.update(changedEdges);
      if (changedNodes.length || changedEdges.length || touched) network.redraw();
    },
    redraw() { network.redraw(); },
    fit() { fitTo(current, host, (x, y, s) => network.moveTo({ position: { x, y }, scale: s })); STATE.camera = null; },
    zoom(factor) { network.moveTo({ scale: scale() * factor }); moved(); },
    camera([x, y, s]) { network.moveTo({ position: { x, y }, scale: s }); },
    toward(node, close) {
      if (close && node.duty >= 0 && scale() < 0.7) { network.moveTo({ position: { x: node.x, y: node.y }, scale: 0.9 }); moved(); return; }
      const p = network.canvasToDOM({ x: node.x, y: node.y }), box = host.getBoundingClientRect();
      const inside = p.x > 60 && p.y > 40 && p.x < box.width - 160 && p.y < box.height - 40;
      if (!inside) { network.moveTo({ position: { x: node.x, y: node.y } }); moved(); }
    },
    drawn() { return { nodes: nodes.get({ filter: (n) => !n.hidden }).length, edges: edges.get({ filter: (e) => !e.hidden }).length }; },
  };
}
// Faint edges need more of their colour on a dark ground.
const fade = () => (!DATA.faint ? 1 : INK.ground.startsWith("#1") ? 0.75 : 0.5);
// Where all are joined with all, only the lines of many duties stand out.
const merged = (edge) => edge.from.kind === "others" || edge.to.kind === "others";
const HEAVIEST = {};
for (const edge of EDGES) if (!merged(edge)) HEAVIEST[edge.role] = Math.max(HEAVIEST[edge.role] || 1, edge.duties.length);
const fadeOf = (edge, count) => fade() * (DATA.faint ? Math.max(0.22, Math.min(1, count / (HEAVIEST[edge.role] || 1)) ** 1.5) : 1);
function visEdge(edge, width, count) {
  const style = styleOf(edge), hidden = count < 0;
  return {
    id: edge.id, from: edge.from.id, to: edge.to.id, color: { color: style.color, opacity: fadeOf(edge, count) }, width, hidden,
    dashes: style.dash.length ? style.dash : false, arrows: hasArrow(edge) ? "to" : "",
    smooth: DATA.curves ? { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: roundness(edge) } : edge.bend ? { enabled: true, type: "curvedCW", roundness: edge.bend } : false,
  };
}

// What stands before the veil: the chosen node or edge, or what a search found.
function neighbourhood(seen) {
  const nodes = new Set(), edges = [], marked = new Set();
  const take = (edge) => { if (seen.counts[edge.index] >= 0) { edges.push(edge); nodes.add(edge.from); nodes.add(edge.to); } };
  const at = STATE.selected;
  if (at && at[0] === "n") {
    const node = NODES[+at.slice(1)];
    nodes.add(node);
    node.edges.forEach(take);
    // In a tree, what hangs below belongs to the chosen one.
    if (DATA.tree) {
      const below = [node];
      while (below.length) for (const edge of below.pop().edges) {
        const other = edge.from.y < edge.to.y ? edge.to : edge.from;
        if (other.y > node.y && !nodes.has(other)) { nodes.add(other); below.push(other); }
      }
      for (const edge of EDGES) if (seen.counts[edge.index] >= 0 && !edges.includes(edge) && nodes.has(edge.from) && nodes.has(edge.to) && edge.from.y >= node.y && edge.to.y >= node.y) edges.push(edge);
    }
  } else if (at && at[0] === "e") take(EDGES[+at.slice(1)]);
  else if (STATE.q || (at && at[0] === "d")) {
    const found = STATE.q ? matches(STATE.q) : { nodes: [], duties: [DUTIES[+at.slice(1)]] };
    for (const node of found ? found.nodes : []) if (seen.seen[node.index]) { nodes.add(node); marked.add(node); }
    const wanted = new Set((found ? found.duties : []).map((d) => d.index));
    for (const node of NODES) if (node.duty >= 0 && wanted.has(node.duty) && seen.seen[node.index]) { nodes.add(node); marked.add(node); }
    if (wanted.size) for (const edge of EDGES) if (edge.duties.some((d) => wanted.has(d))) take(edge);
  } else return null;
  return { nodes, edges, marked };
}

const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h * 0.8 && b.y < a.y + a.h * 0.8;
// A label below its node may move to another side where there is no room; one without room is left out.
function freeLabel(node, s, taken) {
  const first = labelBox(node, s, measureText);
  if (!first || node.side === "c" || "n" + node.index === STATE.selected || !taken.some((o) => overlap(o, first))) return first;
  if (node.side !== "b" || !mark(node).hub) return null;
  for (const side of ["r", "l", "a"]) { const box = labelBox(node, s, measureText, side); if (!taken.some((o) => overlap(o, box))) return box; }
  return null;
}
function paintTexts(ctx, seen, near, s, pool = NODES) {
  const boxes = [];
  const shown = (near ? [...near.nodes] : pool)
    .filter((n) => seen.seen[n.index])
    .sort((a, b) => (mark(b).hub || 0) - (mark(a).hub || 0) || b.weight - a.weight || a.index - b.index);
  const view = visibleArea(ctx);
  // Marks of places and bodies are not to be written over.
  const taken = shown.filter((n) => mark(n).hub && n.side === "b").slice(0, 400).map((n) => { const r = sizeOf(n) * 0.8; return { x: n.x - r, y: n.y - r, w: 2 * r, h: 2 * r }; });
  for (const node of shown) {
    if (node.y < view.top - 40 || node.y > view.bottom + 40) continue;
    const box = freeLabel(node, s, taken);
    if (!box) continue;
    boxes.push({ ...box, node });
    taken.push(box);
  }
  for (const box of boxes) paintLabel(ctx, box);
  let numbers = [];
  if (DATA.numbers || near) {
    const marks = shown.map((n) => { const r = sizeOf(n) * 0.9; return { x: n.x - r, y: n.y - r, w: 2 * r, h: 2 * r }; });
    const worth = (near ? near.edges : EDGES).filter((e) => e.role !== "part" && (seen.counts[e.index] > 1 || (near && seen.counts[e.index] === 1 && e.size && e.from.duty < 0 && e.to.duty < 0)))
      .sort((a, b) => seen.counts[b.index] - seen.counts[a.index] || a.index - b.index);
    numbers = placeNumbers(near ? worth : worth.slice(0, DATA.faint ? 24 : 120), seen.counts, s, taken.concat(marks), measureText, boxes);
    for (const box of numbers) paintNumber(ctx, box);
  }
  for (const column of DATA.columns) {
    const size = Math.max(15, Math.min(34, 13 / s)), text = said(column.text), w = measureText(text, "600 " + size + "px " + FONT);
    paintLabel(ctx, { lines: [text], font: "600 " + size + "px " + FONT, size, x: column.x - w / 2, y: TOP - size * 3.2, w, h: size });
  }
  return [boxes, numbers];
}
const TOP = Math.min(...NODES.filter((n) => n.parent < 0).map((n) => n.y), 0);
function visibleArea(ctx) {
  const inverse = ctx.getTransform().inverse();
  const a = inverse.transformPoint({ x: 0, y: 0 }), b = inverse.transformPoint({ x: ctx.canvas.width, y: ctx.canvas.height });
  return { left: a.x, top: a.y, right: b.x, bottom: b.y };
}
// The part of the picture that is used, labels included.
function extent(seen, scale = 1) {
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  NODES.forEach((node) => {
    if (!seen.seen[node.index]) return;
    const box = NODES.length < 2500 ? labelBox(node, scale, measureText) : null, r = sizeOf(node);
    left = Math.min(left, node.x - r, box ? box.x : Infinity);
    right = Math.max(right, node.x + r, box ? box.x + box.w : -Infinity);
    top = Math.min(top, node.y - r);
    bottom = Math.max(bottom, node.y + r, box ? box.y + box.h : -Infinity);
  });
  if (left > right) return { left: -100, right: 100, top: -100, bottom: 100 };
  if (DATA.kind === "department") left -= 40; // what is taken back stands there
  return { left, right, top: top - (DATA.columns.length ? 60 : 0), bottom };
}
function fitTo(seen, host, move) {
  // Labels grow when the picture shrinks: each look takes the size of the one before.
  const box = host.getBoundingClientRect(), size = (e) => Math.min(1.6, (box.width - 24) / (e.right - e.left), (box.height - 24) / (e.bottom - e.top));
  let e = extent(seen);
  for (let look = 0; look < 4; look++) e = extent(seen, size(e));
  const s = size(e);
  move((e.left + e.right) / 2, (e.top + e.bottom) / 2, Math.max(s, 0.001));
}
