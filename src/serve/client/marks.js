// Marks the words of findings in the page, without changing the page: a range for each, and the browser's highlights over them.
//
// A finding has words of the source, with the marks of Markdown and straight quotes; the page shows them with others. So both
// are compared by their letters and digits alone.

const letter = /[\p{L}\p{N}]/gu;
// Addresses of links, citations and attributes are not shown as they are written.
const unshown = /\]\([^)]*\)|\[[^\]]*@[^\]]*\]|\{[^}]*\}/g;
const lettersOf = (markdown) => (markdown.replace(unshown, " ").match(letter) ?? []).join("").toLowerCase();

const shownWords = 40;
const hidden = "script, style, noscript, template, svg, wellpress-preview";

/** The letters of the page's text, each with its text node and its place in it. */
function readPage() {
  const root = document.querySelector("main") ?? document.body;
  const accept = (node) => (node.parentElement?.closest(hidden) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, accept);
  const [letters, places] = [[], []];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const { 0: found, index } of node.data.matchAll(letter)) {
      for (const unit of found.toLowerCase().split("")) {
        letters.push(unit);
        places.push({ node, start: index, end: index + found.length });
      }
    }
  }
  return { letters: letters.join(""), places };
}

/** The index at which whole words begin; `cures` is not found in "obscures". */
function indexOfWords({ letters, places }, words) {
  const isApart = (left, right) => !left || !right || left.node !== right.node || left.end !== right.start;
  for (let at = letters.indexOf(words); at >= 0; at = letters.indexOf(words, at + 1)) {
    const end = at + words.length;
    if (isApart(places[at - 1], places[at]) && isApart(places[end - 1], places[end])) return at;
  }
  return -1;
}

function rangeOf(page, { before, text }) {
  const [words, context] = [lettersOf(text), lettersOf(before).slice(-shownWords)];
  if (!words) return null;
  const inContext = page.letters.indexOf(context + words);
  let [at, length] = [inContext + context.length, words.length];
  if (!context || inContext < 0) at = indexOfWords(page, words);
  // The end of a long sentence may be shown in another way, as a mark or a formula is.
  if (at < 0 && words.length > shownWords) {
    length = shownWords;
    at = page.letters.indexOf(words.slice(0, length));
  }
  if (at < 0) return null;
  const range = document.createRange();
  range.setStart(page.places[at].node, page.places[at].start);
  range.setEnd(page.places[at + length - 1].node, page.places[at + length - 1].end);
  return range;
}

const severities = ["note", "warning", "error"];
const colours = { note: "60 110 200", warning: "235 150 0", error: "225 30 50" };
const nameOf = (severity) => `wellpress-${severity}`;
const isSupported = "highlights" in CSS;
let ranges = new Map();

let hasStyle = false;

function addStyle() {
  if (hasStyle || !isSupported) return;
  hasStyle = true;
  const sheet = new CSSStyleSheet();
  const rule = (severity) =>
    `::highlight(${nameOf(severity)}) { background-color: rgb(${colours[severity]} / 22%); text-decoration: underline 2px rgb(${colours[severity]}); }`;
  const current = "::highlight(wellpress-current) { background-color: rgb(235 150 0 / 55%); }";
  sheet.replaceSync(`@media screen { ${severities.map(rule).join("\n")}\n${current} }`);
  document.adoptedStyleSheets.push(sheet);
}

/** Marks the words of these findings, and no others. */
export function mark(findings) {
  const page = findings.some(({ words }) => words) ? readPage() : null;
  const found = findings.map((finding) => [finding, finding.words && rangeOf(page, finding.words)]);
  ranges = new Map(found.filter(([, range]) => range));
  if (!isSupported) return;
  addStyle();
  CSS.highlights.delete("wellpress-current");
  severities.forEach((severity, priority) => {
    const ofSeverity = [...ranges].filter(([finding]) => finding.severity === severity).map(([, range]) => range);
    const highlight = new Highlight(...ofSeverity);
    highlight.priority = priority;
    CSS.highlights.set(nameOf(severity), highlight);
  });
}

export const isMarked = (finding) => ranges.has(finding);

/** Brings the words of a finding into view, also those that are folded in. */
export function reveal(finding) {
  const range = ranges.get(finding);
  if (!range) return;
  const box = range.startContainer.parentElement;
  for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (isSupported) CSS.highlights.set("wellpress-current", Object.assign(new Highlight(range), { priority: 9 }));
  // In the upper part of the window, which the list does not cover on a phone.
  scrollBy({ top: range.getBoundingClientRect().top - innerHeight / 5, behavior: "instant" });
}

/** Marks words that the desk asks for, and brings them into view. */
export function showWords(words) {
  const wanted = { words };
  const range = rangeOf(readPage(), { before: "", text: words });
  if (!range) return;
  addStyle();
  ranges.set(wanted, range);
  reveal(wanted);
  ranges.delete(wanted);
}

/** Brings words to the top of the window, without a mark. Headings come first: a line of a list of contents has the same words. */
export function scrollToWords(words) {
  const wanted = lettersOf(words);
  const headings = wanted ? [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")] : [];
  const place = headings.find((heading) => lettersOf(heading.textContent) === wanted) ?? rangeOf(readPage(), { before: "", text: words });
  // The theme says how much of the window a bar at its top hides.
  const above = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 16;
  if (place) scrollBy({ top: place.getBoundingClientRect().top - above, behavior: "instant" });
}

/** The finding whose words are at a point of the window. */
export function findingAt(x, y) {
  const isAt = ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom;
  return [...ranges].find(([, range]) => [...range.getClientRects()].some(isAt))?.[0];
}
