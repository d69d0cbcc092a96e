// Light or dark as the reader chose, else as the device is. This script is small and loads beside the style sheet without
// holding the page up, so the choice nearly always stands before the page is painted.
(() => {
  const doc = document, root = doc.documentElement, key = "scheme";
  const read = () => {
    try { return localStorage.getItem(key) ?? ""; } catch { return ""; }
  };
  const keep = (scheme) => {
    try {
      scheme ? localStorage.setItem(key, scheme) : localStorage.removeItem(key);
    } catch {
      // It holds for this page.
    }
  };
  // The bars of the browser take the colour of the page: the first colour is for light, the second for dark.
  const colourBars = (scheme) => doc.querySelectorAll("meta[name=theme-color]").forEach((meta, at) => {
    const own = ["light", "dark"][at];
    meta.media = scheme ? (scheme === own ? "all" : "not all") : `(prefers-color-scheme: ${own})`;
  });
  const show = (scheme) => {
    if (scheme) root.dataset.scheme = scheme; else delete root.dataset.scheme;
    colourBars(scheme);
    const field = doc.querySelector(".scheme select");
    if (field) field.value = scheme;
  };
  const offer = () => {
    const box = doc.querySelector(".scheme");
    show(read());
    box?.addEventListener("change", (event) => { keep(event.target.value); show(event.target.value); });
    box?.classList.add("ready");
  };
  const chosen = read();
  if (chosen) root.dataset.scheme = chosen;
  addEventListener("storage", (event) => { if (event.key === key || event.key === null) show(read()); });
  addEventListener("pageshow", (event) => { if (event.persisted) show(read()); });
  if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", offer); else offer();
})();
