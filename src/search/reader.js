// Searches in the index of one language, which the build has made. `open` loads the list of the index; a search loads the files
// that have its words, and `load` of a result loads its text. The format is described in the source of the program.

const format = 1;

// Takes a text apart into words, as the build did: runs of letters, marks and digits, with apostrophes and joiners inside. In scripts that
// put no blank between words, each pair of neighbours is a word.
const letter = "[\\p{Alphabetic}\\p{N}\\p{M}]";
const joiner = "\u00ad\u034f\u200c\u200d\u2060\ufeff";
const runs = new RegExp(`${letter}+(?:['\u2019${joiner}][${joiner}]*${letter}+)*`, "gu");
const inside = new RegExp(`['\u2019${joiner}]`, "gu");
const unspaced = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]";
const stretches = new RegExp(`${unspaced}+|(?:(?!${unspaced}).)+`, "gsu");
const isUnspaced = new RegExp(unspaced, "u");
const accents = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
const letters = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ħ: "h", ı: "i" };
const longestWord = 64;

export const fold = (word) => {
 const cut = [...word.replace(inside, "")].slice(0, longestWord).join("");
 const lower = cut.normalize("NFKC").toLowerCase();
 return lower.normalize("NFKD").replace(accents, "").replace(/[ßæœøłđħı]/g, (letter) => letters[letter]);
};

// The words of a text, each with its place.
export function* words(text) {
 for (const { 0: run, index } of text.matchAll(runs)) {
  for (const { 0: part, index: inside } of run.matchAll(stretches)) {
   const start = index + inside;
   if (!isUnspaced.test(part)) {
    yield { word: fold(part), start, end: start + part.length };
    continue;
   }
   const starts = [...part.matchAll(/./gsu)].map((match) => match.index);
   for (const [number, at] of starts.entries()) {
    const end = starts[number + 2] ?? part.length;
    yield { word: fold(part.slice(at, end)), start: start + at, end: start + end };
   }
  }
 }
}

// The words to look for. The last character of a stretch without blanks is a word only if it stands alone.
const wanted = (term) => {
 const all = [...words(term)].filter(({ word }) => word);
 const inside = ({ start, end }) => all.some((other) => other.start < start && other.end === end);
 return [...new Set(all.filter((one) => !inside(one)).map(({ word }) => word))];
};

const request = async (address, options) => {
 const answer = await fetch(address, options);
 if (!answer.ok) throw new Error(`${answer.status} ${address}`);
 return answer;
};

// Files are compressed, unless the server has already unpacked them.
const unpacked = async (address) => {
 const blob = await (await request(address)).blob();
 const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
 const stream = blob.stream();
 return new Response(first === 0x1f && second === 0x8b ? stream.pipeThrough(new DecompressionStream("gzip")) : stream);
};

const bytesOf = async (address) => new Uint8Array(await (await unpacked(address)).arrayBuffer());

// Reads numbers in bytes of seven bits, the lowest first.
class Numbers {
 constructor(bytes, at = 0) {
  this.bytes = bytes;
  this.at = at;
 }
 next() {
  let number = 0, factor = 1, byte;
  do {
   byte = this.bytes[this.at++];
   number += (byte & 0x7f) * factor;
   factor *= 128;
  } while (byte & 0x80);
  return number;
 }
 list(length) {
  return Array.from({ length }, () => this.next());
 }
 // Documents, each written as its distance from the one before.
 documents() {
  let next = 0;
  return this.list(this.next()).map((distance) => (next += distance + 1) - 1);
 }
}

// A part of the dictionary, and the documents of its stems.
class Shard {
 constructor(bytes) {
  const numbers = new Numbers(bytes), textLength = numbers.next(), textEnd = numbers.at + textLength;
  this.words = new TextDecoder().decode(bytes.subarray(numbers.at, textEnd)).split("\n").slice(0, -1);
  numbers.at = textEnd;
  this.stems = numbers.list(this.words.length);
  const lengths = numbers.list(numbers.next());
  let start = numbers.at;
  this.starts = lengths.map((length) => (start += length) - length);
  this.bytes = bytes;
 }
 postings(stem) {
  const numbers = new Numbers(this.bytes, this.starts[stem]), documents = numbers.documents();
  return { documents, weights: this.bytes.subarray(numbers.at, numbers.at + documents.length) };
 }
}

const firstWhere = (length, test) => {
 let from = 0, to = length;
 while (from < to) {
  const middle = (from + to) >> 1;
  if (test(middle)) to = middle; else from = middle + 1;
 }
 return from;
};

// A word with more than these beginnings in the index is looked for as it is only.
const mostShards = 4;
// How much a word counts that only begins like the one that was typed, or with a part of it.
const completed = 0.6, shortened = 0.3;

class Index {
 constructor(folder, list) {
  Object.assign(this, { folder, list, loaded: new Map() });
  this.filters = list.filters;
  let first = 0;
  this.kinds = list.kinds.map(([kind, count]) => ({ kind, first, end: (first += count) }));
  this.size = first;
 }

 // Loads a file once. A failure is forgotten, so that it is tried again.
 once(path, read) {
  if (!this.loaded.has(path)) {
   const loading = read(`${this.folder}${path}`).catch((error) => { this.loaded.delete(path); throw error; });
   this.loaded.set(path, loading);
  }
  return this.loaded.get(path);
 }

 shards(from, to) {
  const { words } = this.list, behind = (text) => firstWhere(words.length, (at) => words[at][0] > text);
  const files = words.slice(Math.max(behind(from) - 1, 0), behind(to)).map(([, file]) => file);
  const read = async (address) => new Shard(await bytesOf(address));
  return { count: files.length, load: () => Promise.all(files.map((file) => this.once(`words/${file}.bin`, read))) };
 }

 // The stems to look for, each with its shard, its factor and its words.
 async stems(word, isUnfinished) {
  const range = this.shards(word, `${word}\u{10ffff}`), isShort = range.count > mostShards;
  const shards = await (isShort ? this.shards(word, word) : range).load(), found = new Map();
  for (const shard of shards) {
   for (let at = firstWhere(shard.words.length, (at) => shard.words[at] >= word); shard.words[at]?.startsWith(word); at++) {
    const isSame = shard.words[at] === word, stem = shard.stems[at];
    if (!isSame && (isShort || !isUnfinished)) break;
    const factor = isSame ? 1 : completed, name = `${shards.indexOf(shard)} ${stem}`;
    if (!found.has(name)) found.set(name, { shard, stem, factor });
   }
  }
  return [...found.values()];
 }

 // A word that is unknown is looked for as the beginning of others, at last with its end left out.
 async matches(word, isLast) {
  const exact = await this.stems(word, isLast);
  if (exact.length) return exact;
  for (let length = word.length; length >= Math.max(4, word.length / 2); length--) {
   const stems = await this.stems(word.slice(0, length), true);
   if (stems.length) return stems.map((stem) => ({ ...stem, factor: length < word.length ? shortened : completed }));
  }
  return [];
 }

 // Documents that have all words and all values, by kind, the best first. If there are none, those with the most of the words.
 async search(term, values = {}) {
  const terms = wanted(term ?? ""), chosen = Object.entries(values).filter(([, value]) => value);
  if (!terms.length && !chosen.length) return { total: 0, kinds: [] };
  const isUnfinished = /[\p{L}\p{M}\p{N}]$/u.test(term ?? "");
  const [allowed, ...matches] = await Promise.all([
   this.chosen(chosen),
   ...terms.map((word, at) => this.matches(word, isUnfinished && at === terms.length - 1)),
  ]);
  const scores = new Float32Array(this.size), hits = new Uint16Array(this.size), marked = new Map();
  for (const [at, stems] of matches.entries()) this.add(stems, at, scores, hits, marked);
  const isAllowed = (document) => allowed.every((set) => set.has(document));
  const most = hits.reduce((most, count, document) => (count > most && isAllowed(document) ? count : most), 0);
  if (terms.length && !most) return { total: 0, kinds: [] };
  const kinds = this.kinds.map(({ kind, first, end }) => {
   const documents = [];
   for (let document = first; document < end; document++) {
    if (hits[document] === most && isAllowed(document)) documents.push(document);
   }
   documents.sort((a, b) => scores[b] - scores[a] || a - b);
   const results = documents.map((document) => ({ score: scores[document], load: () => this.result(document, marked) }));
   return { kind, results };
  });
  const found = kinds.filter(({ results }) => results.length);
  return { total: found.reduce((sum, { results }) => sum + results.length, 0), kinds: found, isPartial: most < terms.length };
 }

 // Adds the best score that a document has for one of the words, by the formula of BM25; the build has made the weights.
 add(stems, term, scores, hits, marked) {
  const best = new Map();
  for (const { shard, stem, factor } of stems) {
   shard.stems.forEach((other, at) => { if (other === stem) marked.set(shard.words[at], term); });
   const { documents, weights } = shard.postings(stem), count = documents.length;
   const rarity = Math.log(1 + (this.size - count + 0.5) / (count + 0.5)) * factor;
   documents.forEach((document, at) => {
    best.set(document, Math.max(best.get(document) ?? 0, rarity * weights[at]));
   });
  }
  for (const [document, score] of best) {
   scores[document] += score;
   hits[document]++;
  }
 }

 // The sets of documents with the chosen values.
 async chosen(values) {
  if (!values.length) return [];
  const numbers = new Numbers(await this.once(`filters/${this.list.filter_file}.bin`, bytesOf)), sets = [];
  for (const [name, known] of Object.entries(this.filters)) {
   for (const value of known) {
    const documents = numbers.documents();
    if (values.some(([wanted, one]) => wanted === name && one === value)) sets.push(new Set(documents));
   }
  }
  return sets.length === values.length ? sets : [new Set()];
 }

 async result(document, marked) {
  const { keys, keys_in_block: blockLength } = this.list, block = Math.floor(document / blockLength);
  const bytes = await this.once(`keys/${keys[block]}.bin`, bytesOf), at = (document % blockLength) * 3;
  const [first, ...others] = [...bytes.subarray(at, at + 3)].map((byte) => byte.toString(16).padStart(2, "0"));
  const text = await this.once(`texts/${first}/${others.join("")}.bin`, async (address) => (await unpacked(address)).json());
  const { url, title, kind, summary, cautions } = text;
  return { url, title, kind, summary, cautions, ...excerpt(text, marked) };
 }
}

const excerptLength = 26, wordsBefore = 4;

// The part of a section with the most of the words that were looked for.
const best = (section, marked) => {
 const text = section.text ?? "", all = [...words(text)], terms = all.map(({ word }) => marked.get(word));
 const inTitle = [...words(section.title ?? "")].filter(({ word }) => marked.has(word)).length;
 const rate = (from) => {
  const found = terms.slice(from, from + excerptLength).filter((term) => term !== undefined);
  return new Set(found).size * 100 + found.length;
 };
 const starts = [0, ...terms.flatMap((term, at) => (term === undefined ? [] : [Math.max(0, at - wordsBefore)]))];
 const rated = starts.map((from) => ({ from, rating: rate(from) + inTitle * 10 }));
 return { section, text, all, ...rated.reduce((one, other) => (other.rating > one.rating ? other : one)) };
};

// The pieces of an excerpt, of which some are marked, and the heading that leads to it.
const excerpt = ({ url, sections }, marked) => {
 const rated = sections.map((section) => best(section, marked));
 let chosen = rated.reduce((one, other) => (other.rating > one.rating ? other : one));
 if (!chosen.text) chosen = { ...chosen, ...(rated.find(({ text }) => text) ?? {}), section: chosen.section };
 const { section, text, all, from } = chosen, shown = all.slice(from, from + excerptLength), pieces = [];
 const last = shown.at(-1)?.end ?? 0, end = from + excerptLength < all.length ? last : text.length;
 let at = from ? shown[0].start : 0;
 if (at) pieces.push({ text: "…" });
 for (const { word, start, end } of shown.filter(({ word }) => marked.has(word))) {
  if (end <= at) continue;
  if (start > at) pieces.push({ text: text.slice(at, start) });
  pieces.push({ text: text.slice(Math.max(start, at), end), isMarked: true });
  at = end;
 }
 if (end > at) pieces.push({ text: text.slice(at, end) });
 if (end < text.length) pieces.push({ text: "…" });
 const place = section.id && chosen.rating ? { title: section.title, url: `${url.split("#")[0]}#${section.id}` } : undefined;
 return { excerpt: pieces, place };
};

/** Opens the index in a folder, whose address ends with a slash. */
export const open = async (folder) => {
 const list = await (await request(`${folder}index.json`, { cache: "no-cache" })).json();
 if (list.format !== format) throw new Error(`${folder} has another format`);
 return new Index(folder, list);
};
