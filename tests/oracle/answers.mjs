// Writes `answers.json`: what citeproc-js, the engine of Zotero, prints for `library.json` and the marks of `pages.json` in each style
// of `styles/`. The test of citations compares wellpress with it. Run `npm ci && npm run answers` here.

import { readFileSync, writeFileSync } from "node:fs";
import CSL from "citeproc";

const here = (name) => new URL(name, import.meta.url);
const files = new Map();
const read = (name) => {
  if (!files.has(name)) files.set(name, readFileSync(here(name), "utf8"));
  return files.get(name);
};

const library = new Map(JSON.parse(read("library.json")).map((item) => [item.id, item]));
const pages = JSON.parse(read("pages.json"));
const styles = ["american-medical-association", "nlm-citation-sequence", "apa", "elsevier-harvard", "ieee"];

function engine(style) {
  const system = { retrieveLocale: () => read("styles/locales-en-US.xml"), retrieveItem: (id) => structuredClone(library.get(id)) };
  const engine = new CSL.Engine(system, read(`styles/${style}.csl`), "en-US", true);
  engine.setOutputFormat("html");
  return engine;
}

/// The marks of a page, after the last of them. A later mark may change an earlier one, say by a letter behind its year.
function marks(processor, clusters) {
  processor.updateItems([]);
  const texts = [];
  const citationsBefore = [];
  clusters.forEach((items, index) => {
    const citationItems = items.map((item) => ({ ...item }));
    const citation = { citationItems, properties: { noteIndex: 0 }, citationID: `c${index}` };
    const [, changed] = processor.processCitationCluster(citation, citationsBefore, []);
    for (const [position, text] of changed) texts[position] = text;
    citationsBefore.push([`c${index}`, 0]);
  });
  return texts.map(plain);
}

/// The entries of a bibliography in order, without their numbers, as pairs of id and text.
function list(processor, ids) {
  processor.updateItems(ids);
  const [parameters, lines] = processor.makeBibliography();
  return lines.map((line, index) => [parameters.entry_ids[index][0], formatted(line)]);
}

const inner = (line) => {
  const right = line.match(/<div class="csl-right-inline">([\s\S]*)<\/div>\s*<\/div>/);
  return right ? right[1] : line.replace(/^\s*<div class="csl-entry">/, "").replace(/<\/div>\s*$/, "");
};

/// An entry as text with `<i>`, `<b>`, `<sup>`, `<sub>` and `<sc>`.
const formatted = (line) => unescaped(inner(line)
  .replace(/<span style="font-variant:\s*small-caps;">([\s\S]*?)<\/span>/g, "<sc>$1</sc>")
  .replace(/<span style="font-style:\s*normal;">([\s\S]*?)<\/span>/g, "</i>$1<i>")
  .replace(/<span class="nocase">([\s\S]*?)<\/span>/g, "$1")
  .replace(/<div class="csl-(?:block|indent)">([\s\S]*?)<\/div>/g, " $1")
  .trim());

const plain = (text) => unescaped(text.replace(/<[^>]*>/g, ""));
const unescaped = (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");

const ids = [...library.keys()];
const answers = Object.fromEntries(styles.map((style) => {
  const processor = engine(style);
  const entries = Object.fromEntries(ids.map((id) => list(processor, [id])[0]));
  const alone = Object.fromEntries(ids.map((id) => [id, marks(processor, [[{ id }]])[0]]));
  const bibliography = list(processor, ids);
  const order = bibliography.map(([id]) => id);
  return [style, { entries, alone, order, together: Object.fromEntries(bibliography), pages: pages.map((page) => marks(engine(style), page)) }];
}));
writeFileSync(here("answers.json"), `${JSON.stringify(answers, null, 1)}\n`);
