// The manual's page of a rule, which `wellpress explain` prints, as elements. Its words are text, never markup.

import { dashboardUrl, element } from "./parts.js";

const pages = new Map();

/** The elements of a rule's page. Each page is loaded once. */
function manualPage(rule) {
  if (!pages.has(rule)) pages.set(rule, load(rule));
  return pages.get(rule).then(elementsOf);
}

async function load(rule) {
  try {
    const response = await fetch(`${dashboardUrl}rules/${encodeURIComponent(rule)}`);
    if (response.ok) return await response.text();
    return "This is a rule of the site. Its file in `rules` says why.";
  } catch {
    pages.delete(rule);
    return "The preview does not answer.";
  }
}

function elementsOf(markdown) {
  // The first line repeats the name of the rule.
  const parts = markdown.replace(/^# .*\n/, "").split(/^(```[^\n]*\n[^]*?^```)$/m);
  return parts.flatMap((part) => (part.startsWith("```") ? code(part) : part.trim().split(/\n{2,}/).flatMap(block)));
}

const code = (fence) => element("pre", { tabindex: "0", role: "group", "aria-label": "Example" }, fence.split("\n").slice(1, -1).join("\n"));

function block(text) {
  if (!text) return [];
  if (text.startsWith("## ")) return element("h4", {}, text.slice(3));
  if (!text.startsWith("- ")) return element("p", {}, inline(text));
  return element("ul", {}, text.split(/^- /m).slice(1).map((item) => element("li", {}, inline(item.trim()))));
}

/** A button for a rule's page, which opens below it. Several panels have such buttons. */
export function explained(button, rule) {
  const node = element("div", { class: "explanation", hidden: "", role: "group", "aria-label": `The rule ${rule}` });
  const set = (isOpen) => {
    node.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen && !node.childElementCount) manualPage(rule).then((page) => node.replaceChildren(element("h3", {}, rule), ...page));
  };
  set(false);
  button.addEventListener("click", () => set(node.hidden));
  return { node, open: () => set(true), isOpen: () => !node.hidden };
}

/** Text with its code; of a link, the words. */
export const inline = (text) =>
  text.split(/`([^`]+)`/).map((part, index) => (index % 2 ? element("code", {}, part) : part.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")));
