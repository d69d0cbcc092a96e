// Directives and citations as components of the text editor. What they take comes from the configuration; how they are written is here.
// A block that was not changed comes back with its own bytes.
import { inHtml, isFilled } from "./page-parts.js";
import { blockPreview } from "./preview.js";

const VALUE = /"(?:[^"\\]|\\.)*"|[^\s{}"]+/;
const ATTRIBUTES = new RegExp(String.raw`\{((?:\s*(?:#[^\s{}]+|\.[^\s{}]+|[\w-]+(?:=(?:${VALUE.source}))?))*)\s*\}`);
const LABEL = /\[((?:[^[\]\\\n]|\\.|\[[^[\]\n]*\])*)\]/;

const escaped = (text) => String(text).replace(/["\\]/g, "\\$&");
const unescaped = (text) => text.replace(/\\(.)/g, "$1");

/** What is behind the name of a directive: its label, id, classes and attributes. */
export function parseOpening(rest) {
  const label = rest.match(new RegExp(`^${LABEL.source}`));
  const behind = label ? rest.slice(label[0].length) : rest;
  const braces = behind.match(new RegExp(`^${ATTRIBUTES.source}`));
  const opening = { label: label ? label[1] : "", id: "", classes: [], attributes: {} };
  if (behind.slice(braces ? braces[0].length : 0).trim() !== "") return null;
  for (const [part] of (braces?.[1] ?? "").matchAll(new RegExp(String.raw`#[^\s{}]+|\.[^\s{}]+|[\w-]+(?:=(?:${VALUE.source}))?`, "g"))) {
    if (part[0] === "#") opening.id = part.slice(1);
    else if (part[0] === ".") opening.classes.push(part.slice(1));
    else {
      const at = part.indexOf("=");
      const value = at < 0 ? true : part.slice(at + 1);
      opening.attributes[at < 0 ? part : part.slice(0, at)] = value === true || value[0] !== '"' ? value : unescaped(value.slice(1, -1));
    }
  }
  return opening;
}

/** The opening of a directive as text. */
export function writtenOpening({ label, id, classes = [], attributes }, { attributes: known }) {
  const type = (key) => known.find((attribute) => attribute.key === key)?.type;
  const parts = [...(isFilled(id) ? [`#${id}`] : []), ...classes.map((name) => `.${name}`)];
  for (const [key, value] of Object.entries(attributes)) {
    if (!isFilled(value)) continue;
    const isBare = value === true || (value === "true" && ["flag", "boolean"].includes(type(key)));
    parts.push(isBare ? key : /^\d+$/.test(value) ? `${key}=${value}` : `${key}="${escaped(value)}"`);
  }
  return (isFilled(label) ? `[${label}]` : "") + (parts.length > 0 ? `{${parts.join(" ")}}` : "");
}

/** The fields of a component's form. */
function fieldsOf(component) {
  const fields = [];
  if (component.record) {
    const { folder, words } = component.record;
    const choice = folder ? relation(folder) : words ? { widget: "select", options: words } : { widget: "string" };
    fields.push({ name: "id", label: component.label, required: true, ...choice });
  }
  if (component.title) fields.push({ name: "label", label: component.title, widget: "string", required: false });
  for (const { key, label, words, type, ids, required } of component.attributes) {
    const widget = words ? { widget: "select", options: words } : (WIDGETS[type] ?? { widget: "string" });
    const named = key === "src" && component.name === "figure" ? { widget: "image" } : ids ? relation(ids) : widget;
    fields.push({ name: `a-${key}`, label, required: required === true, ...named });
  }
  if (!component.record) fields.push({ name: "id", label: "Anchor", widget: "string", required: false, hint: "A word to which links can lead" });
  if (component.form === "block") fields.push({ name: "content", label: "Text", widget: "richtext", required: false });
  fields.push({ name: "source", label: "Source", widget: "hidden" });
  return fields;
}

const WIDGETS = {
  flag: { widget: "boolean" },
  boolean: { widget: "boolean" },
  date: { widget: "datetime", type: "date", format: "YYYY-MM-DD" },
};

function relation(folder) {
  const shown = folder === "people" ? "name" : ["snippets"].includes(folder) ? "{{slug}}" : "title";
  return { widget: "relation", collection: folder, value_field: "{{slug}}", display_fields: [shown], search_fields: [shown, "{{slug}}"] };
}

/** The pattern of a directive: a line, or a block up to the line with as many colons. */
export function patternOf({ name, form }) {
  if (form === "line") return new RegExp(String.raw`^::${name}(?<rest>(?:\[[^\n]*|\{[^\n]*)?)$`, "m");
  return new RegExp(String.raw`^(?<fence>:{3,})${name}(?<rest>(?:\[[^\n]*|\{[^\n]*)?)\n(?<content>[\s\S]*?)\n?\k<fence>$`, "m");
}

/** What a form shows of a block. */
export function fromBlock(component, match) {
  const { rest = "", content = "" } = match.groups;
  const opening = parseOpening(rest);
  const values = { source: match[0] };
  if (!opening) return { ...values, content };
  const attributes = component.attributes.map(({ key }) => [`a-${key}`, opening.attributes[key] ?? ""]);
  return { ...values, id: opening.id, label: opening.label, ...Object.fromEntries(attributes), ...(component.form === "block" ? { content } : {}) };
}

/** A block as text: that which it was read from, if the form says the same as it. */
export function toBlock(component, values) {
  const source = values.source ?? "";
  const match = source ? source.match(patternOf(component)) : null;
  const before = match ? fromBlock(component, match) : {};
  const keys = ["id", "label", ...component.attributes.map(({ key }) => `a-${key}`), ...(component.form === "block" ? ["content"] : [])];
  const text = (value) => (isFilled(value) ? String(value).trim() : "");
  if (match && keys.every((key) => text(values[key]) === text(before[key]))) return source;
  const old = match ? parseOpening(match.groups.rest ?? "") : null;
  const attributes = { ...old?.attributes };
  for (const { key } of component.attributes) attributes[key] = values[`a-${key}`];
  const opening = writtenOpening({ label: values.label, id: values.id, classes: old?.classes, attributes }, component);
  if (component.form === "line") return `::${component.name}${opening}`;
  const content = (values.content ?? "").replace(/^\n+|\n+$/g, "");
  const inner = [...content.matchAll(/^:{3,}/gm)].map(([colons]) => colons.length);
  const fence = ":".repeat(Math.max(3, match?.groups.fence.length ?? 0, ...inner.map((length) => length + 1)));
  return `${fence}${component.name}${opening}\n${content}${content === "" ? "" : "\n"}${fence}`;
}

/** A directive as a component of the text editor. `pane` draws it in the preview. */
export function directive(component, pane) {
  return {
    id: `wellpress-${component.id}`,
    label: component.label,
    icon: ICONS[component.name] ?? "widgets",
    // A line is a word in the text, with its form in a dialog; the words of a block belong into sight.
    ...(component.form === "line" ? { mode: "dialog", summary: `${component.label}: ${component.record ? "{{id}}" : component.title ? "{{label}}" : "{{a-src}}"}` } : {}),
    fields: fieldsOf(component),
    pattern: patternOf(component),
    fromBlock: (match) => fromBlock(component, match),
    toBlock: (values) => toBlock(component, values),
    toPreview: (values) => {
      if (component.name === "exercise" && isFilled(values.id)) return pane.exercise(values.id, values.label);
      const html = blockPreview(component, values, pane.say);
      return ["video", "playlist"].includes(component.name) ? pane.behindDisclaimers("with-video", html) : html;
    },
  };
}

const ICONS = { exercise: "fitness_center", care: "emergency", figure: "image", video: "movie", table: "table", tabs: "tabs", evidence: "science", snippet: "content_paste", warning: "warning", tip: "lightbulb" };

/** A citation in brackets: any text with `@key` that is no link. */
export const CITATION = /\[(?<marks>(?:[^[\]\n]*?[\s(;-])?@[^[\]\n]+)\](?![(\[])/;

const MARK = /^@([\p{L}\p{N}_](?:[\p{L}\p{N}_:.#$%&+?<>~/-]*[\p{L}\p{N}_/])?)(?:,\s*(.*))?$/u;

/** The sources of a citation with their places, or its text if it has words that the form has no room for. */
export function parseCitation(marks) {
  const items = marks.split(";").map((mark) => mark.trim().replaceAll("\\", "").match(MARK));
  if (items.includes(null)) return { items: [], text: marks };
  return { items: items.map(([, source, place]) => ({ source, place: place ?? "" })), text: "" };
}

export function citationFromBlock(match) {
  return { ...parseCitation(match.groups.marks), source: match[0] };
}

export function citationToBlock({ items = [], text = "", source = "" }) {
  const match = source ? source.match(CITATION) : null;
  const before = match ? parseCitation(match.groups.marks) : { items: [], text: "" };
  const list = (items ?? []).filter((item) => isFilled(item?.source)).map(({ source: key, place }) => ({ source: key, place: place ?? "" }));
  if (match && JSON.stringify(list) === JSON.stringify(before.items) && (text ?? "") === before.text) return source.replaceAll("\\", "");
  const marks = list.map((item) => `@${item.source}${item.place ? `, ${item.place}` : ""}`);
  const all = [...marks, ...(isFilled(text) ? [text] : [])].join("; ");
  // Words without any key are no citation: they stay words.
  return all === "" || !all.includes("@") ? all : `[${all}]`;
}

/** What a citation says to people: authors and year of each source with the place in it. */
export function citationInWords({ items = [], text = "" }, sources) {
  const labels = new Map(sources.map(({ value, label }) => [value, label]));
  const named = (items ?? []).filter((item) => isFilled(item?.source)).map(({ source, place }) => {
    const authors = labels.has(source) ? labels.get(source).split(": ")[0] : source;
    return isFilled(place) ? `${authors}, ${place}` : authors;
  });
  return [...named, ...(isFilled(text) ? [text] : [])].join("; ");
}

/** The component of citations. */
export function citation(sources) {
  return {
    id: "wellpress-citation",
    label: "Citation",
    icon: "format_quote",
    trigger: "button",
    mode: "dialog",
    summary: "{{items.0.source}} {{items.1.source}} {{text}}",
    fields: [
      {
        name: "items", label: "Sources", label_singular: "Source", widget: "list", required: false,
        // A new citation begins with one source to choose.
        default: [{}],
        fields: [
          { name: "source", label: "Source", widget: "select", options: sources, required: false, dropdown_threshold: 0 },
          { name: "place", label: "Place in it", widget: "string", required: false, hint: "Such as: p. 4" },
        ],
      },
      { name: "text", label: "As text", widget: "string", required: false, hint: "For words before a source, as in: see @kim-2024" },
      { name: "source", label: "Source", widget: "hidden" },
    ],
    pattern: CITATION,
    fromBlock: citationFromBlock,
    toBlock: citationToBlock,
    toPreview: (values) => `<span class="wellpress-citation">[${inHtml(citationInWords(values, sources))}]</span>`,
  };
}
