// The names of citations and records in the text. Sveltia CMS shows what stands in the source, such as a key or an id; people know a source
// by its authors and its title, and a page by its title. What was shown stays in the tooltip.

/** The text of a component with the names in place of what they are keys of; the rest stays. */
export function named(text, names) {
  return text.split(/\s+/).filter((word) => word !== "").map((word) => names.get(word) ?? word).join(" ");
}

/** Shows names in all components of the page, now and whenever one is made or changed. */
export function nameComponents({ components, sources, pane }) {
  const folders = new Map(components.filter(({ record }) => record?.folder).map(({ id, record }) => [`x-wellpress-${id}`, record.folder]));
  const written = new WeakMap();
  const name = (node) => {
    const text = [...node.childNodes].find(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim() !== "");
    if (!text) return;
    if (written.get(text)?.now !== text.data) written.set(text, { source: text.data });
    const { source } = written.get(text);
    const folder = folders.get(node.dataset.componentName);
    const ids = new Map([...(pane.entries.get(folder)?.keys() ?? [])].map((id) => [id, pane.title(folder, id)]));
    const now = named(source, node.dataset.componentName === "x-wellpress-citation" ? new Map(sources.map(({ value, label }) => [value, label])) : ids);
    written.set(text, { source, now });
    if (text.data === now) return;
    text.data = now;
    node.title = source.trim();
    node.setAttribute("aria-label", now.trim());
  };
  const nameAll = () => document.querySelectorAll(".placeholder[data-component-name]").forEach(name);
  let isDue = false;
  const nameSoon = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      nameAll();
    });
  };
  new MutationObserver(nameSoon).observe(document.body, { childList: true, characterData: true, subtree: true });
  pane.listeners.add(nameSoon);
}

/** For how long after a dialog opens the focus is where Sveltia CMS puts it, and not where a person did; in ms. */
const OPENING = 300;

/** Puts the focus into the first field of a dialog that opens. Sveltia CMS leaves out choices, so that it would be the second one. */
export function focusFirstField() {
  const opened = new WeakMap();
  document.addEventListener("close", ({ target }) => opened.delete(target), true);
  document.addEventListener("focusin", ({ target }) => {
    const dialog = target.closest("dialog");
    if (!dialog || !target.matches("input")) return;
    if (!opened.has(dialog)) opened.set(dialog, performance.now());
    if (performance.now() - opened.get(dialog) > OPENING) return;
    const first = dialog.querySelector('[role="combobox"], input');
    if (first !== target) first.focus();
  });
}
