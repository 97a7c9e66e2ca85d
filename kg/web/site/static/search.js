"use strict";
// The search of a folder of files: every word must stand in the name, the departments or a clause, or in the
// name of the township, or be that of the list.
const english = document.documentElement.lang === "en";
const LISTS = english ? { basic: "own", cooperation: "cooperates", reclaimed: "taken back" } : { basic: "基本", cooperation: "配合", reclaimed: "收回" };
const KINDS = { basic: "基本", cooperation: "配合", reclaimed: "收回" };
// A text with the words of the search marked, as nodes.
function marked(text, words) {
  const folded = fold(text), parts = [];
  let at = 0;
  while (at < text.length) {
    const next = words.map((word) => [folded.indexOf(word, at), word.length]).filter(([start]) => start >= 0).sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
    if (!next || folded.length !== text.length) break;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(next[0], next[0] + next[1]);
    parts.push(text.slice(at, next[0]), mark);
    at = next[0] + next[1];
  }
  return [...parts, text.slice(at)];
}
const box = document.getElementById("words"), list = document.getElementById("hits"), said = document.getElementById("count");
const fold = (text) => text.toLowerCase();
function find() {
  const words = fold(box.value).split(/\s+/).filter(Boolean);
  list.replaceChildren();
  said.textContent = "";
  if (!words.length) return;
  const found = DUTIES.map((duty) => {
    const name = fold(duty[4]), rest = fold(duty[5] + "\n" + duty[6]), place = fold(duty[1]), kind = KINDS[duty[2]];
    if (!words.every((word) => name.includes(word) || rest.includes(word) || place.includes(word) || word === kind)) return null;
    return { duty, rank: words.filter((word) => name.includes(word)).length };
  }).filter(Boolean).sort((a, b) => b.rank - a.rank);
  said.textContent = english ? found.length + (found.length === 1 ? " duty" : " duties") + (found.length > 200 ? " (the first 200)" : "") : "找到 " + found.length + " 项" + (found.length > 200 ? "（这里列前 200 项）" : "") + (found.length ? "" : "。换个说法，或少写一个词。");
  for (const { duty } of found.slice(0, 200)) {
    const item = document.createElement("li"), first = document.createElement("p"), badge = document.createElement("span"), link = document.createElement("a"), more = document.createElement("p");
    badge.className = "badge " + duty[2];
    badge.textContent = LISTS[duty[2]];
    link.href = "../" + duty[0] + "/index.html";
    link.append(...marked(duty[4], words));
    first.append(badge, " ", link);
    more.className = "small";
    more.textContent = duty[1] + (english ? " no. " + duty[3] : " 第" + duty[3] + "项") + " · " + duty[5];
    const at = document.createElement("a"), source = document.createElement("span");
    at.href = "../source/" + duty[7].split("/").map(encodeURIComponent).join("/") + "/index.html#L" + duty[8];
    at.textContent = duty[7] + ":" + duty[8];
    source.className = "source";
    source.append(" · ", at);
    more.append(source);
    const line = duty[6].split("\n").find((text) => words.some((word) => fold(text).includes(word)));
    item.append(first, more);
    if (line) { const passage = document.createElement("p"); passage.className = "passage"; passage.append(...marked(line, words)); item.append(passage); }
    list.append(item);
  }
}
box.value = new URLSearchParams(location.search).get("text") || "";
box.addEventListener("input", find);
document.getElementById("find").addEventListener("submit", (event) => { event.preventDefault(); find(); });
find();
