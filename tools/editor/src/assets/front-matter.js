// The format of content files for Sveltia CMS: it reads front matter and text, and writes only what was changed. A key whose value is the
// same keeps its bytes, with quotes, lists in brackets and comments; so does each block of the text.
import { entryValue, splitEntries, writtenEntry } from "./yaml.js";
import { mergedText } from "./text-blocks.js";

/** The key in the editor's values with the file as it was read. No field has it, so that no form shows it. */
export const SOURCE = "wellpress_source";

const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** A value that a form leaves behind where nothing was filled in. */
function isEmpty(value) {
  if (value === null || value === undefined || value === "" || value === false) return true;
  if (typeof value !== "object") return false;
  return Object.values(value).every(isEmpty);
}

/** A value without empty parts, which a form cannot keep apart from missing ones. */
function pruned(value) {
  if (Array.isArray(value)) return value.filter((entry) => !isEmpty(entry)).map(pruned);
  if (!isMap(value)) return value;
  // An empty alternative text says that a picture is decoration.
  const members = Object.entries(value).filter(([key, part]) => !isEmpty(part) || (key === "alt" && part === "" && value.src));
  return Object.fromEntries(members.map(([key, part]) => [key, pruned(part)]));
}

function canonical(value) {
  if (isEmpty(value)) return "";
  if (Array.isArray(value)) return `[${value.filter((entry) => !isEmpty(entry)).map(canonical).join(",")}]`;
  if (isMap(value)) {
    const filled = Object.entries(value).filter(([, part]) => !isEmpty(part));
    const members = filled.sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
  }
  return JSON.stringify(String(value));
}

/** Whether two values say the same: `5` and `"5"`, an empty list and none, a day with a time and the day. */
export const isSame = (one, other) => canonical(one) === canonical(other);

/** A value with the empty alternative texts that its pictures had before: forms leave out what is empty. */
function withDecorations(value, before) {
  if (Array.isArray(value)) return value.map((entry) => withDecorations(entry, (Array.isArray(before) ? before : []).find((old) => old?.src && old.src === entry?.src)));
  if (!isMap(value) || !isMap(before)) return value;
  const inner = Object.entries(value).map(([key, part]) => [key, withDecorations(part, before[key])]);
  const isDecoration = before.alt === "" && before.src === value.src && isEmpty(value.alt);
  return { ...Object.fromEntries(inner), ...(isDecoration ? { alt: "" } : {}) };
}

/** A value in the form that its field shows; `undefined` for a value that the field cannot show. */
function conform(value, field) {
  if (value === null || value === undefined) return undefined;
  const isList = field.widget === "list" || field.multiple === true;
  if (isList) {
    const entries = Array.isArray(value) ? value : [value];
    const inner = field.fields ? { widget: "object", fields: field.fields } : (field.field ?? { widget: "string" });
    const conformed = entries.map((entry) => conform(entry, inner));
    return conformed.includes(undefined) ? undefined : conformed;
  }
  if (field.widget === "object") {
    if (!isMap(value)) return undefined;
    const members = Object.entries(value).map(([key, part]) => {
      const inner = field.fields.find(({ name }) => name === key);
      return [key, inner ? conform(part, inner) : part];
    });
    return members.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(members);
  }
  if (field.widget === "keyvalue") return isMap(value) && !Object.values(value).some((part) => typeof part === "object") ? value : undefined;
  if (typeof value === "object") return undefined;
  if (field.widget === "boolean") return typeof value === "boolean" ? value : undefined;
  if (field.widget === "number") return typeof value === "number" ? value : undefined;
  return field.widget === "select" || field.widget === "hidden" ? value : String(value);
}

/** The parts of a file: the lines of its front matter, and the text below. */
function parts(source) {
  const match = source.match(/^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n|$)/);
  if (!match) return { head: null, gap: "", body: source };
  const rest = source.slice(match[0].length);
  const gap = rest.match(/^\n*/)[0];
  return { head: match[1] ?? "", opening: source.slice(0, source.indexOf("\n") + 1), gap, body: rest.slice(gap.length) };
}

/** The entries of front matter, each with the value that a form shows of it. */
function read(head, { fields, aliases = {} }) {
  const { entries, rest } = splitEntries(head);
  const nameOf = ({ key }) => aliases[key] ?? key;
  for (const entry of entries) {
    entry.name = nameOf(entry);
    // A key that is there twice is a mistake, for which a form has no room.
    if (entries.filter((other) => nameOf(other) === entry.name).length > 1) continue;
    const field = fields.find(({ name }) => name === entry.name);
    try {
      entry.value = field && conform(entryValue(entry), field);
    } catch {
      // It stays as it is written.
    }
  }
  return { entries, rest };
}

/** The format of the files of a collection. */
export function frontMatterFormat({ fields, aliases }) {
  const kind = { fields, aliases };
  return {
    fromFile(source) {
      const { head, body } = parts(source);
      const { entries } = head === null ? { entries: [] } : read(head, kind);
      const shown = entries.filter(({ value }) => value !== undefined);
      return { ...Object.fromEntries(shown.map(({ name, value }) => [name, value])), body, [SOURCE]: source };
    },
    toFile(values) {
      const { [SOURCE]: source = "", body = "", ...front } = values;
      const old = parts(source);
      const head = writtenHead(old.head, front, kind);
      const text = mergedText(old.body, body ?? "");
      if (head === "" && old.head === null) return text;
      const gap = old.head === null || old.body === "" ? "\n" : old.gap;
      return `${old.opening ?? "---\n"}${head === "" ? "" : `${head}\n`}---\n${text === "" ? "" : `${gap}${text}`}`;
    },
  };
}

function writtenHead(head, front, kind) {
  const { entries, rest } = read(head ?? "", kind);
  const lines = [];
  const written = new Set();
  for (const { key, name, value, comments, lines: source } of entries) {
    written.add(name);
    const now = front[name];
    const isKept = value === undefined ? isEmpty(now) : isSame(now, value);
    if (isKept) lines.push(...comments, ...source);
    else if (!isEmpty(now)) lines.push(...comments, ...writtenEntry(key, pruned(withDecorations(now, value))));
    else lines.push(...comments.filter((line) => line.trim() !== ""));
  }
  const order = new Map(kind.fields.map(({ name }, at) => [name, at]));
  const added = Object.keys(front).filter((name) => !written.has(name) && !isEmpty(front[name]));
  added.sort((one, other) => (order.get(one) ?? order.size) - (order.get(other) ?? order.size));
  added.forEach((name) => lines.push(...writtenEntry(name, pruned(front[name]))));
  return [...lines, ...rest].join("\n");
}

/** The format of a glossary: a map of terms, which the form shows as a list. */
export function glossaryFormat({ fields }) {
  const entry = { widget: "object", fields: fields[0].fields };
  const valueOf = (part) => {
    const value = conform(entryValue(part), entry);
    if (value === undefined) throw new Error(`the term \`${part.key}\` has a value that the form cannot show`);
    return value;
  };
  return {
    fromFile(source) {
      const { entries } = splitEntries(source);
      return { terms: entries.map((part) => ({ term: part.key, ...valueOf(part) })), [SOURCE]: source };
    },
    toFile({ terms = [], [SOURCE]: source = "" }) {
      const { entries, rest } = splitEntries(source);
      const old = new Map(entries.map((part) => [part.key, part]));
      const lines = (terms ?? []).flatMap(({ term, ...value }) => {
        const part = old.get(term);
        if (part && isSame(valueOf(part), value)) return [...part.comments, ...part.lines];
        return [...(part?.comments ?? []), ...writtenEntry(term, pruned(value))];
      });
      return [...lines, ...rest].join("\n");
    },
  };
}

/** The format of the drafts of sources: CSL-JSON, of which the form shows the keys that people can fill in. */
export function draftsFormat() {
  const itemsOf = (source) => {
    const content = source.trim() === "" ? [] : JSON.parse(source);
    return Array.isArray(content) ? content : (content.items ?? []);
  };
  const shown = (item) => ({
    ...Object.fromEntries(["id", "type", "title", "container-title", "publisher", "DOI", "PMID", "URL"].flatMap((key) => (item[key] === undefined ? [] : [[key, String(item[key])]]))),
    ...(item.author ? { author: item.author.map(({ family, literal, given }) => ({ family: family ?? literal ?? "", ...(given ? { given } : {}) })) } : {}),
    ...(item.issued?.["date-parts"]?.[0]?.[0] ? { year: String(item.issued["date-parts"][0][0]) } : {}),
  });
  const written = ({ author, year, ...texts }, old = {}) => {
    const before = shown(old);
    const item = { ...old, ...pruned(texts) };
    Object.keys(before).filter((key) => key in old && key !== "author" && isEmpty(texts[key])).forEach((key) => delete item[key]);
    if (!isSame(author, before.author)) {
      item.author = pruned(author ?? []).map(({ family, given }) => (given ? { family, given } : { literal: family }));
    }
    if (!isSame(year, before.year)) {
      if (isEmpty(year)) delete item.issued;
      else item.issued = { "date-parts": [[Number(year)]] };
    }
    return item;
  };
  return {
    fromFile: (source) => ({ items: itemsOf(source).map(shown), [SOURCE]: source }),
    toFile({ items = [], [SOURCE]: source = "" }) {
      const before = itemsOf(source);
      if (isSame(before.map(shown), items) && source !== "") return source;
      const old = new Map(before.map((item) => [String(item.id), item]));
      const list = (items ?? []).map((item) => {
        const known = old.get(item.id);
        return known && isSame(shown(known), item) ? known : written(item, known);
      });
      const content = source.trim().startsWith("{") ? { ...JSON.parse(source), items: list } : list;
      return JSON.stringify(content, null, 2);
    },
  };
}
