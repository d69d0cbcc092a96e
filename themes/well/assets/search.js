// Searches the site: in a dialog over any page, and on the page to search on. The form of that page is the one in both.
const doc = document, shown = { dialog: 4, page: 10 }, samples = [0, 1, 2, 3, 11, 100];
let engine, dialog;

const make = (tag, values = {}, ...children) => {
 const made = Object.assign(doc.createElement(tag), values);
 made.append(...children);
 return made;
};

// The index comes with the script that reads it. A failure is tried again with the next word.
const load = (folder) => (engine ??= loadFrom(folder).catch((error) => { engine = undefined; throw error; }));
const loadFrom = async (folder) => (await import(`${folder}../reader.js`)).open(folder);

// "3 results" in the plural of the language: the form was written for a number of the same sort.
const count = (form, number) => {
 const rules = new Intl.PluralRules(doc.documentElement.lang || undefined), forms = form.dataset.counts.split("|");
 const at = samples.findIndex((sample) => sample === number || (number && sample && rules.select(sample) === rules.select(number)));
 return forms[Math.max(at, 0)].replace(/\d+/, number);
};

const entry = ({ url, title, kind, summary, cautions, excerpt, place }) => {
 const pieces = excerpt.map(({ text, isMarked }) => (isMarked ? make("mark", {}, text) : text));
 const item = make("li", {}, make("a", { className: "found-title", href: url, textContent: title }));
 // Of an exercise it says what it is for: a step must not stand without the cautions.
 const shown = summary === undefined ? pieces : [summary].filter(Boolean);
 if (shown.length) item.append(make("p", { className: "found-text" }, ...shown));
 if (cautions) item.append(make("ul", { className: "facts" }, make("li", { className: "caution-chip", textContent: cautions })));
 if (kind !== "glossary" && place) item.append(make("p", { className: "found-place" }, make("a", { href: place.url, textContent: place.title })));
 return item;
};

// One kind of page, the best first, a few at a time. Nothing of it is loaded yet.
const group = (form, kind, results, level, step) => {
 const id = `found-${kind}-${level}`, list = make("ol", { className: "found-list" });
 const more = make("button", { type: "button", className: "search-more", textContent: form.dataset.more });
 const title = make(`h${level}`, { id, className: "found-kind" }, form.getAttribute(`data-kind-${kind}`), " ", make("span", { textContent: results.length }));
 const section = make("section", { className: "found" }, title, list);
 section.setAttribute("aria-labelledby", id);
 more.setAttribute("aria-describedby", id);
 const add = async (number) => {
  const from = list.children.length, data = await Promise.all(results.slice(from, from + number).map((result) => result.load()));
  list.append(...data.map(entry));
  if (list.children.length < results.length) section.append(more); else more.remove();
  return list.children[from];
 };
 more.addEventListener("click", async () => (await add(step)).querySelector("a").focus());
 return { section, add };
};

// Makes a form search. `place` is "dialog" or "page".
const start = (form, place) => {
 const field = form.elements.q, selects = [...form.querySelectorAll("select")], says = form.querySelector("[role=status]");
 const results = form.querySelector(".search-results"), names = place === "page" ? doc.querySelector(".names") : null;
 const wanted = new URLSearchParams(place === "page" ? location.search : "");
 let turn = 0, timer = 0;
 const say = (text) => { if (says.textContent !== text) says.textContent = text; };

 const fill = (filters) => {
  for (const select of selects.filter((select) => select.disabled)) {
   const values = filters[select.name] ?? [];
   if (values.length < 2) continue;
   select.append(...values.map((value) => make("option", { value, textContent: value })));
   if (values.includes(wanted.get(select.name))) select.value = wanted.get(select.name);
   select.disabled = false;
   select.closest("label").hidden = false;
  }
 };
 // The best result is loaded and shown first, then the others of its kind, then the other kinds.
 const show = async ({ total, kinds, isPartial }, term, own) => {
  // The names of authors and journals have some word of many searches, so sources that lack a word come last.
  const isLast = ({ kind }) => Number(isPartial && kind === "source");
  if (term) kinds.sort((a, b) => isLast(a) - isLast(b) || b.results[0].score - a.results[0].score);
  const step = shown[place], level = place === "page" ? 2 : 3;
  const [first, ...others] = kinds.map(({ kind, results }) => group(form, kind, results, level, step));
  await first?.add(1);
  if (own !== turn) return;
  const hint = !total ? form.dataset.hint : isPartial && form.dataset.partial;
  results.replaceChildren(...(hint ? [make("p", { className: "search-hint", textContent: hint })] : []), ...(first ? [first.section] : []));
  if (kinds[0]?.results.length > 1) await first.add(step - 1);
  await Promise.all(others.map(({ add }) => add(step)));
  if (own !== turn) return;
  results.append(...others.map(({ section }) => section));
  say(count(form, total));
 };
 const find = async () => {
  const own = ++turn, term = field.value.trim() || null;
  try {
   if (!engine) say(form.dataset.loading);
   const index = await load(form.dataset.index);
   fill(index.filters);
   const filters = Object.fromEntries(selects.filter((select) => select.value).map((select) => [select.name, select.value]));
   const isEmpty = !term && !Object.keys(filters).length;
   if (own !== turn) return;
   if (names) names.hidden = !isEmpty;
   if (place === "page") keep(filters);
   if (isEmpty) return results.replaceChildren(), say("");
   const found = await index.search(term, filters);
   if (own === turn) await show(found, term, own);
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
