// Searches in the index of one language, which the build has made. `open` loads the list of the index; a search loads the files
// that have its words, and `load` of a result loads its text. The format is described in the source of the program.

const format = 2;

// Takes a text apart into words, as the build did: runs of letters, marks and digits, with apostrophes and joiners inside. In scripts that
// put no blank between words, each pair of neighbours is a word. An elided article is left out: "l'arthrose" is "arthrose".
const letter = "[\\p{Alphabetic}\\p{N}\\p{M}]";
const joiner = "\u00ad\u034f\u200c\u200d\u2060\ufeff";
const runs = new RegExp(`${letter}+(?:['\u2019${joiner}][${joiner}]*${letter}+)*`, "gu");
const inside = new RegExp(`['\u2019${joiner}]`, "gu");
const elided = new RegExp(`^(?:[cdjlmnst]|qu|un|all|dall|dell|nell)['\u2019](?=${letter}{2})`, "iu");
const unspaced = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]";
const stretches = new RegExp(`${unspaced}+|(?:(?!${unspaced}).)+`, "gsu");
const isUnspaced = new RegExp(unspaced, "u");
const accents = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
const digits = /[\u0660-\u0669\u06f0-\u06f9]/g;
const letters = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ħ: "h", ı: "i", ى: "ي", ة: "ه" };
const longestWord = 64;

export const fold = (word) => {
 const cut = [...word.replace(inside, "")].slice(0, longestWord).join("");
 const lower = cut.normalize("NFKC").toLowerCase();
 return lower.normalize("NFKD").replace(accents, "").replace(digits, (digit) => digit.charCodeAt() & 15).replace(/[ßæœøłđħıىة]/g, (letter) => letters[letter]);
};

// The words of a text, each with its place.
export function* words(text) {
 for (const { 0: run, index } of text.matchAll(runs)) {
  const behind = elided.exec(run)?.[0].length ?? 0;
  for (const { 0: part, index: inside } of run.slice(behind).matchAll(stretches)) {
   const start = index + behind + inside;
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

// A part of the dictionary, and the documents of its stems. A word that a text has with hyphens, `x-ray`, is known as `xray`.
class Shard {
 constructor(bytes) {
  const numbers = new Numbers(bytes), textLength = numbers.next(), textEnd = numbers.at + textLength;
  this.spelt = new TextDecoder().decode(bytes.subarray(numbers.at, textEnd)).split("\n").slice(0, -1);
  this.words = this.spelt.map((word) => word.replaceAll("-", ""));
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
// What has more words than this is a question: of its words, only those count that at most one in so many documents has.
const longestPhrase = 4, shareOfTelling = 4;
// How much a word counts that only begins like the one that was typed, means the same, or has a part of it.
const completed = 0.6, renamed = 0.8, shortened = 0.3;

// Names are alike if they are the same but for an ending of two letters.
const alike = (a, b) => a === b || (Math.min(a.length, b.length) > 2 && Math.abs(a.length - b.length) < 3 && (a.startsWith(b) || b.startsWith(a)));

// What documents have for all of several words, with the sum of their scores.
const joint = (scores) => scores.reduce((some, more) => {
 const both = new Map();
 for (const [document, score] of some) if (more.has(document)) both.set(document, score + more.get(document));
 return both;
});

class Index {
 constructor(folder, list) {
  Object.assign(this, { folder, list, loaded: new Map() });
  this.filters = list.filters;
  let first = 0;
  this.kinds = list.kinds.map(([kind, count]) => ({ kind, first, end: (first += count) }));
  this.size = first;
  const { prefixes, endings } = list.forms;
  this.prefixes = prefixes && new RegExp(`^(?:${prefixes})$`, "u");
  this.endings = endings && new RegExp(`^(?:${endings})+$`, "u");
  this.synonyms = (list.synonyms ?? []).map((names) => names.map(wanted).filter(({ length }) => length));
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

 // Whether a word without its end may be a stem. The algorithms of some languages leave one of two equal letters.
 isEnding(stem, end) {
  if (!this.endings) return end.length <= Math.max(2, stem.length * 0.75);
  return this.endings.test(end) || (end[0] === stem.at(-1) && this.endings.test(end.slice(1)));
 }

 // The word, its common spelling if it has two, and as readers may type `ue` for `ü`, the word without that. In a language with few
 // umlauts, short words would become the beginning of too many others: "doe" of "dose".
 spellings(word) {
  const { spellings = [], umlauts } = this.list.forms;
  const s = spellings.length ? word.replace(/([iy])z(?=(?:e[drs]?|ers|ing|able|ation(?:s|al)?)$)/, "$1s") : word;
  const common = spellings.reduce((spelt, [from, to]) => spelt.replaceAll(from, to), s);
  const typed = umlauts || word.length > 4 ? word.replace(/([aou])e|(a)a/g, "$1$2") : word;
  return [...new Set([word, common, typed])];
 }

 // The stems of a word, and those that it would have if it is not in the index: as little as possible of it is left out.
 async stemmed(word, shortest = this.prefixes ? 2 : 3) {
  const spellings = this.spellings(word);
  for (let end = 1; this.prefixes && end < word.length; end++) {
   if (this.prefixes.test(word.slice(0, end))) spellings.push(word.slice(end));
  }
  const restored = [...(this.list.forms.restored ?? "")];
  for (let cut = 0; cut < word.length; cut++) {
   for (const spelling of spellings) {
    const stem = spelling.slice(0, spelling.length - cut), end = spelling.slice(stem.length);
    if (cut && (stem.length < shortest || !this.isEnding(stem, end))) continue;
    // What was left out in front of a vowel is restored first: "hoping" is "hope", and "hops" is "hop".
    const longer = stem.length < shortest ? [] : restored.map((letter) => stem + letter);
    for (const form of /^[aeiouy]/.test(end) ? [...longer, stem] : [stem, ...longer]) {
     const stems = await this.stems(form, false);
     if (stems.length) return stems;
    }
   }
  }
  return [];
 }

 // The words into which a word can be divided: as a text has it with hyphens, between letters and digits, or, if the word is
 // not in the index, as two words that are.
 async parts(word, isKnown) {
  const [{ shard, stem } = {}] = await this.stemmed(word);
  const hyphenated = shard?.spelt.find((spelt, at) => shard.stems[at] === stem && spelt.includes("-"));
  if (hyphenated) return hyphenated.split("-").filter(Boolean);
  const mixed = /^(\p{L}+)(\p{N}+)$|^(\p{N}+)(\p{L}+)$/u.exec(word);
  if (mixed) return mixed.slice(1).filter(Boolean);
  for (let end = word.length - 1, tries = 0; !isKnown && end > 0 && tries < mostShards; end--) {
   const two = [word.slice(0, end), word.slice(end)];
   if (!two.every((part) => part.length > 2 || /^[^aeiouy]$/.test(part)) || !(await this.begins(two[0])).length) continue;
   tries++;
   if ((await this.stemmed(two[1])).length) return two;
  }
  return [];
 }

 // The stems of the first word of a compound, which may lack its end: "Hüft" of "Hüfte".
 begins(word) {
  return this.list.forms.compounds && word.length > 3 ? this.known(word, false) : this.stems(word, false);
 }

 // The stems of words that a word is the end of. In a small index alone: in a larger one, compounds have their parts.
 async endsOf(word) {
  if (!this.list.forms.compounds || word.length < 4 || this.list.words.length > mostShards) return [];
  const found = [];
  for (const shard of await this.shards("", "\u{10ffff}").load()) {
   shard.words.forEach((known, at) => { if (known.endsWith(word) && known.length > word.length + 2) found.push({ shard, stem: shard.stems[at], factor: completed }); });
  }
  return found;
 }

 // A word that is not in the index is looked for by its stem, then as the beginning of others or as the end of a compound.
 async known(word, isLast) {
  const typed = await this.stems(word, isLast);
  if (typed.some(({ factor }) => factor === 1)) return typed;
  const same = await this.stemmed(word);
  if (same.length && !isLast) return same;
  const begun = (await Promise.all(this.spellings(word).map((spelling) => this.stems(spelling, true)))).flat();
  if (!same.length && !begun.length) return this.endsOf(word);
  return [...same, ...begun.map((stem) => ({ ...stem, factor: completed }))];
 }

 // At last the end of a word is left out.
 async similar(word) {
  for (let length = word.length - 1; length >= Math.max(4, word.length / 2); length--) {
   const start = word.slice(0, length), stems = [...(await this.stems(start, true)), ...(await this.endsOf(start))];
   if (stems.length) return stems.map((stem) => ({ ...stem, factor: shortened }));
  }
  return [];
 }

 // What documents may have for the words from one place to another: each word, both of two in one, its parts, or another name.
 async alternatives(terms, isUnfinished) {
  const name = (from, names) => names.flatMap((one) => (one.length && one.every((word, at) => alike(word, terms[from + at] ?? ""))
    ? names.filter((other) => other !== one).map((words) => ({ from, to: from + one.length, words, factor: renamed, isQuiet: words.length > 1 })) : []));
  const all = await Promise.all(terms.map(async (word, from) => {
   const stems = await this.known(word, isUnfinished && from === terms.length - 1);
   const parts = await this.parts(word, stems.length > 0), next = terms[from + 1];
   return [
    { from, to: from + 1, stems: [stems] },
    ...(next && !isUnspaced.test(word + next) ? [{ from, to: from + 2, stems: [await this.stemmed(word + next, word.length + 1)] }] : []),
    ...(parts.length ? [{ from, to: from + 1, words: parts }] : []),
    ...this.synonyms.flatMap((names) => name(from, names)),
   ];
  }));
  const known = (word) => this.known(word, false);
  return Promise.all(all.flat().map(async (one) => (one.stems ? one : { ...one, stems: await Promise.all(one.words.map(known)) })));
 }

 // Of a question, the words that say what it is about: "photo" and "text" of "How do I get a photo into the text?". A document need not
 // have all of them. In scripts without blanks, the number of words says nothing.
 telling(terms, best) {
  if (terms.length <= longestPhrase || terms.some((word) => isUnspaced.test(word))) return undefined;
  const rare = best.filter((map, at) => terms[at].length > 1 && map.size && map.size * shareOfTelling <= this.size);
  return rare.length ? rare : undefined;
 }

 // Documents that have all words and all values, by kind, the best first. If there are none, those with the most of the words.
 // For a question, those with any of the words that tell something.
 async search(term, values = {}) {
  const terms = wanted(term ?? ""), chosen = Object.entries(values).filter(([, value]) => value);
  if (!terms.length && !chosen.length) return { total: 0, kinds: [] };
  const isUnfinished = /[\p{L}\p{M}\p{N}]$/u.test(term ?? "");
  const [allowed, alternatives] = await Promise.all([this.chosen(chosen), this.alternatives(terms, isUnfinished)]);
  const best = terms.map(() => new Map()), marked = new Map();
  for (const one of alternatives) this.add(one, best, marked);
  let isDivided = false;
  for (const [at, word] of terms.entries()) {
   if (best[at].size) continue;
   // No document has both parts of a compound: then those with one of them are better than none.
   const parts = alternatives.filter(({ from, to, words, isQuiet }) => from === at && to === at + 1 && words && !isQuiet).flatMap(({ stems }) => stems.flat());
   isDivided ||= parts.length > 0;
   this.add({ from: at, to: at + 1, stems: [parts.length ? parts : await this.similar(word)], factor: parts.length ? shortened : 1 }, best, marked);
  }
  const telling = this.telling(terms, best), counted = telling ?? best;
  const scores = new Float32Array(this.size), hits = new Uint16Array(this.size);
  for (const [document, score] of counted.flatMap((map) => [...map])) {
   scores[document] += score;
   hits[document]++;
  }
  // A page counts the more, the more of the words it has.
  hits.forEach((count, document) => { scores[document] *= count; });
  const isAllowed = (document) => allowed.every((set) => set.has(document));
  const most = hits.reduce((most, count, document) => (count > most && isAllowed(document) ? count : most), 0);
  if (terms.length && !most) return { total: 0, kinds: [] };
  const least = telling ? 1 : most;
  const kinds = this.kinds.map(({ kind, first, end }) => {
   const documents = [];
   for (let document = first; document < end; document++) {
    if (hits[document] >= least && isAllowed(document)) documents.push(document);
   }
   documents.sort((a, b) => scores[b] - scores[a] || a - b);
   const results = documents.map((document) => ({ score: scores[document], load: () => this.result(document, marked) }));
   return { kind, results };
  });
  const found = kinds.filter(({ results }) => results.length);
  return { total: found.reduce((sum, { results }) => sum + results.length, 0), kinds: found, isPartial: isDivided || most < counted.length };
 }

 // Adds what documents have for one of the alternatives to the best of each word for which it stands.
 // Single words of another name are not marked where the name itself is known: "bones" is no match of "osteoporosis".
 add({ from, to, stems, factor = 1, isQuiet }, best, marked) {
  const scores = joint(stems.map((some) => this.scores(some)));
  if (!scores.size) return;
  for (const { shard, stem } of isQuiet && best[from].size ? [] : stems.flat()) {
   shard.stems.forEach((other, at) => { if (other === stem) marked.set(shard.words[at], from); });
  }
  for (const [document, score] of scores) {
   for (const map of best.slice(from, to)) map.set(document, Math.max(map.get(document) ?? 0, (score * factor) / stems.length));
  }
 }

 // The best score that a document has for one of several stems, by the formula of BM25; the build has made the weights.
 scores(stems) {
  const best = new Map();
  for (const { shard, stem, factor } of stems) {
   const { documents, weights } = shard.postings(stem), count = documents.length;
   const rarity = Math.log(1 + (this.size - count + 0.5) / (count + 0.5)) * factor;
   documents.forEach((document, at) => best.set(document, Math.max(best.get(document) ?? 0, rarity * weights[at])));
  }
  return best;
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
  const file = await this.once(`texts/${first}/${others.join("")}.bin`, async (address) => (await unpacked(address)).json());
  const place = document - this.kinds.findLast(({ first }) => first <= document).first;
  const text = Array.isArray(file) ? file[place % this.list.sources_in_file] : file;
  const { url, title, kind, summary, cautions } = text;
  return { url, title, kind, summary, cautions, ...excerpt(text, this.list.forms.compounds ? new Compounds(marked) : marked) };
 }
}

// The words that were looked for, with the compounds that have one of them.
class Compounds extends Map {
 get(word) {
  if (!super.has(word)) super.set(word, [...this].find(([part, term]) => term !== undefined && part.length > 3 && word.length > part.length + 3 && (word.startsWith(part) || word.endsWith(part)))?.[1]);
  return super.get(word);
 }
 has(word) {
  return this.get(word) !== undefined;
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
