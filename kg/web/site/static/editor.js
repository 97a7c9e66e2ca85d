"use strict";
// The SPARQL editor of others (yasgui), if it is there. It asks nobody but this server: no look-up of
// prefixes or vocabularies, nothing kept in the browser, no links to other hosts.
const place = document.getElementById("yasgui"), form = document.getElementById("plain-query"), plain = document.getElementById("query");
if (place && window.Yasgui) {
  place.hidden = false; // before it is made: it measures itself
  const { Yasqe, Yasr } = window.Yasgui;
  Yasqe.defaults.autocompleters = [];
  for (const name of ["class", "property", "prefixes", "variables"]) if (Yasqe.Autocompleters && name !== "variables") delete Yasqe.Autocompleters[name];
  Yasqe.defaults.persistenceId = null;
  Yasr.defaults.persistenceId = null;
  Yasr.defaults.prefixes = JSON.parse(place.dataset.prefixes);
  const made = new window.Yasgui(place, {
    requestConfig: { endpoint: new URL(form.action, location.href).href, method: "POST" },
    persistenceId: null, persistencyExpire: 0, copyEndpointOnNewTab: true, autofocus: false,
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: { value: plain.value, showQueryButton: true, resizeable: false },
  });
  made.getTab().setQuery(plain.value);
  const yasqe = made.getTab().getYasqe();
  yasqe.addKeyMap({ Tab: false, "Shift-Tab": false }); // the keyboard comes in and goes out again
  // The address reproduces what was asked; the plain form has it, too, and is folded while there is an editor.
  yasqe.on("query", () => {
    const address = new URL(location.href);
    address.searchParams.set("edit", yasqe.getValue());
    if (address.href.length < 8000) history.replaceState(null, "", address.href);
  });
  yasqe.on("change", () => { plain.value = yasqe.getValue(); });
  document.getElementById("plain").open = false;
  const english = document.documentElement.lang === "en";
  // What the editor draws anew for every result has no names of its own, or English ones.
  const names = [["textarea", "Query", "查询"], [".yasqe_queryButton", "Run", "运行"], [".autocompleteWrapper input", "Endpoint", "端点"], ["select.tableSizer", "Rows on a page", "每页行数"], [".tableFilter", "Filter the results", "筛选结果"]];
  const words = { Table: "表格", Response: "原样", "Simple view": "网址简写", Ellipse: "长文截短", "Page size:": "每页" };
  const local = (link) => {
    if (link.href.startsWith(place.dataset.base)) link.href = place.dataset.root + link.href.slice(place.dataset.base.length);
  };
  const name = () => {
    for (const [selector, en, zh] of names)
      for (const item of place.querySelectorAll(selector)) {
        if (!item.hasAttribute("aria-label") || item.matches(".yasqe_queryButton")) item.setAttribute("aria-label", english ? en : zh);
        if (item.title && item.title !== (english ? en : zh)) item.title = english ? en : zh;
      }
    if (!english)
      for (const item of place.querySelectorAll(".yasr span")) if (words[item.textContent.trim()]) item.textContent = words[item.textContent.trim()];
    for (const link of place.querySelectorAll("a.iri")) local(link);
    // Its list of tabs holds what is no tab: links say what they are without it.
    for (const item of place.querySelectorAll("[role=tablist], [role=tab]")) for (const kind of ["role", "aria-selected"]) item.removeAttribute(kind);
  };
  name();
  new MutationObserver(name).observe(place, { childList: true, subtree: true });
}
