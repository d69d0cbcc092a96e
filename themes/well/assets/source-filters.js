// Filters of a citation index with many pages: by words, year, kind, design, and journal or publisher. The address holds what is chosen.
// The lists of the index say which sources fit; of these, ten at a time are taken from their pages.
(() => {
 const doc = document, form = doc.querySelector("[data-filter-lists]");
 if (!form) return;
 const result = form.querySelector("[role=status]"), fields = [...form.querySelectorAll("[data-filter]")];
 const reset = form.querySelector("[type=reset]"), found = doc.querySelector(".found"), more = found.querySelector("button");
 const list = found.querySelector("ol"), drawers = doc.querySelectorAll(".drawer"), { all, some, none, failed, total } = result.dataset;
 const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", atOnce = 10, loads = new Map();
 // Characters of scripts that are written without spaces are words of their own.
 const alone = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu;
 const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
 const wordsOf = (text) => fold(text).replace(alone, " $& ").split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean);
 let timer = 0, run = 0, places = [], shown = 0, conditions = [];

 // Each file is loaded once; one that failed is tried again.
 const load = (url, read) => {
  const start = async () => {
   const response = await fetch(url);
   if (!response.ok) throw new Error(response.status);
   return read(response);
  };
  if (!loads.has(url)) loads.set(url, start().catch((error) => { loads.delete(url); throw error; }));
  return loads.get(url);
 };
 const lists = (name) => load(form.dataset.filterLists + name, (response) => response.json());
 const slipsOf = (url) => load(url, async (response) => [...new DOMParser().parseFromString(await response.text(), "text/html").querySelectorAll(".slips > .slip")]);

 const decode = (text, into) => {
  let place = 0, distance = 0, unit = 1;
  for (const c of text) {
   const digit = digits.indexOf(c);
   distance += (digit % 32) * unit;
   unit *= 32;
   if (digit < 32) {
    into.add((place += distance));
    distance = 0;
    unit = 1;
   }
  }
 };
 // The places of the sources with a term, or with any term that begins so. A file has the terms from its first one to the next file's.
 const placesOf = async (term, isBeginning) => {
  const { files } = await lists("index.json"), into = new Set();
  const end = isBeginning ? `${term}\u{10ffff}` : term;
  const names = files.filter(([first], at) => first <= end && !(files[at + 1]?.[0] <= term)).map(([, name]) => name);
  for (const terms of await Promise.all(names.map(lists))) {
   if (!isBeginning) decode(terms[term] ?? "", into);
   else for (const word in terms) if (word.startsWith(term)) decode(terms[word], into);
  }
  return into;
 };
 const chosen = () => fields.filter((field) => field.value.trim());
 // A condition has the places that fulfil it, and a test for a source on its page, which may be newer than the lists.
 const conditionsOf = (field) => field.dataset.filter === "words"
  ? wordsOf(field.value).map((word) => ({ places: placesOf(word, true), fits: (slip) => fold(slip.textContent).includes(word) }))
  : [{ places: placesOf(`=${field.dataset.filter}=${field.value}`), fits: (slip) => slip.dataset[field.dataset.filter] === field.value }];

 const say = (text) => { if (result.textContent !== text) result.textContent = text; };
 const showMore = async (mine) => {
  const next = places.slice(shown, shown + atOnce), { pages } = await lists("index.json");
  let first = 0, at = 0;
  const wanted = next.map((place) => {
   while (place >= first + pages[at][1]) first += pages[at++][1];
   return { url: pages[at][0], number: place - first };
  });
  const slips = await Promise.all(wanted.map(async ({ url, number }) => (await slipsOf(url))[number]));
  if (mine !== run) return;
  const fitting = slips.filter((slip) => slip && conditions.every(({ fits }) => fits(slip)));
  if (!shown) list.replaceChildren();
  const added = fitting.map((slip) => list.appendChild(doc.importNode(slip, true)));
  // The button may be gone, and the reader goes on with what it has brought.
  if (shown && doc.activeElement === more) added[0]?.querySelector("a")?.focus();
  shown += next.length;
  more.hidden = shown >= places.length;
 };
 const apply = async () => {
  const mine = ++run, active = chosen();
  reset.disabled = !active.length;
  try {
   const next = active.flatMap(conditionsOf);
   const sets = (await Promise.all(next.map((condition) => condition.places))).sort((a, b) => a.size - b.size);
   if (mine !== run) return;
   conditions = next;
   shown = 0;
   places = sets.length ? [...sets[0]].filter((place) => sets.every((set) => set.has(place))).sort((a, b) => a - b) : [];
   if (places.length) await showMore(mine);
   else list.replaceChildren();
   if (mine !== run) return;
   found.hidden = !places.length;
   more.hidden = shown >= places.length;
   for (const drawer of drawers) drawer.hidden = sets.length > 0;
   say(!sets.length ? all : places.length ? some.replace("{shown}", places.length).replace("{total}", total) : none);
  } catch {
   if (mine === run) say(failed);
  }
 };
 const keep = () => {
  const query = new URLSearchParams(chosen().map((field) => [field.name, field.value.trim()])).toString();
  history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
 };
 const change = () => { clearTimeout(timer); timer = setTimeout(() => { keep(); apply(); }, 250); };
 const read = () => {
  const query = new URLSearchParams(location.search);
  for (const field of fields) {
   const value = query.get(field.name) ?? "";
   field.value = value;
   if (!(field.selectedIndex < 0)) continue;
   // Of the publishers, the most frequent ones are offered; an address may have any other.
   if (field.name === "publisher") field.add(new Option(value, value, false, true));
   else field.selectedIndex = 0;
  }
  apply();
 };
 form.addEventListener("input", change);
 form.addEventListener("reset", () => setTimeout(() => { change(); fields[0].focus(); }));
 form.addEventListener("submit", (event) => event.preventDefault());
 more.addEventListener("click", () => showMore(run).catch(() => say(failed)));
 addEventListener("pageshow", (event) => { if (event.persisted) read(); });
 addEventListener("popstate", read);
 form.classList.add("ready");
 read();
})();
