"use strict";
// The SPARQL editor of others (yasgui), if it is there. It asks nobody but this server: no look-up of
// prefixes or vocabularies, nothing kept in the browser.
const place = document.getElementById("yasgui"), form = document.getElementById("plain-query");
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
    yasqe: { value: document.getElementById("query").value, showQueryButton: true, resizeable: false },
  });
  made.getTab().setQuery(document.getElementById("query").value);
  const english = document.documentElement.lang === "en";
  // What the editor draws anew for every result has no names of its own.
  const names = [["textarea", "Query", "查询"], [".yasqe_queryButton", "Run", "运行"], [".autocompleteWrapper input", "Endpoint", "端点"], ["select.tableSizer", "Rows on a page", "每页行数"], [".tableFilter", "Filter the results", "筛选结果"]];
  const name = () => {
    for (const [selector, en, zh] of names)
      for (const item of place.querySelectorAll(selector)) if (!item.hasAttribute("aria-label")) item.setAttribute("aria-label", english ? en : zh);
  };
  name();
  new MutationObserver(name).observe(place, { childList: true, subtree: true });
}
