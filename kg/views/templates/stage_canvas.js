// The stage for large pictures: our own canvas, no library, no WebGL. Far away it shows marks as
// dots and the names of places; near by it adds edges and every label.
const EDGES_BELOW = 2500;
function canvasStage(host, on) {
  const canvas = element("canvas"), ctx = canvas.getContext("2d", { alpha: false });
  host.append(canvas);
  const CELL = 220, grid = new Map(), cell = (v) => Math.floor(v / CELL);
  for (const node of NODES) {
    const key = cell(node.x) + "," + cell(node.y);
    if (!grid.has(key)) grid.set(key, []);
    grid.get(key).push(node);
  }
  let current = null, boxes = [], frame = 0;
  const camera = { x: 0, y: 0, s: 1 };
  const size = () => ({ w: host.clientWidth || 1, h: host.clientHeight || 1 });
  const toPicture = (px, py) => { const { w, h } = size(); return { x: (px - w / 2) / camera.s + camera.x, y: (py - h / 2) / camera.s + camera.y }; };
  function within(left, top, right, bottom) {
    if ((cell(right) - cell(left) + 1) * (cell(bottom) - cell(top) + 1) > grid.size) return NODES.filter((n) => current.seen[n.index] && n.x >= left && n.x <= right && n.y >= top && n.y <= bottom);
    const found = [];
    for (let i = cell(left); i <= cell(right); i++) for (let j = cell(top); j <= cell(bottom); j++) for (const n of grid.get(i + "," + j) || []) if (current.seen[n.index] && n.x >= left && n.x <= right && n.y >= top && n.y <= bottom) found.push(n);
    return found;
  }
  function draw() {
    frame = 0;
    if (!current) return;
    const { w, h } = size(), ratio = devicePixelRatio || 1, s = camera.s;
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
      canvas.width = Math.round(w * ratio);
      canvas.height = Math.round(h * ratio);
      canvas.style.width = w + "px";
      canvas.style.height = h + "px";
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = INK.ground;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.setTransform(s * ratio, 0, 0, s * ratio, (w / 2 - camera.x * s) * ratio, (h / 2 - camera.y * s) * ratio);
    const a = toPicture(0, 0), b = toPicture(w, h), shown = within(a.x - 60, a.y - 60, b.x + 60, b.y + 60);
    if (shown.length < EDGES_BELOW) {
      ctx.globalAlpha = 0.35;
      const done = new Set();
      for (const node of shown) for (const edge of node.edges) {
        if (done.has(edge.index) || current.counts[edge.index] < 0) continue;
        done.add(edge.index);
        paintEdge(ctx, edge, current.counts[edge.index], s);
      }
      ctx.globalAlpha = 1;
    }
    const dots = new Map();
    for (const node of shown) {
      if (sizeOf(node) * s > 2.6) paintMark(ctx, node, node.id === STATE.selected);
      else { const color = mark(node).color; if (!dots.has(color)) dots.set(color, []); dots.get(color).push(node); }
    }
    for (const [color, nodes] of dots) {
      ctx.fillStyle = color;
      const side = Math.max(1.6, 5 * s) / s;
      for (const node of nodes) ctx.fillRect(node.x - side / 2, node.y - side / 2, side, side);
    }
    const near = neighbourhood(current);
    if (near) {
      ctx.save();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.globalAlpha = 0.8;
      ctx.fillStyle = INK.ground;
      ctx.fillRect(0, 0, canvas.width, canvas.height);
      ctx.restore();
      for (const edge of near.edges.slice(0, 4000)) paintEdge(ctx, edge, current.counts[edge.index], s);
      for (const node of near.nodes) paintMark(ctx, node, node.id === STATE.selected || near.marked.has(node));
    }
    // Names of departments come when their islands are large enough to hold them.
    const few = shown.length < 6000 ? shown : shown.filter((n) => n.kind === "township" || n.kind === "county");
    boxes = paintTexts(ctx, current, near, s, few)[0];
  }
  const redraw = () => { if (!frame) frame = requestAnimationFrame(draw); };
  const moved = () => { STATE.camera = [camera.x, camera.y, camera.s]; clearTimeout(moved.timer); moved.timer = setTimeout(on.moved, 150); redraw(); };
  function zoomAt(px, py, factor) {
    const before = toPicture(px, py);
    camera.s = Math.min(8, Math.max(0.005, camera.s * factor));
    const after = toPicture(px, py);
    camera.x += before.x - after.x;
    camera.y += before.y - after.y;
    moved();
  }
  function nodeAt(px, py) {
    const p = toPicture(px, py), reach = 12 / camera.s;
    let best = null, least = Infinity;
    for (const node of within(p.x - reach - 30, p.y - reach - 30, p.x + reach + 30, p.y + reach + 30)) {
      const d = Math.hypot(node.x - p.x, node.y - p.y) - sizeOf(node);
      if (d < Math.max(4 / camera.s, 0) && d < least) { least = d; best = node; }
    }
    if (best) return best;
    const box = boxes.find((b) => b.x <= p.x && p.x <= b.x + b.w && b.y <= p.y && p.y <= b.y + b.h);
    return box ? box.node : null;
  }
  let drag = null;
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); const box = canvas.getBoundingClientRect(); zoomAt(event.clientX - box.left, event.clientY - box.top, Math.exp(-event.deltaY * 0.0015)); }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => { drag = { x: event.clientX, y: event.clientY, far: 0 }; canvas.setPointerCapture(event.pointerId); host.focus(); });
  canvas.addEventListener("pointermove", (event) => {
    if (!drag) return;
    camera.x -= (event.clientX - drag.x) / camera.s;
    camera.y -= (event.clientY - drag.y) / camera.s;
    drag = { x: event.clientX, y: event.clientY, far: drag.far + Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y) };
    redraw();
  });
  canvas.addEventListener("pointerup", (event) => {
    const box = canvas.getBoundingClientRect();
    if (drag && drag.far < 5) { const node = nodeAt(event.clientX - box.left, event.clientY - box.top); on.choose(node ? node.id : null); } else moved();
    drag = null;
  });
  canvas.addEventListener("dblclick", (event) => { const box = canvas.getBoundingClientRect(); zoomAt(event.clientX - box.left, event.clientY - box.top, 2); });
  return {
    show(seen) { current = seen; redraw(); },
    redraw,
    fit() { fitTo(current, host, (x, y, s) => { Object.assign(camera, { x, y, s }); redraw(); }); STATE.camera = null; },
    zoom(factor) { const { w, h } = size(); zoomAt(w / 2, h / 2, factor); },
    camera([x, y, s]) { Object.assign(camera, { x, y, s }); redraw(); },
    toward(node) {
      const { w, h } = size(), px = (node.x - camera.x) * camera.s + w / 2, py = (node.y - camera.y) * camera.s + h / 2;
      if (camera.s < 0.5 || px < 60 || py < 40 || px > w - 160 || py > h - 40) { Object.assign(camera, { x: node.x, y: node.y, s: Math.max(camera.s, 0.5) }); moved(); }
    },
    drawn() { return { nodes: current.seen.filter(Boolean).length, edges: current.counts.filter((c) => c >= 0).length }; },
  };
}
