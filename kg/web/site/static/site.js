"use strict";
// Pages work without this: it only adds copying, dropping a file into a text, printing (what is folded, too), and opening what a link leads to.
document.documentElement.classList.add("script");
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = said; }, 2000);
  });
}
for (const button of document.querySelectorAll("button[data-print]")) button.addEventListener("click", () => window.print());
for (const input of document.querySelectorAll("input[data-drop]")) {
  const area = document.getElementById(input.dataset.drop);
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) { event.preventDefault(); input.files = event.dataTransfer.files; input.focus(); }
  });
}
function unfold() {
  let name = location.hash.slice(1);
  try { name = decodeURIComponent(name); } catch { /* not encoded: as it stands */ }
  const found = name && document.getElementById(name);
  let folded = false;
  for (let one = found; one; one = one.parentElement) if (one.tagName === "DETAILS" && !one.open) { one.open = true; folded = true; }
  if (folded) found.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();
// Browsers that cannot print what is folded by its style: it is opened for the paper, and folded again.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
