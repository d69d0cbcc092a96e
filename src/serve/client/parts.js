// Shared by the panel on a page and the dashboard: elements, numbers as words, safe links.

// The path of the server's own pages. It may be below the path of the site, such as `/guide/__wellpress/`.
export const dashboardUrl = new URL("./", import.meta.url).pathname;

/** Makes an HTML element. Children are nodes or text, never markup. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

const isMissing = (value) => value === null || value === undefined || value === false;

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) if (!isMissing(value)) node.setAttribute(key, value);
  node.append(...children.flat().filter((child) => !isMissing(child) && child !== ""));
  return node;
}

export const plural = (number, thing) => `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;

export const duration = (seconds) => (seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`);

/** The result of a build in a few words, and as one of `good`, `warned`, `failed`. */
export function verdict({ ok, seconds, errors, warnings, notes }) {
  const numbers = [[errors, "error"], [warnings, "warning"], [notes, "note"]];
  const counts = numbers.filter(([number]) => number).map(([number, thing]) => plural(number, thing));
  const text = `${ok ? "Built in" : "Stopped after"} ${duration(seconds)} · ${counts.join(", ") || "no findings"}`;
  if (!ok || errors) return { state: "failed", text };
  return { state: warnings ? "warned" : "good", text };
}

const scriptSchemes = ["javascript:", "data:", "vbscript:", "blob:", "about:", "filesystem:"];

/**
 * An address that may be followed, or `null`. On the web only those of this server are safe. Editors have schemes of their
 * own, so any other scheme is safe too, except those that run as script.
 */
export function safe(address) {
  try {
    const { protocol, origin } = new URL(address, location.href);
    if (protocol === "http:" || protocol === "https:") return origin === location.origin ? address : null;
    return scriptSchemes.includes(protocol) ? null : address;
  } catch {
    return null;
  }
}

/** Makes a link if the address may be followed, else the text alone. */
export function link(address, text, attributes = {}) {
  const target = address && safe(address);
  return target ? element("a", { href: target, ...attributes }, text) : element("span", attributes, text);
}
