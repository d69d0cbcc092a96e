// Finds words in the page, marks them and scrolls to them. The page is not changed: the mark is a highlight over its text.

const highlightName = "wellpress-words";
let sheet;

/** The letters of the page's text with their places, without white space, which lines and elements divide in many ways. */
function letters() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const places = [];
  let text = "";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("script, style, noscript, template")) continue;
    for (let offset = 0; offset < node.length; offset++) {
      const letter = node.data[offset];
      if (!/\S/.test(letter)) continue;
      text += letter;
      places.push([node, offset]);
    }
  }
  return { text, places };
}

/** The range of words in the page, or `null` if they are not there. */
export function rangeOf(words) {
  const wanted = words.replace(/\s+/g, "");
  if (!wanted) return null;
  const { text, places } = letters();
  const start = text.indexOf(wanted);
  if (start < 0) return null;
  const range = document.createRange();
  range.setStart(...places[start]);
  const [node, offset] = places[start + wanted.length - 1];
  range.setEnd(node, offset + 1);
  return range;
}

/** Marks the words and scrolls to them. */
export function showWords(words) {
  const range = rangeOf(words);
  if (!range) return;
  if (globalThis.CSS?.highlights) {
    CSS.highlights.set(highlightName, new Highlight(range));
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(`::highlight(${highlightName}) { background: #ffe08a; color: #111; }`);
      document.adoptedStyleSheets.push(sheet);
    }
  }
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
}
