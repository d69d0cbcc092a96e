// Compares an edited text with the text that was opened, block by block. The editor writes Markdown in a way of its own: other bullets,
// other breaks of lines, more backslashes. A block that says the same keeps its bytes, and so do the empty lines around it.

/** The blocks of a text, each with the blank lines behind it. */
export function blocksOf(text) {
  const blocks = [];
  let fence = null;
  for (const line of text.split("\n")) {
    const last = blocks.at(-1);
    const marker = line.match(/^ {0,3}(`{3,}|~{3,})/)?.[1];
    if (fence) {
      last.lines.push(line);
      if (marker && marker[0] === fence[0] && marker.length >= fence.length && line.trim() === marker) fence = null;
      continue;
    }
    const isBlank = line.trim() === "";
    // A line of colons is a block by itself: the editor keeps it as one, and what is in it is compared block by block.
    const isAlone = /^:{2,}/.test(line);
    if (isBlank && last) last.blanks.push(line);
    else if (last && last.blanks.length === 0 && !isAlone && !last.isAlone) last.lines.push(line);
    else blocks.push({ lines: [line], blanks: [], isAlone });
    if (marker) fence = marker;
  }
  return blocks.map(({ lines, blanks }) => ({ text: lines.join("\n"), behind: blanks.length, key: keyOf(lines) }));
}

/** What a block says, without what the editor writes in a way of its own. */
function keyOf(lines) {
  if (/^ {0,3}(`{3,}|~{3,})/.test(lines[0])) return lines.join("\n");
  if (/^:{2,}/.test(lines[0])) return lines.join("\n").trim();
  const indents = [];
  const parts = lines.map((line, at) => {
    const item = line.match(/^(\s*)([-*+]|\d+[.)])\s+(.*)$/);
    if (!item) return withoutMarks(line.replace(/^\s*>\s?/, "> ").trim()) + breakBehind(lines, at);
    const [, space, marker, words] = item;
    while (indents.length > 0 && indents.at(-1) > space.length) indents.pop();
    if (indents.at(-1) !== space.length) indents.push(space.length);
    const sign = /\d/.test(marker) ? `${parseInt(marker, 10)}.` : "-";
    return `\u0001${indents.length}${sign} ${withoutMarks(words.trim())}${breakBehind(lines, at)}`;
  });
  return parts.join(" ").replace(/\s+/g, " ").replace(/ \u0001/g, "\u0001").trim();
}

function breakBehind(lines, at) {
  return at + 1 < lines.length && / {2,}$|\\$/.test(lines[at]) ? "\u0002" : "";
}

function withoutMarks(words) {
  return words
    .replace(/\\$/, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/(^|[^\p{L}\p{N}_])_{1,3}(?=[^\s_])/gu, (marks) => marks.replaceAll("_", "*"))
    .replace(/([^\s_])_{1,3}(?![\p{L}\p{N}_])/gu, (marks) => marks.replaceAll("_", "*"))
    .replace(/\s*\|\s*/g, "|")
    .replace(/-{3,}/g, "---")
    .replace(/&nbsp;|\u00a0/g, "\u00a0");
}

/** The longest list of pairs of equal blocks, in order. */
function pairs(old, now) {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = old[i].key === now[j].key ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const found = new Map();
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (old[i].key === now[j].key) found.set(j++, i++);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return found;
}

/** What the editor puts a backslash into, although it is no Markdown: citations, links by id, variables, attributes and footnotes. */
const NO_MARKDOWN = /\{\{[^{}\n]*\}\}|\[\[[^[\]\n]*\]\]|\[[^[\]\n]*@[^[\]\n]*\]|\[\^[^\]\n]*\]|(?<=\])\{[^{}\n]*\}|^:{2,}.*$/gm;

function repaired(text) {
  return text.replace(NO_MARKDOWN, (part) => part.replace(/\\([*_~`])/g, "$1"));
}

/**
 * Sveltia CMS begins a new paragraph behind each component that it inserts, also in the middle of a sentence. Behind a citation, what begins
 * with a blank or a mark of punctuation goes on with the sentence.
 */
function withoutSplits(text) {
  return text.replace(/(\[[^[\]\n]*@[^[\]\n]*\])\n\n(?= \S|[,.;!?)]|:(?!:))/g, "$1");
}

/** The edited text, with the bytes of the old text for all blocks that say the same. */
export function mergedText(oldText, newText) {
  if (oldText === newText || newText.trim() === "") return newText;
  const old = blocksOf(oldText);
  const now = blocksOf(withoutSplits(newText.replace(/\n+$/, "")));
  const equal = pairs(old, now);
  let merged = "";
  now.forEach((block, at) => {
    const same = equal.get(at);
    merged += same === undefined ? repaired(block.text) : old[same].text;
    if (at + 1 === now.length) return;
    const next = equal.get(at + 1);
    const isRun = same !== undefined && next === same + 1;
    merged += "\n".repeat(1 + (isRun ? old[same].behind : block.behind));
  });
  return merged + (equal.get(now.length - 1) === old.length - 1 && now.length > 0 ? "\n".repeat(old.at(-1)?.behind ?? 0) : "");
}
