// What a page has around its text and in it, for the preview pane: its sources, its disclaimers, and the words of terms and doses. What the
// settings ask for comes from the configuration; everything else from the entries themselves.

export const isFilled = (value) => ![undefined, null, "", false].includes(value) && !(Array.isArray(value) && value.length === 0);
export const list = (value) => (Array.isArray(value) ? value : isFilled(value) ? [value] : []);

export const inHtml = (text) => String(text ?? "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The counts of a dose, which have words: "3 sets". */
export const COUNTS = ["sets", "reps", "rounds"];

const CODE = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1|`[^`\n]*`/gm;
/** An embedded exercise, also in a list or a quote; its label may have braces. */
const EXERCISE = /^[ \t>*+\-\d.)]*:{2,}exercise(?:\[[^\]\n]*\])?\{[^}\n]*#([\w-]+)/gm;
const KEY = /(?<![\p{L}\p{N}_@./])@([\p{L}\p{N}_](?:[\p{L}\p{N}_:.#$%&+?<>~/-]*[\p{L}\p{N}_/])?)/gu;
const MARKS = /(?<![\w:\\]):term\[((?:[^[\]\n]|\[[^[\]\n]*\])*)\](?:\{[^{}\n]*\})?|\{\{\s*dose\.(\w+)\s*\}\}/g;

/** The ids of the exercises that a page shows: in its text, or in its schedule. */
export function exercisesOf({ body, schedule }) {
  const text = String(body ?? "").replace(CODE, "");
  const inText = [...text.matchAll(EXERCISE)].map(([, id]) => id);
  return [...new Set([...inText, ...list(schedule).map((entry) => entry?.exercise).filter(isFilled)])];
}

/** The sources of a page in reading order, as choices of a citation. `exercises` are the entries of those that it shows. */
export function sourcesOf(data, exercises, sources) {
  const texts = [...list(data.key_points), data.body, ...exercises.map(({ body }) => body)];
  const keysIn = (text) => [...String(text ?? "").replace(CODE, "").matchAll(KEY)].map(([, key]) => key);
  const keys = [...texts.flatMap(keysIn), ...list(data.references)];
  return [...new Set(keys)].map((key) => sources.find(({ value }) => value === key)).filter(Boolean);
}

/** The ids of the disclaimers that a page asks for. `standing` are those of the settings, without which a page has none of its own. */
function askedFor(data, standing, topics) {
  if (!standing) return [];
  const about = new Set();
  const visit = (id) => {
    if (about.has(id)) return;
    about.add(id);
    list(topics?.get(id)?.broader).forEach(visit);
  };
  list(data.topics).forEach(visit);
  const ofTopics = Object.entries(standing.by_topic).filter(([topic]) => about.has(topic));
  const omitted = list(data.omit_disclaimers?.ids);
  return [...standing.always, ...ofTopics.flatMap(([, ids]) => ids), ...list(data.disclaimers)].filter((id) => !omitted.includes(id));
}

/**
 * The ids of the disclaimers of a page by their place. `standing` has those of the settings by collection; `entries` has the entries of
 * `disclaimers` and `topics` by id.
 */
export function disclaimersOf({ kind, collection, data }, exercises, { standing, entries }) {
  const records = entries.get("disclaimers") ?? new Map();
  const topics = entries.get("topics");
  const inUse = exercises.filter(({ withdrawn }) => !isFilled(withdrawn?.reason));
  const ofExercises = inUse.flatMap((exercise) => askedFor(exercise, standing.exercises, topics));
  const omitted = list(data.omit_disclaimers?.ids);
  const text = String(data.body ?? "");
  const shown = {
    "with-exercise": exercises.length > 0 || ["exercise", "programme"].includes(kind),
    "with-video": /^:{2,}(?:video|playlist)\b/m.test(text) || isFilled(data.video?.src),
  };
  const withMedia = [...records].filter(([, { placement }]) => shown[placement]).map(([id]) => id);
  const places = { top: [], bottom: [], "with-exercise": [], "with-video": [] };
  for (const id of new Set([...askedFor(data, standing[collection], topics), ...ofExercises, ...withMedia])) {
    if (omitted.includes(id) || !records.has(id)) continue;
    const { placement } = records.get(id);
    // A page without disclaimers of its own has those of its exercises beside them.
    const isOfExercise = !standing[collection] && !withMedia.includes(id);
    places[isOfExercise ? "with-exercise" : Object.hasOwn(places, placement) ? placement : "top"].push(id);
  }
  return places;
}

/** Words in place of the marks of terms and doses that a text has. `say` gives words of the theme. */
export function inWords(text, dose, say) {
  return text.replace(MARKS, (mark, term, name) => {
    if (term !== undefined) return term;
    const key = name.replace(/_in_words$/, "");
    if (!Object.hasOwn(dose ?? {}, key) || !isFilled(dose[key])) return mark;
    const amount = String(dose[key]);
    if (key === name || !COUNTS.includes(key)) return amount;
    return say(amount === "1" ? `text-dose-words-${key}-one` : `text-dose-words-${key}`).replace("{amount}", () => amount);
  });
}

/**
 * Puts words in place of marks in all texts of an element, except code, now and for each that is added. `doseOf` gives the dose at an element
 * in it.
 */
export function keepInWords(element, doseOf, say) {
  const { NodeFilter, MutationObserver } = element.ownerDocument.defaultView;
  const replace = (node) => {
    if (!node.parentElement || node.parentElement.closest("code, pre")) return;
    const words = inWords(node.data, doseOf(node.parentElement), say);
    if (words !== node.data) node.data = words;
  };
  const replaceIn = (root) => {
    if (root.nodeType === 3) replace(root);
    const texts = element.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) replace(texts.currentNode);
  };
  replaceIn(element);
  const observer = new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(replaceIn)));
  observer.observe(element, { childList: true, subtree: true });
  return observer;
}
