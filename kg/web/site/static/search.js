"use strict";
// The search of a folder of files: every word must stand in the name, the departments or a clause.
const LISTS = { basic: "基本", cooperation: "配合", reclaimed: "收回" };
const box = document.getElementById("words"), list = document.getElementById("hits"), said = document.getElementById("count");
const fold = (text) => text.toLowerCase();
function find() {
  const words = fold(box.value).split(/\s+/).filter(Boolean);
  list.replaceChildren();
  said.textContent = "";
  if (!words.length) return;
  const found = DUTIES.map((duty) => {
    const name = fold(duty[4]), rest = fold(duty[5] + "\n" + duty[6]);
    if (!words.every((word) => name.includes(word) || rest.includes(word))) return null;
    return { duty, rank: words.filter((word) => name.includes(word)).length };
  }).filter(Boolean).sort((a, b) => b.rank - a.rank);
  said.textContent = found.length + (found.length > 200 ? "（前 200）" : "");
  for (const { duty } of found.slice(0, 200)) {
    const item = document.createElement("li"), first = document.createElement("p"), badge = document.createElement("span"), link = document.createElement("a"), more = document.createElement("p");
    badge.className = "badge " + duty[2];
    badge.textContent = LISTS[duty[2]];
    link.href = "../" + duty[0] + "/index.html";
    link.textContent = duty[4];
    first.append(badge, " ", link);
    more.className = "small";
    more.textContent = duty[1] + " 第" + duty[3] + "项 · " + duty[5];
    const line = duty[6].split("\n").find((text) => words.some((word) => fold(text).includes(word)));
    item.append(first, more);
    if (line) { const passage = document.createElement("p"); passage.className = "passage"; passage.textContent = line; item.append(passage); }
    list.append(item);
  }
}
box.value = new URLSearchParams(location.search).get("text") || "";
box.addEventListener("input", find);
document.getElementById("find").addEventListener("submit", (event) => { event.preventDefault(); find(); });
find();
