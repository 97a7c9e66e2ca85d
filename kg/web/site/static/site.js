"use strict";
// Pages work without this: it only adds copying, dropping a file into a text, and printing.
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
for (const area of document.querySelectorAll("textarea[data-drop]")) {
  const read = async (file) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    try { area.value = new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch { area.value = new TextDecoder("gb18030").decode(bytes); }
  };
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", (event) => {
    const file = event.dataTransfer.files[0];
    if (file) { event.preventDefault(); read(file); }
  });
  const input = document.getElementById(area.dataset.drop);
  if (input) input.addEventListener("change", () => { if (input.files[0]) read(input.files[0]); });
}
