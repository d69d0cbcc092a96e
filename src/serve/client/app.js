// The dashboard: overview, findings, care, drafts, links, sources. One document for all of them; the address says which is shown.
// Each loads its JSON, again after each build, and inserts it as text, never as markup.

import { element, link, dashboardUrl, plural, verdict } from "./parts.js";
import { listen } from "./stream.js";

const view = location.pathname.slice(dashboardUrl.length).replace(/\/$/, "") || "overview";
const main = document.querySelector("main");
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

// ---- Tools -------------------------------------------------------------------------------------------------------------

/** Counts how often each name occurs. Returns pairs of name and count, the most frequent first. */
function countByName(items, keyOf) {
  const counts = new Map();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || collator.compare(a[0], b[0]));
}

// The reader's filters are in the address, so that they can be bookmarked and sent, and survive a new build.
const filters = {
  get: (name) => new URLSearchParams(location.search).get(name) ?? "",
  set(name, value) {
    const query = new URLSearchParams(location.search);
    if (value) query.set(name, value);
    else query.delete(name);
    history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  },
};

const labelled = (label, control) => element("label", {}, element("span", {}, label), control);

function wordField(name, label) {
  const input = element("input", { type: "search", value: filters.get(name), autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => {
    filters.set(name, input.value);
    show();
  });
  return labelled(label, input);
}

/** A drop-down with the names that occur, and one entry for all. */
function selectField(name, label, items, valueOf) {
  const option = ([value, text]) =>
    element("option", { value, selected: value === filters.get(name) ? "" : null }, text);
  const options = countByName(items, valueOf).map(([value, number]) => [value, `${value} (${number})`]);
  const select = element("select", {}, [["", "All"], ...options].map(option));
  select.addEventListener("change", () => {
    filters.set(name, select.value);
    show();
  });
  return labelled(label, select);
}

function checkboxField(name, label) {
  const box = element("input", { type: "checkbox", checked: filters.get(name) ? "" : null });
  box.addEventListener("change", () => {
    filters.set(name, box.checked ? "yes" : "");
    show();
  });
  return element("label", { class: "tick" }, box, element("span", {}, label));
}

const matchesFilter = (name, value) => !filters.get(name) || value === filters.get(name);

function matchesWords(name, ...texts) {
  const wantedWords = filters.get(name).toLowerCase().split(/\s+/).filter(Boolean);
  const text = texts.join(" ").toLowerCase();
  return wantedWords.every((word) => text.includes(word));
}

// A long list shows its beginning and a button for the rest, which stays open when the list is rendered again.
const expandedLists = new Set();
function truncatedList(name, items, limit, makeNode, parent) {
  const shown = expandedLists.has(name) ? items.length : limit;
  parent.append(...items.slice(0, shown).map(makeNode));
  if (items.length <= shown) return [parent];
  const more = element("button", { type: "button", class: "more" }, `Show all ${items.length.toLocaleString("en")}`);
  more.addEventListener("click", () => {
    expandedLists.add(name);
    parent.append(...items.slice(shown).map(makeNode));
    more.remove();
  });
  return [parent, more];
}

function group(title, number, ...children) {
  return element(
    "section",
    {},
    element("h2", {}, title, element("span", {}, ` ${number.toLocaleString("en")}`)),
    ...children,
  );
}

const empty = (...children) => element("p", { class: "empty" }, ...children);
const summary = (...children) => element("p", { class: "summary" }, ...children);
const muted = (text) => element("span", { class: "place" }, ` ${text}`);

// ---- Tables ------------------------------------------------------------------------------------------------------------

/** Columns: `{ name, title, of: row => sort key, cell: row => node or text, number }`. The order is in the address. */
function table(caption, columns, rows, defaultSort) {
  const [columnName, order] = (filters.get("sort") || defaultSort).split(" ");
  const sortColumn = columns.find(({ name }) => name === columnName) ?? columns[0];
  const sign = order === "down" ? -1 : 1;
  const sorted = [...rows].sort((a, b) => sign * compareValues(sortColumn.of(a), sortColumn.of(b)));
  const direction = sign > 0 ? "ascending" : "descending";
  const head = columns.map((column) => heading(column, column === sortColumn && direction));
  const cell =
    (item) =>
    ({ number, cell: make }) =>
      element("td", { class: number && "number" }, make(item));
  const row = (item) => element("tr", {}, columns.map(cell(item)));
  const [body, showAllButton] = truncatedList(caption, sorted, 500, row, element("tbody"));
  const tableElement = element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, head)),
    body,
  );
  return [element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, tableElement), showAllButton];
}

function compareValues(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(a ?? "", b ?? "");
}

function heading({ name, title, number }, direction) {
  const button = element("button", { type: "button" }, title);
  button.addEventListener("click", () => {
    filters.set("sort", `${name} ${direction === "ascending" ? "down" : "up"}`);
    show();
    [...main.querySelectorAll("th button")].find((other) => other.textContent === title)?.focus();
  });
  return element("th", { scope: "col", "aria-sort": direction || null, class: number && "number" }, button);
}

// ---- Overview ----------------------------------------------------------------------------------------------------------

function overview({ findings, care, drafts, links, sources }) {
  const ofSeverity = (wanted) => findings.filter(({ severity }) => severity === wanted).length;
  const figures = [
    ["Errors", ofSeverity("error"), "findings?severity=error"],
    ["Warnings", ofSeverity("warning"), "findings?severity=warning"],
    ["To do", care.items.filter(({ state }) => state !== "soon").length, "care"],
    ["Pages", links.pages.length, "links"],
    ["Links between pages", links.links.length, "links"],
    ["Not published", drafts.length, "drafts"],
    ["Sources", sources.length, "sources"],
    ["Sources that nothing cites", sources.filter(({ cited }) => !cited).length, "sources?uncited=yes"],
  ];
  return [
    element("dl", { class: "figures" }, figures.map(figure)),
    counts(
      "Findings by rule",
      countByName(findings, ({ rule }) => rule),
      "findings?rule=",
    ),
    counts(
      "Pages by kind",
      countByName(links.pages, ({ kind }) => kind),
      "links?kind=",
    ),
  ];
}

function figure([name, number, page]) {
  return element("div", {}, element("dt", {}, link(dashboardUrl + page, name)), element("dd", {}, number.toLocaleString("en")));
}

function counts(title, pairs, page) {
  if (!pairs.length) return null;
  const line = ([name, number]) =>
    element("li", {}, link(dashboardUrl + page + encodeURIComponent(name), name), ` ${number.toLocaleString("en")}`);
  return element("section", {}, element("h2", {}, title), element("ul", { class: "counts" }, pairs.map(line)));
}

// ---- Findings ----------------------------------------------------------------------------------------------------------

function findingTools({ findings }) {
  return [
    selectField("severity", "Severity", findings, ({ severity }) => severity),
    selectField("rule", "Rule", findings, ({ rule }) => rule),
    wordField("words", "Words"),
  ];
}

function findingList({ findings }) {
  const isShown = ({ severity, rule, message, file }) =>
    matchesFilter("severity", severity) && matchesFilter("rule", rule) && matchesWords("words", message, file, rule);
  const shown = findings.filter(isShown);
  const files = [...Map.groupBy(shown, ({ file }) => file)];
  const rest = shown.length < findings.length ? ` of ${plural(findings.length, "finding")}` : "";
  return [
    summary(`${plural(shown.length, "finding")} in ${plural(files.length, "file")}${rest}`),
    ...truncatedList("files", files, 100, fileSection, element("div")),
  ];
}

function fileSection([file, findings]) {
  const pairs = countByName(findings, ({ severity }) => severity).map(([severity, number]) => plural(number, severity));
  return element(
    "section",
    { class: "file" },
    element("h2", {}, file, element("span", {}, ` ${pairs.join(", ")}`)),
    truncatedList(file, findings, 50, findingItem, element("ul")),
  );
}

function findingItem({ rule, severity, message, help, file, line, column, excerpt, editor, page }) {
  const place = `${file}:${line}:${column}`;
  const ofRule = link(`${dashboardUrl}findings?rule=${encodeURIComponent(rule)}`, rule, { class: "rule" });
  return element(
    "li",
    {},
    element("p", {}, element("span", { class: `severity ${severity}` }, severity), ` ${message} `, ofRule),
    element("p", { class: "place" }, link(editor, place), page && [" · ", link(page, "page")]),
    excerpt && element("pre", { tabindex: "0", role: "group", "aria-label": `Excerpt of ${place}` }, excerpt),
    help && element("p", { class: "help" }, help),
  );
}

// ---- Care --------------------------------------------------------------------------------------------------------------

const states = { overdue: "Overdue", due: "To do now", soon: "Soon" };
const actorName = ({ id, name }) => (id ? `${name} (${id})` : name);

function careTools({ care }) {
  return [
    selectField("kind", "Kind", care.items, ({ heading }) => heading),
    selectField("who", "Who", care.items.flatMap(({ who }) => who), actorName),
    wordField("words", "Words"),
  ];
}

function careList({ care }) {
  const isShown = ({ heading, who, message, file, page, source }) =>
    matchesFilter("kind", heading) &&
    (!filters.get("who") || who.some((actor) => matchesFilter("who", actorName(actor)))) &&
    matchesWords("words", message, file, page?.title ?? "", source ?? "");
  const shown = care.items.filter(isShown);
  if (!shown.length) return [empty("Nothing to do.")];
  const part = ([state, title]) => {
    const items = shown.filter((item) => item.state === state);
    return items.length ? group(title, items.length, ...truncatedList(title, items, 200, careItem, element("ul"))) : null;
  };
  return [summary(`${plural(shown.length, "item")} on ${care.date}`), ...Object.entries(states).map(part)];
}

function careItem({ heading, message, help, page, address, sentence, file, line, until, since, who, command, changes, places }) {
  const all = places.length ? places : [{ file, line }];
  const days = [until && `until ${until}`, since && since !== until && `since ${since}`].filter(Boolean).join(", ");
  const diff = changes.flatMap(({ part, difference, lines }) => [`${part} ${difference}`, ...lines]).join("\n");
  return element(
    "li",
    {},
    element("p", {}, element("strong", {}, heading), ` ${message}`),
    page && element("p", {}, link(address, page.title), muted(page.id)),
    sentence && element("blockquote", {}, sentence),
    element("p", { class: "place" }, all.map((place) => `${place.file}:${place.line}`).join(", ")),
    element("p", { class: "place" }, [who.map(actorName).join(", "), days].filter(Boolean).join(" · ")),
    element("p", {}, element("code", {}, command)),
    help && element("p", { class: "help" }, help),
    diff && element("pre", { tabindex: "0", role: "group", "aria-label": `What changed in ${page?.title ?? file}` }, diff),
  );
}

// ---- Drafts and sources ------------------------------------------------------------------------------------------------

const reasons = { draft: "Drafts", future: "Published in the future", expired: "Expired", withdrawn: "Withdrawn" };

function draftList({ drafts }) {
  const line = ({ file, title, url }) => element("li", {}, link(url, title || file), muted(file));
  const list = ([why, pages]) => group(reasons[why] ?? why, pages.length, truncatedList(why, pages, 500, line, element("ul")));
  return drafts.length ? [...Map.groupBy(drafts, ({ why }) => why)].map(list) : [empty("Every page is published.")];
}

function sourceList({ sources }) {
  const isShown = ({ key, label, title, cited }) =>
    (!filters.get("uncited") || !cited) && matchesWords("words", key, label, title);
  const shown = sources.filter(isShown);
  return [
    summary(plural(shown.length, "source")),
    ...table(
      "Sources",
      [
        {
          name: "label",
          title: "Name",
          of: ({ label }) => label,
          cell: ({ url, label, key }) => link(url, label || key),
        },
        { name: "title", title: "Title", of: ({ title }) => title, cell: ({ title }) => title },
        { name: "year", title: "Year", of: ({ year }) => Number(year) || 0, cell: ({ year }) => year, number: true },
        { name: "cited", title: "Cited", of: ({ cited }) => cited, cell: ({ cited }) => String(cited), number: true },
        { name: "key", title: "Key", of: ({ key }) => key, cell: ({ key }) => element("code", {}, key) },
      ],
      shown,
      "label up",
    ),
  ];
}

// ---- Links -------------------------------------------------------------------------------------------------------------

const nameOf = (page) => page.title || page.url;
const aboutPage = (page) => `${dashboardUrl}links?page=${encodeURIComponent(page.url)}`;

/** For each page the indices of those that it links to and of those that link to it. */
function neighbours({ pages, links }) {
  const [to, from] = [pages.map(() => new Set()), pages.map(() => new Set())];
  for (const [start, end] of links) {
    if (start === end) continue;
    to[start].add(end);
    from[end].add(start);
  }
  return { pages, to, from };
}

const isOfKind = ({ kind }) => matchesFilter("kind", kind);

// Suggests under the field the pages whose title or address contains the words. Choosing one shows its neighbours.
function pageSearch({ pages }) {
  const suggestions = element("ul", { class: "found" });
  const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const line = (page) => element("li", {}, link(aboutPage(page), nameOf(page)), muted(page.url));
  input.addEventListener("input", () => {
    const query = input.value.trim().toLowerCase();
    const matches = pages.filter(({ title, url }) => query && `${title} ${url}`.toLowerCase().includes(query));
    suggestions.replaceChildren(...matches.slice(0, 12).map(line));
  });
  return element("div", { class: "chooser" }, labelled("Focus on a page", input), suggestions);
}

function linkList({ links }) {
  const linksOfPages = neighbours(links);
  if (!filters.get("page")) return wholeSite(linksOfPages);
  const focus = links.pages.findIndex(({ url }) => url === filters.get("page"));
  const whole = link(`${dashboardUrl}links`, "See the whole site");
  return focus < 0 ? [empty("There is no such page now. ", whole)] : aroundPage(linksOfPages, focus, whole);
}

function aroundPage({ pages, to, from }, focus, whole) {
  const page = pages[focus];
  const byName = (a, b) => collator.compare(nameOf(a), nameOf(b));
  const [linkingPages, linkedPages] = [from, to].map((side) =>
    [...side[focus]]
      .map((index) => pages[index])
      .filter(isOfKind)
      .sort(byName),
  );
  const lists = [
    sideList("Linked from", linkingPages, "No page's text links here or shows it."),
    sideList("Links to", linkedPages, "Its text links to no page and shows none."),
  ];
  return [
    summary(link(page.url, nameOf(page)), ` ${page.file} `, whole),
    ...lists,
  ];
}

function sideList(title, pages, emptyText) {
  const line = (page) => element("li", {}, link(aboutPage(page), nameOf(page)), muted(page.kind));
  return group(title, pages.length, pages.length ? truncatedList(title, pages, 200, line, element("ul")) : empty(emptyText));
}

function wholeSite({ pages, to, from }) {
  const rows = [...pages.entries()].map(([index, page]) => ({ page, into: from[index].size, out: to[index].size }));
  const shown = rows.filter(({ page }) => isOfKind(page));
  const unlinked = shown.filter(({ into }) => !into).length;
  return [
    summary(`${plural(shown.length, "page")}; ${unlinked.toLocaleString("en")} that no page's text links to or shows`),
    ...pageTable(shown),
  ];
}

function pageTable(rows) {
  return table(
    "Pages and their links",
    [
      {
        name: "title",
        title: "Page",
        of: ({ page }) => nameOf(page),
        cell: ({ page }) => link(aboutPage(page), nameOf(page)),
      },
      { name: "kind", title: "Kind", of: ({ page }) => page.kind, cell: ({ page }) => page.kind },
      { name: "in", title: "Linked from", of: ({ into }) => into, cell: ({ into }) => String(into), number: true },
      { name: "out", title: "Links to", of: ({ out }) => out, cell: ({ out }) => String(out), number: true },
    ],
    rows,
    "in up",
  );
}

// ---- Rendering ---------------------------------------------------------------------------------------------------------

// Each page has the JSON that it loads, the tools above its list, and the list, which is rendered again after each change.
const views = {
  overview: { title: "Preview", reads: ["findings", "care", "drafts", "links", "sources"], list: overview },
  findings: { title: "Findings", reads: ["findings"], tools: findingTools, list: findingList },
  care: { title: "Care", reads: ["care"], tools: careTools, list: careList },
  drafts: { title: "Drafts, future and expired pages", reads: ["drafts"], list: draftList },
  links: {
    title: "Links",
    reads: ["links"],
    tools: ({ links }) => [pageSearch(links), selectField("kind", "Kind", links.pages, ({ kind }) => kind)],
    list: linkList,
  },
  sources: {
    title: "Sources",
    reads: ["sources"],
    tools: () => [wordField("words", "Words"), checkboxField("uncited", "Only those that nothing cites")],
    list: sourceList,
  },
};

const page = views[view] ?? views.overview;
const tools = element("form", { class: "tools", role: "search" });
const result = element("div", { id: "result" });
const failed = element("p", { class: "empty", role: "alert" });
let [data, texts] = [null, []];

function show() {
  result.replaceChildren(...page.list(data).flat().filter(Boolean));
}

async function read(name) {
  const response = await fetch(`${dashboardUrl}${name}.json`, { cache: "no-store" });
  if (!response.ok) throw new Error(`${name}.json: ${response.status}`);
  return response.text();
}

// A list that a build did not change stays as it is, with the focus in it. The tools are rendered again for their counts,
// except for a field that has the focus.
async function load() {
  const shownTexts = texts;
  texts = await Promise.all(page.reads.map(read));
  if (texts.every((text, index) => text === shownTexts[index])) return;
  data = Object.fromEntries(page.reads.map((name, index) => [name, JSON.parse(texts[index])]));
  if (page.tools && !tools.contains(document.activeElement)) tools.replaceChildren(...page.tools(data));
  const scrolledTo = scrollY;
  show();
  scrollTo({ top: scrolledTo, behavior: "instant" });
}

// Loads once at a time. Builds that end meanwhile lead to one more load.
let [isLoading, isOutdated] = [false, false];
async function refresh() {
  isOutdated = true;
  if (isLoading) return;
  isLoading = true;
  while (isOutdated) {
    isOutdated = false;
    await load().then(() => failed.remove(), showError);
  }
  isLoading = false;
}

function showError(error) {
  failed.textContent = `The server did not answer as expected (${error.message}).`;
  result.before(failed);
}

function showState({ state, text }) {
  const line = document.getElementById("state");
  line.className = state;
  line.textContent = text;
}

document.title = page.title === "Preview" ? "Preview" : `${page.title} – Preview`;
document
  .querySelector(`nav a[href="${page === views.overview ? "./" : view}"]`)
  ?.setAttribute("aria-current", "page");
tools.addEventListener("submit", (event) => event.preventDefault());
main.replaceChildren(element("h1", {}, page.title), ...(page.tools ? [tools] : []), result);
listen({
  built(build) {
    showState(verdict(build));
    refresh();
  },
  away: () => showState({ state: "away", text: "Reconnecting…" }),
});
