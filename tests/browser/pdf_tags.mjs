// What a screen reader gets of a PDF file that Chromium printed: the texts of its structure tree, in the order of the tree.
import { inflateSync } from "node:zlib";

const references = (text) => [...text.matchAll(/(\d+) 0 R/g)].map(([, number]) => Number(number));

/** The bytes of a stream, as text. */
const streamOf = (object) => {
  const start = object.indexOf("stream\n") + "stream\n".length;
  return inflateSync(Buffer.from(object.slice(start, object.lastIndexOf("\nendstream")), "latin1")).toString("latin1");
};

const unicode = (hex) => Buffer.from(hex, "hex").swap16().toString("utf16le");

/** The characters of a font by their codes in hexadecimal, and how many digits a code has. */
const fontOf = (map) => {
  const characters = new Map(), digits = map.match(/begincodespacerange\s*<(\w+)>/)[1].length;
  const add = (code, character) => characters.set(code.toString(16).padStart(digits, "0").toUpperCase(), character);
  for (const [, block] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code, to] of block.matchAll(/<(\w+)> <(\w+)>/g)) add(parseInt(code, 16), unicode(to));
  }
  for (const [, block] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first, last, to] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      for (let code = parseInt(first, 16); code <= parseInt(last, 16); code += 1) {
        add(code, unicode((parseInt(to, 16) + code - parseInt(first, 16)).toString(16).padStart(to.length, "0")));
      }
    }
  }
  return { characters, digits };
};

/** The texts of a page by the number of their marked content. */
const textsOf = (page, objects) => {
  const fonts = new Map();
  for (const [, name, number] of (page.match(/\/Font <<([\s\S]*?)>>/)?.[1] ?? "").matchAll(/\/(\w+) (\d+) 0 R/g)) {
    const map = objects.get(Number(number)).match(/\/ToUnicode (\d+) 0 R/);
    if (map) fonts.set(name, fontOf(streamOf(objects.get(Number(map[1])))));
  }
  const texts = new Map(), content = streamOf(objects.get(Number(page.match(/\/Contents (\d+) 0 R/)[1])));
  let mark, font;
  for (const [token, started, named, hex] of content.matchAll(/\/MCID (\d+) ?>>\s*BDC|EMC|\/(\w+) [\d.]+ Tf|<([\dA-Fa-f]+)>(?=[^<>]*T[jJ])/g)) {
    if (started !== undefined) mark = Number(started);
    else if (token === "EMC") mark = undefined;
    else if (named) font = fonts.get(named);
    else if (mark !== undefined && font) {
      const codes = hex.toUpperCase().match(new RegExp(`.{${font.digits}}`, "g")) ?? [];
      texts.set(mark, (texts.get(mark) ?? "") + codes.map((code) => font.characters.get(code) ?? "").join(""));
    }
  }
  return texts;
};

/** The texts of the structure tree in its order, each with the tags around it, the outermost first. */
export const pdfTags = (bytes) => {
  const objects = new Map();
  for (const [, number, object] of bytes.toString("latin1").matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)) objects.set(Number(number), object);
  const pages = new Map(), found = [];
  for (const [number, object] of objects) if (/\/Type \/Page\b/.test(object)) pages.set(number, textsOf(object, objects));
  const addText = (page, mark, tags) => {
    const text = pages.get(page)?.get(mark);
    if (text) found.push({ tags, text });
  };
  const walk = (number, tags) => {
    const element = objects.get(number), own = element.match(/\/S \/(\w+)/)?.[1];
    const around = own && own !== "NonStruct" ? [...tags, own] : tags;
    const page = Number(element.match(/\/Pg (\d+) 0 R/)?.[1]), kids = element.match(/\/K ([\s\S]*)$/)?.[1] ?? "";
    for (const [, marked, kid, mark] of kids.matchAll(/<<([\s\S]*?)>>|(\d+) 0 R|(\d+)/g)) {
      if (kid) walk(Number(kid), around);
      else if (mark) addText(page, Number(mark), around);
      else {
        const of = marked.match(/\/MCID (\d+)/);
        if (of) addText(references(marked)[0] ?? page, Number(of[1]), around);
      }
    }
  };
  const [root] = [...objects.values()].filter((object) => object.includes("/Type /StructTreeRoot"));
  for (const kid of references(root.match(/\/K (\[[^\]]*\]|\d+ 0 R)/)[1])) walk(kid, []);
  return found;
};
