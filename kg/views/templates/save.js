// Files out of the page: CSV, SVG, and PNG made from the SVG. Nothing leaves the machine.
function save(name, blob) {
  const url = URL.createObjectURL(blob), a = element("a", { href: url, download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
const fileName = (extension) => "duty-" + DATA.kind + "." + extension;

function svgPicture() {
  const NS = "http://www.w3.org/2000/svg";
  const make = (tag, attributes, text) => {
    const made = document.createElementNS(NS, tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, typeof value === "number" ? Math.round(value * 10) / 10 : value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const e = extent(SEEN), pad = 30, top = e.top - 90, kinds = [...new Set(NODES.filter((n) => SEEN.seen[n.index]).map((n) => n.kind))];
  const w = Math.max(e.right - e.left, 700) + 2 * pad, h = e.bottom - top + 2 * pad + 40;
  const svg = make("svg", { xmlns: NS, viewBox: [e.left - pad, top, w, h].map((v) => Math.round(v)).join(" "), width: w, height: h, "font-family": FONT.replace(/"/g, "'") });
  svg.append(make("title", {}, said(DATA.title)), make("rect", { x: e.left - pad, y: top, width: w, height: h, fill: INK.ground }),
    make("text", { x: e.left, y: top + 34, "font-size": 24, "font-weight": 600, fill: INK.text }, tame(clip(said(DATA.title), 90))),
    make("text", { x: e.left, y: top + 62, "font-size": 16, fill: INK.soft }, tame(clip(said(DATA.headline) + "  " + cutText(), 140))));
  const scale = 1;
  for (const edge of EDGES) {
    const count = SEEN.counts[edge.index];
    if (count < 0) continue;
    const style = styleOf(edge), v = via(edge), width = strokeOf(edge, count);
    svg.append(make("path", { d: `M${edge.from.x.toFixed(1)},${edge.from.y.toFixed(1)}${DATA.curves ? "C" + controls(edge).map((c) => c.toFixed(1)).join(",") : "Q" + v.x.toFixed(1) + "," + v.y.toFixed(1)} ${edge.to.x.toFixed(1)},${edge.to.y.toFixed(1)}`, fill: "none", "stroke-opacity": fadeOf(edge, count), stroke: style.color, "stroke-width": width, "stroke-dasharray": style.dash.map((d) => d * Math.max(1, width / 3)).join(" ") || "none" }));
    arrow(edge, count, (points) => svg.append(make("polygon", { points: points.map((p) => p.map((x) => x.toFixed(1)).join(",")).join(" "), fill: style.color })));
  }
  const taken = [], boxes = [];
  const shown = NODES.filter((n) => SEEN.seen[n.index]);
  for (const node of shown.filter((n) => n.side !== "c")) { const s = shapeElement(mark(node).shape, node.x, node.y, sizeOf(node), mark(node).color); s.setAttribute("stroke", INK.ground); svg.append(s); }
  for (const node of shown) { const box = labelBox(node, scale, measureText); if (box && !(shown.length > 400 && node.duty >= 0)) { boxes.push({ ...box, node }); taken.push(box); } }
  for (const box of boxes.filter((b) => b.frame)) {
    const sign = shapeElement(box.shape, box.x + (box.sign || box.inset * 0.6), box.y + box.h / 2, box.mark, box.frame);
    svg.append(make("rect", { x: box.x, y: box.y, width: box.w, height: box.h, rx: box.h / 3, fill: INK.ground, stroke: box.frame }), sign);
  }
  for (const box of boxes) box.lines.forEach((line, i) => [{ text: line, x: box.x + (box.inset || 0) }, ...(box.sides || [])].forEach(({ text, x }) => svg.append(make("text", { x, y: box.y + (box.frame ? box.size / 6 : 0) + (i + 0.85) * box.size * 1.28, "font-size": box.size, "font-weight": box.bold ? 600 : 400, fill: INK.text, stroke: INK.ground, "stroke-width": box.size * 0.28, "paint-order": "stroke", "stroke-linejoin": "round" }, text))));
  if (DATA.numbers) {
    const edges = EDGES.filter((x) => SEEN.counts[x.index] > 1 && x.role !== "part").sort((a, b) => SEEN.counts[b.index] - SEEN.counts[a.index] || a.index - b.index).slice(0, DATA.faint ? 24 : 120);
    for (const box of placeNumbers(edges, SEEN.counts, scale, taken, measureText, boxes)) {
      svg.append(make("rect", { x: box.x, y: box.y, width: box.w, height: box.h, rx: box.h / 3, fill: INK.ground, stroke: box.color }), make("text", { x: box.x + box.w / 2, y: box.y + box.h * 0.75, "font-size": box.size, "font-weight": 600, "text-anchor": "middle", fill: INK.text }, box.text));
    }
  }
  for (const column of DATA.columns) svg.append(make("text", { x: column.x, y: TOP - 30, "font-size": 16, "font-weight": 600, "text-anchor": "middle", fill: INK.text }, said(column.text)));
  let x = e.left;
  for (const kind of kinds) {
    svg.append(shapeElement(MARKS[kind].shape, x + 8, top + h - 22, 7, MARKS[kind].color), make("text", { x: x + 20, y: top + h - 17, "font-size": 13, fill: INK.text }, kindName(kind)));
    x += 40 + measureText(kindName(kind), "13px " + FONT);
  }
  return new XMLSerializer().serializeToString(svg);
}
function savePng() {
  const text = svgPicture(), url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })), image = new Image();
  image.onload = () => {
    // Browsers refuse canvases above some 16,000 pixels a side.
    const factor = Math.min(2, 12000 / Math.max(image.naturalWidth, image.naturalHeight)), canvas = element("canvas");
    canvas.width = Math.round(image.naturalWidth * factor);
    canvas.height = Math.round(image.naturalHeight * factor);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    canvas.toBlob((blob) => save(fileName("png"), blob), "image/png");
  };
  image.src = url;
}
