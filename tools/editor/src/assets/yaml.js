// Reads the part of YAML that front matter needs, and writes it. What it does not read, such as anchors and tags, is an error for its
// caller, who then leaves the text of that key as it is.

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#"'&*!|>%@`[\]{},?-][^#\n]*?|[-?][^\s#][^#\n]*?))[ \t]*:(?=[ \t\n]|$)/;
const INTEGER = /^[-+]?[0-9]+$/;
const NUMBER = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/** The entries of a map at the left edge, each with its lines: the comments before it, its key, and what belongs to the key. */
export function splitEntries(text) {
  const entries = [];
  let comments = [];
  let quoteEnd = null;
  for (const line of text === "" ? [] : text.split("\n")) {
    const last = entries.at(-1);
    if (quoteEnd) {
      last.lines.push(line);
      quoteEnd = openQuote(last.lines);
      continue;
    }
    const isBlank = /^\s*(#.*)?$/.test(line);
    const key = !isBlank && !/^\s/.test(line) && !/^-(\s|$)/.test(line) && line.match(KEY);
    if (key) {
      entries.push({ key: keyText(key), comments, lines: [line] });
      comments = [];
      quoteEnd = openQuote([line]);
    } else if (isBlank && !/^\s+#/.test(line)) {
      comments.push(line);
    } else if (last) {
      // A comment between two lines of one value belongs to the value.
      last.lines.push(...comments, line);
      comments = [];
      quoteEnd = openQuote(last.lines);
    } else {
      throw new Error(`no key before \`${line}\``);
    }
  }
  return { entries, rest: comments };
}

function keyText([, double, single, plain]) {
  if (double !== undefined) return JSON.parse(`"${double}"`);
  return single !== undefined ? single.replaceAll("''", "'") : plain;
}

/** Whether a quoted or bracketed value goes on in the next line, whatever its indent. */
function openQuote(lines) {
  const text = lines.join("\n");
  const value = text.slice(text.match(KEY)[0].length).trimStart();
  if (!/^["'[{]/.test(value)) return false;
  try {
    new Flow(value).value();
    return false;
  } catch (error) {
    return error.isOpen === true;
  }
}

/** The value of an entry of `splitEntries`. */
export function entryValue(entry) {
  const reader = new BlockReader(entry.lines);
  return reader.map(0)[entry.key];
}

/** The values of a whole map. */
export function parseMap(text) {
  const { entries } = splitEntries(text);
  return Object.fromEntries(entries.map((entry) => [entry.key, entryValue(entry)]));
}

class BlockReader {
  constructor(lines) {
    this.lines = [...lines];
    this.at = 0;
  }

  /** The indent of the next line with content, or -1. */
  next() {
    while (this.at < this.lines.length && /^\s*(#.*)?$/.test(this.lines[this.at])) this.at += 1;
    if (this.at >= this.lines.length) return -1;
    if (/^ *\t/.test(this.lines[this.at])) throw new Error("a tab as indent");
    return this.lines[this.at].search(/\S/);
  }

  block(indent) {
    const line = this.lines[this.at].slice(indent);
    if (/^-(\s|$)/.test(line)) return this.list(indent);
    if (KEY.test(line)) return this.map(indent);
    this.at += 1;
    return this.value(line, indent - 1);
  }

  map(indent) {
    const map = {};
    while (this.next() === indent) {
      const line = this.lines[this.at].slice(indent);
      const key = line.match(KEY);
      if (!key) throw new Error(`no key in \`${line}\``);
      const name = keyText(key);
      if (Object.hasOwn(map, name)) throw new Error(`\`${name}\` twice`);
      this.at += 1;
      map[name] = this.valueOfKey(line.slice(key[0].length), indent);
    }
    if (this.next() > indent) throw new Error("an indent that belongs to nothing");
    return map;
  }

  valueOfKey(rest, indent) {
    if (!/^\s*(#.*)?$/.test(rest)) return this.value(rest.trim(), indent);
    const inner = this.next();
    const isList = inner === indent && /^-(\s|$)/.test(this.lines[this.at].slice(indent));
    return inner > indent || isList ? this.block(inner) : null;
  }

  list(indent) {
    const list = [];
    while (this.next() === indent && /^-(\s|$)/.test(this.lines[this.at].slice(indent))) {
      const line = this.lines[this.at];
      const rest = line.slice(indent + 1);
      if (/^\s*(#.*)?$/.test(rest)) {
        this.at += 1;
        const inner = this.next();
        list.push(inner > indent ? this.block(inner) : null);
        continue;
      }
      const offset = indent + 1 + rest.search(/\S/);
      const content = line.slice(offset);
      if (KEY.test(content) || /^-(\s|$)/.test(content)) {
        // A map or a list that begins behind the hyphen, as if it began on a line of its own.
        this.lines[this.at] = " ".repeat(offset) + content;
        list.push(this.block(offset));
      } else {
        this.at += 1;
        list.push(this.value(content, indent));
      }
    }
    return list;
  }

  /** A value that begins on the line before, with what follows at a greater indent. */
  value(text, indent) {
    if (/^[|>]/.test(text)) return this.blockScalar(text, indent);
    if (/^[&*!%@`]/.test(text)) throw new Error(`\`${text}\` is not read`);
    if (/^["'[{]/.test(text)) return this.flow(text);
    let words = withoutComment(text);
    const isAlone = words !== text.trim();
    while (!isAlone && this.next() > indent) {
      if (/^\s*$/.test(this.lines[this.at - 1] ?? "x")) throw new Error("a text with an empty line");
      words += ` ${withoutComment(this.lines[this.at])}`;
      this.at += 1;
    }
    if (/:(\s|$)/.test(words)) throw new Error("a colon in a plain text");
    return scalar(words);
  }

  flow(text) {
    let all = text;
    for (;;) {
      const flow = new Flow(all);
      try {
        const value = flow.value();
        flow.blank();
        if (flow.at < all.length) throw new Error("text behind a value");
        return value;
      } catch (error) {
        if (!error.isOpen || this.at >= this.lines.length) throw error;
        all += `\n${this.lines[this.at]}`;
        this.at += 1;
      }
    }
  }

  blockScalar(header, indent) {
    const [, style, chomp] = header.match(/^([|>])([-+]?)\s*(?:#.*)?$/) ?? [];
    if (!style) throw new Error("a header of a text that is not read");
    const lines = [];
    while (this.at < this.lines.length) {
      const line = this.lines[this.at];
      if (/\S/.test(line) && line.search(/\S/) <= indent) break;
      lines.push(line);
      this.at += 1;
    }
    const inner = (lines.find((line) => /\S/.test(line)) ?? "").search(/\S/);
    const texts = lines.map((line) => line.slice(Math.max(inner, 0)));
    let text = style === "|" ? texts.join("\n") : fold(texts);
    const body = text.replace(/\n+$/, "");
    if (chomp === "-" || body === "") return body;
    return chomp === "+" ? `${text}\n` : `${body}\n`;
  }
}

function fold(lines) {
  if (lines.some((line) => /^\s/.test(line))) throw new Error("a folded text with indents");
  return lines.join("\n").replace(/(\S)\n(?=\S)/g, "$1 ").replace(/\n\n/g, "\n");
}

function withoutComment(text) {
  return text.replace(/(^|\s)#.*$/, "").trim();
}

/** A value in brackets, braces or quotes. */
class Flow {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  blank() {
    const [blank] = this.text.slice(this.at).match(/^(?:\s|(?<=^|\s)#[^\n]*)*/);
    this.at += blank.length;
  }

  open() {
    return Object.assign(new Error("a value that does not end"), { isOpen: true });
  }

  value() {
    this.blank();
    const first = this.text[this.at];
    if (first === undefined) throw this.open();
    if (first === "[") return this.sequence();
    if (first === "{") return this.mapping();
    if (first === '"' || first === "'") return this.quoted(first);
    if (/[&*!%@`|>]/.test(first)) throw new Error(`\`${first}\` is not read`);
    const [plain] = this.text.slice(this.at).match(/^(?:[^,[\]{}:#\n]|:(?=[^\s,[\]{}])|(?<!\s)#)*/);
    if (plain === "") throw new Error("a value that is not read");
    this.at += plain.length;
    if (this.text[this.at] === undefined) throw this.open();
    return scalar(plain.trim());
  }

  quoted(quote) {
    const pattern = quote === '"' ? /^"(?:[^"\\]|\\[\s\S])*"/ : /^'(?:[^']|'')*'(?!')/;
    const [all] = this.text.slice(this.at).match(pattern) ?? [];
    if (all === undefined) throw this.open();
    this.at += all.length;
    const inner = all.slice(1, -1).replace(/[ \t]*\n[ \t]*/g, (_, offset, whole) => (whole.includes("\n\n") ? "\n" : " "));
    if (/\n/.test(inner)) throw new Error("a quoted text with an empty line");
    return quote === "'" ? inner.replaceAll("''", "'") : unescape(inner);
  }

  sequence() {
    const list = [];
    this.at += 1;
    for (;;) {
      this.blank();
      if (this.text[this.at] === "]") break;
      list.push(this.value());
      this.separator("]");
    }
    this.at += 1;
    return list;
  }

  mapping() {
    const map = {};
    this.at += 1;
    for (;;) {
      this.blank();
      if (this.text[this.at] === "}") break;
      const key = String(this.value());
      this.blank();
      if (this.text[this.at] !== ":") throw this.text[this.at] === undefined ? this.open() : new Error("a key without a value");
      this.at += 1;
      this.blank();
      map[key] = /[,}]/.test(this.text[this.at] ?? "") ? null : this.value();
      this.separator("}");
    }
    this.at += 1;
    return map;
  }

  separator(end) {
    this.blank();
    const next = this.text[this.at];
    if (next === undefined) throw this.open();
    if (next === ",") this.at += 1;
    else if (next !== end) throw new Error(`\`${next}\` between two values`);
  }
}

const ESCAPES = { n: "\n", t: "\t", r: "\r", 0: "\0", e: "\x1b", a: "\x07", b: "\b", f: "\f", v: "\v", N: "\x85", _: "\xa0", " ": " ", '"': '"', "/": "/", "\\": "\\" };

function unescape(text) {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g, (all, x, u, U, letter) => {
    if (letter === undefined) return String.fromCodePoint(parseInt(x ?? u ?? U, 16));
    if (!(letter in ESCAPES)) throw new Error(`\`${all}\` is not read`);
    return ESCAPES[letter];
  });
}

function scalar(text) {
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  // A number that would not come out as it is written, such as 1.10, stays a text.
  if ((INTEGER.test(text) || NUMBER.test(text)) && String(Number(text)) === text) return Number(text);
  return text;
}

const isWord = (text) => /^(?:[A-Za-z][A-Za-z0-9_-]*|\d{4}-\d{2}-\d{2})$/.test(text) && scalar(text) === text && !/^(?:yes|no|on|off|y|n)$/i.test(text);

function writtenScalar(value) {
  if (typeof value !== "string") return String(value);
  return isWord(value) ? value : JSON.stringify(value).replace(/[\u0085\u2028\u2029\ufeff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** A key with its value, as lines. Parts that are empty are left out. */
export function writtenEntry(key, value, indent = "") {
  const name = /^[A-Za-z_][\w ()./-]*$/.test(key) && !/\s$/.test(key) && !["null", "true", "false"].includes(key.toLowerCase()) ? key : JSON.stringify(key);
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${indent}${name}: []`];
    if (value.every((entry) => typeof entry !== "object" && (typeof entry !== "string" || isWord(entry)))) {
      return [`${indent}${name}: [${value.map(writtenScalar).join(", ")}]`];
    }
    return [`${indent}${name}:`, ...value.flatMap((entry) => writtenItem(entry, `${indent}  `))];
  }
  if (isMap(value)) {
    const members = Object.entries(value);
    if (members.length === 0) return [`${indent}${name}: {}`];
    return [`${indent}${name}:`, ...members.flatMap(([inner, part]) => writtenEntry(inner, part, `${indent}  `))];
  }
  return [`${indent}${name}: ${writtenScalar(value)}`];
}

function writtenItem(value, indent) {
  if (Array.isArray(value)) return [`${indent}- ${JSON.stringify(value)}`];
  if (!isMap(value)) return [`${indent}- ${writtenScalar(value)}`];
  const lines = Object.entries(value).flatMap(([key, part]) => writtenEntry(key, part, `${indent}  `));
  if (lines.length === 0) return [`${indent}- {}`];
  return [`${indent}- ${lines[0].slice(indent.length + 2)}`, ...lines.slice(1)];
}
