// Searches the site: in a dialog over any page, and on the page to search on. The form of that page is the one in both.
const doc = document, shown = { dialog: 4, page: 10 }, samples = [0, 1, 2, 3, 11, 100];
const kinds = ["article", "exercise", "programme", "topic", "glossary", "person", "page"];
let engine, dialog;

const make = (tag, values = {}, ...children) => {
 const made = Object.assign(doc.createElement(tag), values);
 made.append(...children);
 return made;
};

// The index comes in bundles that are searched as one. A failure is tried again with the next word.
const load = (index) => (engine ??= loadFrom(index).catch((error) => { engine = undefined; throw error; }));
const loadFrom = async (index) => {
 const list = await fetch(`${index}bundles.json`, { cache: "no-cache" });
 if (!list.ok) throw new Error(`${list.status} ${list.url}`);
 const [first, ...others] = await list.json();
 if (!first) return { search: async () => ({ results: [], filters: {} }), filters: async () => ({}) };
 const found = await import(`${index}${first}/pagefind.js`), options = { excerptLength: 26, excerptEllipsis: "…" };
 await found.options(options);
 await found.init();
 for (const other of others) await found.mergeIndex(`${index}${other}/`, options);
 return found;
};

// "3 results" in the plural of the language: the form was written for a number of the same sort.
const count = (form, number) => {
 const rules = new Intl.PluralRules(doc.documentElement.lang || undefined), forms = form.dataset.counts.split("|");
 const at = samples.findIndex((sample) => sample === number || (number && sample && rules.select(sample) === rules.select(number)));
 return forms[Math.max(at, 0)].replace(/\d+/, number);
};

// Words found are marked, without the punctuation at their ends; all else of an excerpt is text.
const ends = /^([^\p{L}\p{M}\p{N}]*)(.*?)([^\p{L}\p{M}\p{N}]*)$/su;
const excerpt = (marked) => {
 const plain = (text) => text.replace(/<\/?mark>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
 const parts = marked.split(/(<mark>.*?<\/mark>)/).filter(Boolean);
 return make("p", { className: "found-text" }, ...parts.flatMap((part) => {
  if (!part.startsWith("<mark>")) return plain(part);
  const [, before, word, after] = plain(part).match(ends);
  return [before, make("mark", {}, word), after].filter((piece) => piece !== "");
 }));
};

const entry = (kind, data) => {
 const item = make("li", {}, make("a", { className: "found-title", href: data.url, textContent: data.meta.title }));
 const best = data.sub_results.reduce((best, sub) => (sub.locations.length > (best?.locations.length ?? 0) ? sub : best), undefined);
 // Of an exercise it says what it is for: a step must not stand without the cautions.
 if (kind === "exercise") item.append(...(data.meta.dek ? [make("p", { className: "found-text", textContent: data.meta.dek })] : []));
 else item.append(excerpt(best?.excerpt ?? data.excerpt));
 if (kind !== "glossary" && best?.url.includes("#")) {
  item.append(make("p", { className: "found-place" }, make("a", { href: best.url, textContent: best.title })));
 }
 return item;
};

// One kind of page, the best first, a few at a time.
const group = async (form, kind, results, level, step) => {
 const id = `found-${kind}-${level}`, list = make("ol", { className: "found-list" });
 const more = make("button", { type: "button", className: "search-more", textContent: form.dataset.more });
 const title = make(`h${level}`, { id, className: "found-kind" }, form.getAttribute(`data-kind-${kind}`), " ", make("span", { textContent: results.length }));
 const section = make("section", { className: "found" }, title, list);
 section.setAttribute("aria-labelledby", id);
 more.setAttribute("aria-describedby", id);
 const add = async () => {
  const from = list.children.length, data = await Promise.all(results.slice(from, from + step).map((result) => result.data()));
  list.append(...data.map((one) => entry(kind, one)));
  if (list.children.length < results.length) section.append(more); else more.remove();
  return list.children[from];
 };
 more.addEventListener("click", async () => (await add()).querySelector("a").focus());
 await add();
 return section;
};

// Makes a form search. `place` is "dialog" or "page".
const start = (form, place) => {
 const field = form.elements.q, selects = [...form.querySelectorAll("select")], says = form.querySelector("[role=status]");
 const results = form.querySelector(".search-results"), names = place === "page" ? doc.querySelector(".names") : null;
 const wanted = new URLSearchParams(place === "page" ? location.search : "");
 let turn = 0, timer = 0;
 const say = (text) => { if (says.textContent !== text) says.textContent = text; };

 const fill = (found) => {
  for (const select of selects.filter((select) => select.disabled)) {
   const values = Object.keys(found[select.name] ?? {});
   if (values.length < 2) continue;
   select.append(...values.map((value) => make("option", { value, textContent: value })));
   if (values.includes(wanted.get(select.name))) select.value = wanted.get(select.name);
   select.disabled = false;
   select.closest("label").hidden = false;
  }
 };
 const show = async (found, term, filters, own) => {
  const counts = found.filters.kind ?? {}, groups = [];
  for (const kind of kinds.filter((kind) => counts[kind])) {
   const { results } = await found.engine.search(term, { filters: { ...filters, kind } });
   if (results.length) groups.push({ kind, results });
  }
  if (term) groups.sort((a, b) => b.results[0].score - a.results[0].score);
  const sections = await Promise.all(groups.map(({ kind, results }) => group(form, kind, results, place === "page" ? 2 : 3, shown[place])));
  if (own !== turn) return;
  results.replaceChildren(...sections);
  say(count(form, found.results.length));
  if (!found.results.length) results.append(make("p", { className: "search-hint", textContent: form.dataset.hint }));
 };
 const find = async () => {
  const own = ++turn, term = field.value.trim() || null;
  try {
   if (!engine) say(form.dataset.loading);
   const found = await load(form.dataset.index);
   fill(await found.filters());
   const filters = Object.fromEntries(selects.filter((select) => select.value).map((select) => [select.name, select.value]));
   const isEmpty = !term && !Object.keys(filters).length;
   if (own !== turn) return;
   if (names) names.hidden = !isEmpty;
   if (place === "page") keep(filters);
   if (isEmpty) return results.replaceChildren(), say("");
   await show({ engine: found, ...(await found.search(term, { filters })) }, term, filters, own);
  } catch {
   if (own !== turn) return;
   results.replaceChildren();
   if (names) names.hidden = false;
   say(form.dataset.failed);
  }
 };
 const keep = (filters) => {
  const query = new URLSearchParams({ ...(field.value.trim() && { q: field.value.trim() }), ...filters }).toString();
  history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}`);
 };

 form.addEventListener("input", (e) => {
  clearTimeout(timer);
  timer = setTimeout(find, e.target === field ? 180 : 0);
 });
 form.addEventListener("submit", (e) => {
  if (place === "page" || !field.value.trim()) e.preventDefault();
  clearTimeout(timer);
  if (place === "page") find();
 });
 // Up and down lead from the field through what was found, and back.
 form.addEventListener("keydown", (e) => {
  if (e.key !== "ArrowDown" && e.key !== "ArrowUp" || e.target.matches("select")) return;
  const stops = [field, ...results.querySelectorAll(".found-title")];
  const here = stops.indexOf(e.target.closest("li")?.querySelector(".found-title") ?? e.target);
  const to = stops[here + (e.key === "ArrowDown" ? 1 : -1)];
  if (here < 0 || !to) return;
  e.preventDefault();
  to.focus();
 });
 field.value = wanted.get("q") ?? "";
 form.classList.add("ready");
 find();
};

const onPage = doc.querySelector("[data-search]");

// The form comes from the page to search on, with its style.
const makeDialog = async (address) => {
 const answer = await fetch(address);
 if (!answer.ok) throw new Error(`${answer.status} ${address}`);
 const page = new DOMParser().parseFromString(await answer.text(), "text/html");
 const form = doc.adoptNode(page.querySelector("[data-search]")), style = page.querySelector("[data-search-style]");
 if (style) {
  const link = make("link", { rel: "stylesheet", href: style.getAttribute("href") });
  await new Promise((done) => { link.onload = link.onerror = done; doc.head.append(link); });
 }
 const close = make("button", { type: "button", className: "search-close", textContent: form.dataset.close });
 const title = make("h2", { id: "search-title", textContent: page.querySelector("h1").textContent });
 const made = make("dialog", { className: "search-dialog" }, make("div", { className: "search-head" }, title, close), form, slash(form));
 made.setAttribute("aria-labelledby", title.id);
 close.addEventListener("click", () => made.close());
 made.addEventListener("click", (e) => { if (e.target === made) made.close(); });
 made.addEventListener("keydown", (e) => { if (e.key === "Escape") { e.preventDefault(); made.close(); } });
 doc.body.append(made);
 return made;
};

// Whether "/" opens the search is the reader's choice.
const slash = (form) => {
 const box = make("input", { type: "checkbox", checked: true });
 try { box.checked = localStorage.getItem("search-slash") !== "off"; } catch { /* It stays as it is. */ }
 box.addEventListener("change", () => {
  try { box.checked ? localStorage.removeItem("search-slash") : localStorage.setItem("search-slash", "off"); } catch { /* It holds for this page. */ }
 });
 return make("label", { className: "search-slash" }, box, ` ${form.dataset.slash}`);
};

// However often it is asked for meanwhile, there is one.
const theDialog = async (address) => {
 const made = await makeDialog(address);
 start(made.querySelector("form"), "dialog");
 return made;
};

export const open = async (address) => {
 if (onPage) return onPage.elements.q.focus();
 dialog ??= theDialog(address).catch((error) => { dialog = undefined; throw error; });
 const made = await dialog, { q } = made.querySelector("form").elements;
 if (!made.open) made.showModal();
 q.select();
 q.focus();
};

if (onPage) start(onPage, "page");
