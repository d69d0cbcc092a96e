// The page for making a sheet: exercises are chosen, ordered and dosed here, and arranged with all their cautions first. The choice stands
// in the fragment of the address; names, telephone numbers and what is ticked stand nowhere. The HTML of exercises is that of the build;
// nothing of the address is ever read as HTML.
const doc = document, parts = doc.querySelector("[data-sheet]"), own = doc.querySelector(".own-sheet");
const words = parts.dataset, one = (selector, root = doc) => root.querySelector(selector);
const longest = 8000, most = 40, listed = 100, sizes = ["16", "20", "28"];

const make = (name, properties = {}, ...children) => {
  const node = Object.assign(doc.createElement(name), properties);
  node.append(...children);
  return node;
};
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const name = (node, label) => { node.setAttribute("aria-label", label); return node; };
// HTML of the build, as nodes.
const nodesOf = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes];

let data, exercises, withdrawn, chosen = [], size = sizes[0], ticked = new Set(), encode;

// -- The address ---------------------------------------------------------------------------------------------------------------

const readEntry = (text) => {
  try {
    const [id, fingerprint = "", ...dose] = text.split(",").map((part) => part.split(":").map(decodeURIComponent));
    return { id: id[0], fingerprint: fingerprint[0] ?? "", dose: dose.filter((pair) => pair.length === 2) };
  } catch {
    return undefined;
  }
};

const readFragment = (fragment) => {
  const read = { entries: [], size: undefined, isUnreadable: fragment.length > longest };
  for (const part of fragment.slice(0, longest).split("&").filter(Boolean)) {
    const at = part.indexOf("="), key = part.slice(0, at), value = part.slice(at + 1);
    const entry = key === "e" ? readEntry(value) : undefined;
    if (entry?.id) read.entries.push(entry);
    else if (key === "size" && sizes.includes(value)) read.size = value;
    else read.isUnreadable = true;
  }
  // What was cut off may have half a name.
  if (fragment.length > longest) read.entries.pop();
  return read;
};

const fragmentOf = (hasFingerprints) => {
  const entries = chosen.map(({ exercise, dose }) => {
    const doses = exercise.dose.filter((field) => field.options.length > 1)
      .map((field) => `,${field.name}:${encodeURIComponent(field.options[dose.get(field.name)].key)}`);
    return `e=${encodeURIComponent(exercise.id)},${hasFingerprints ? exercise.fingerprint : ""}${doses.join("")}`;
  });
  return entries.length ? [...entries, `size=${size}`].join("&") : "";
};
const addressOf = () => `${location.origin}${location.pathname}${chosen.length ? "#" : ""}${fragmentOf(true)}`;

// The position of the value that is asked for, or the nearest that is allowed.
const positionOf = (field, key) => {
  const exact = field.options.findIndex((option) => option.key === key);
  if (exact >= 0) return [exact, true];
  const number = /^\d{1,6}(\.\d{1,3})?$/.test(key) ? Number(key) : undefined;
  if (number === undefined) return [field.own, false];
  const distance = ({ key: other }) => (/^[\d.]+$/.test(other) ? Math.abs(Number(other) - number) : Infinity);
  const nearest = field.options.reduce((best, option, at) => (distance(option) < distance(field.options[best]) ? at : best), 0);
  return [distance(field.options[nearest]) === Infinity ? field.own : nearest, false];
};

const choice = (exercise) => ({ exercise, dose: new Map(exercise.dose.map((field) => [field.name, field.own])) });

const restore = (read, messages) => {
  chosen = [];
  size = read.size ?? size;
  let unknown = 0;
  for (const { id, fingerprint, dose } of read.entries) {
    const exercise = exercises.get(id), values = { title: exercise?.title ?? withdrawn.get(id) };
    if (withdrawn.has(id)) { messages.add(say("withdrawn", values)); continue; }
    if (!exercise) { unknown += 1; continue; }
    if (chosen.some((other) => other.exercise === exercise)) continue;
    if (chosen.length === most) { messages.add(say("full", { count: most })); break; }
    const entry = choice(exercise);
    if (fingerprint && fingerprint !== exercise.fingerprint) {
      messages.add(say("changed", values));
      entry.isChanged = true;
    }
    for (const [fieldName, key] of dose) {
      const field = exercise.dose.find((field) => field.name === fieldName);
      if (!field) { read.isUnreadable = true; continue; }
      const [position, isExact] = positionOf(field, key);
      entry.dose.set(field.name, position);
      if (!isExact) messages.add(say("clamped", { ...values, dose: `${field.label} ${field.options[position].shown}` }));
    }
    chosen.push(entry);
  }
  if (unknown) messages.add(say("unknown", { count: unknown }));
  if (read.isUnreadable) messages.add(words.unreadable);
};

// A fragment without a choice leads to a place of this page.
const isChoice = (fragment) => fragment.includes("=");

const readAddress = () => {
  const fragment = location.hash.slice(1), messages = new Set();
  if (isChoice(fragment)) restore(readFragment(fragment), messages);
  const box = one(".sheet-messages");
  box.firstElementChild.replaceChildren(...[...messages].map((text) => make("li", { textContent: text })));
  box.hidden = !messages.size;
};

const keepAddress = () => {
  const fragment = fragmentOf(true);
  history.replaceState(history.state, "", fragment ? `#${fragment}` : location.pathname + location.search);
};

// -- What can be chosen --------------------------------------------------------------------------------------------------------

const concerned = () => new Set(data.conditions.filter(({ id }) => ticked.has(id)).flatMap(({ id, near }) => [id, ...near]));
const cautionsFor = (exercise, conditions) => exercise.cautions.filter(({ condition }) => conditions.has(condition));

const fits = (exercise, conditions) => {
  const [regions, position] = ["regions", "position"].map((filter) => one(`[data-filter=${filter}]`).value);
  return (!regions || exercise.regions.includes(regions)) && (!position || exercise.position === position)
    && !(one("[data-leave-out]").checked && cautionsFor(exercise, conditions).length);
};

const listItem = (exercise, conditions) => {
  const box = make("input", { type: "checkbox", checked: chosen.some((entry) => entry.exercise === exercise) });
  box.addEventListener("change", () => {
    if (box.checked && chosen.length === most) {
      box.checked = false;
      announce(say("full", { count: most }));
    } else if (box.checked) add(exercise);
    else remove(exercise);
  });
  const cautions = cautionsFor(exercise, conditions).flatMap(({ html }) => nodesOf(html));
  return make("li", {}, make("label", { className: "sheet-tick" }, box, ` ${exercise.title}`), ...cautions);
};

const drawList = () => {
  const conditions = concerned(), fitting = data.exercises.filter((exercise) => fits(exercise, conditions));
  const shown = fitting.slice(0, listed);
  one(".sheet-list").replaceChildren(...shown.map((exercise) => listItem(exercise, conditions)));
  one(".sheet-found").textContent = say("some", { shown: shown.length, total: data.exercises.length });
};

const fillFilter = (filter, valuesOf) => {
  const select = one(`[data-filter=${filter}]`), values = [...new Set(data.exercises.flatMap(valuesOf))].filter(Boolean);
  values.sort((a, b) => a.localeCompare(b, doc.documentElement.lang));
  select.append(...values.map((value) => make("option", { value, textContent: value })));
  select.closest("label").hidden = values.length < 2;
  select.addEventListener("change", drawList);
};

const fillConditions = () => {
  const boxes = data.conditions.map(({ id, title }) => {
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      ticked[box.checked ? "add" : "delete"](id);
      drawList();
      drawSheet();
    });
    return make("label", { className: "sheet-tick" }, box, ` ${title}`);
  });
  one(".sheet-conditions").append(...boxes);
  one(".sheet-ticks").hidden = !boxes.length;
};

// -- What is chosen ------------------------------------------------------------------------------------------------------------

const announce = (text) => { one(".sheet-said").textContent = text; };

const changed = (text) => {
  drawList();
  drawChosen();
  drawSheet();
  keepAddress();
  announce(text);
};

const add = (exercise) => {
  const focused = indexInList(doc.activeElement);
  chosen.push(choice(exercise));
  changed(say("added", { title: exercise.title, number: chosen.length }));
  focusInList(focused);
};
const remove = (exercise) => {
  const focused = indexInList(doc.activeElement);
  chosen = chosen.filter((entry) => entry.exercise !== exercise);
  changed(say("removed", { title: exercise.title }));
  focusInList(focused);
};
// The list is drawn anew, and the box that was just ticked keeps the focus.
const indexInList = (node) => [...one(".sheet-list").children].indexOf(node?.closest?.(".sheet-list > li"));
const focusInList = (index) => one(".sheet-list").children[index]?.querySelector("input").focus();

const move = (index, by) => {
  const to = index + by;
  if (to < 0 || to >= chosen.length) return;
  const [entry] = chosen.splice(index, 1);
  chosen.splice(to, 0, entry);
  changed(say("moved", { title: entry.exercise.title, number: to + 1 }));
  one(".sheet-chosen").children[to].querySelector(by < 0 ? "[data-up]" : "[data-down]").focus();
};

const button = (label, title, run, mark) => {
  const node = name(make("button", { type: "button", className: "quiet", textContent: label }), `${label}: ${title}`);
  node.toggleAttribute(mark, true);
  node.addEventListener("click", run);
  return node;
};

const doseField = (entry, field, title) => {
  const label = make("span", { textContent: field.label });
  if (field.options.length < 2) return make("p", {}, label, " ", make("b", { textContent: field.options[field.own].shown }));
  const options = field.options.map(({ shown }, at) => make("option", { value: String(at), textContent: shown }));
  const select = name(make("select", { autocomplete: "off" }, ...options), `${field.label}: ${title}`);
  select.value = String(entry.dose.get(field.name));
  select.addEventListener("change", () => {
    entry.dose.set(field.name, Number(select.value));
    drawSheet();
    keepAddress();
    announce(`${title}: ${field.label} ${field.options[Number(select.value)].shown}`);
  });
  return make("label", {}, label, " ", select);
};

const chosenItem = (entry, index) => {
  const { exercise } = entry, { title } = exercise;
  const up = button(words.up, title, () => move(index, -1), "data-up");
  const down = button(words.down, title, () => move(index, 1), "data-down");
  up.ariaDisabled = index === 0;
  down.ariaDisabled = index === chosen.length - 1;
  const off = button(words.remove, title, () => {
    remove(exercise);
    (one(".sheet-chosen").children[Math.min(index, chosen.length - 1)]?.querySelector("[data-remove]") ?? one("#sheet-chosen")).focus();
  }, "data-remove");
  const doses = exercise.dose.map((field) => doseField(entry, field, title));
  const mark = entry.isChanged ? [make("p", { className: "notice", textContent: say("changed", { title }) })] : [];
  return make("li", {}, make("h3", {}, make("a", { href: exercise.url, textContent: title })), ...mark,
    make("div", { className: "sheet-doses" }, ...doses), make("p", { className: "sheet-moves" }, up, " ", down, " ", off));
};

const drawChosen = () => {
  const list = one(".sheet-chosen");
  list.replaceChildren(...chosen.map(chosenItem));
  list.hidden = !chosen.length;
  one(".sheet-empty").hidden = chosen.length > 0;
  one(".sheet-options").hidden = !chosen.length;
};

// -- The sheet -----------------------------------------------------------------------------------------------------------------

// Equal notices once, each with the titles of the exercises that have it.
const merged = (noticesOf) => {
  const byHtml = new Map();
  for (const { exercise } of chosen) {
    for (const notice of noticesOf(exercise)) {
      const known = byHtml.get(notice.html) ?? { ...notice, titles: [] };
      if (!known.titles.includes(exercise.title)) known.titles.push(exercise.title);
      byHtml.set(notice.html, known);
    }
  }
  return [...byHtml.values()];
};

const withTitles = (node, titles) => {
  if (chosen.length > 1) node.append(" ", make("span", { className: "caution-exercises", textContent: `(${titles.join(data.separator)})` }));
  return node;
};

const cautionNode = ({ html, condition }, conditions) => {
  const node = nodesOf(html)[0];
  if (conditions.has(condition)) {
    node.dataset.applies = "";
    node.append(" ", make("span", { className: "caution-applies", textContent: words.applies }));
  }
  return node;
};

const noticesBefore = (conditions) => {
  const cautions = merged((exercise) => exercise.cautions).sort((a, b) => a.rank - b.rank);
  const signals = merged((exercise) => exercise.stop.map((html) => ({ html })));
  const disclaimers = [...new Set(chosen.flatMap(({ exercise }) => exercise.disclaimers))];
  const nodes = [];
  if (cautions.length) {
    const boxes = cautions.map((caution) => withTitles(cautionNode(caution, conditions), caution.titles));
    nodes.push(make("div", { className: "cautions" }, ...boxes));
  }
  if (signals.length) {
    const items = signals.map(({ html, titles }) => withTitles(nodesOf(html)[0], titles));
    nodes.push(make("div", { className: "stop-if" }, make("p", { className: "stop-if-label", textContent: words.stopIf }), make("ul", {}, ...items)));
  }
  const warnings = merged((exercise) => exercise.warnings.map((html) => ({ html })));
  nodes.push(...warnings.map(({ html, titles }) => withTitles(make("div", {}, ...nodesOf(html)), titles)));
  nodes.push(...disclaimers.flatMap((position) => nodesOf(data.disclaimers[position])));
  return nodes;
};

const doseList = ({ exercise, dose }) => make("dl", { className: "dose" }, ...exercise.dose.map((field) => {
  const { shown } = field.options[dose.get(field.name)];
  const box = make("div", {}, make("dt", { textContent: field.label }), make("dd", { textContent: shown }));
  box.dataset.dose = field.name;
  return box;
}));

// Ids of several exercises must differ.
const withOwnIds = (section, prefix) => {
  for (const node of section.querySelectorAll("[id]")) node.id = prefix + node.id;
  for (const link of section.querySelectorAll("a[href^='#']")) link.setAttribute("href", `#${prefix}${link.getAttribute("href").slice(1)}`);
  for (const attribute of ["aria-labelledby", "aria-describedby", "for"]) {
    for (const node of section.querySelectorAll(`[${attribute}]`)) {
      node.setAttribute(attribute, node.getAttribute(attribute).split(" ").map((id) => prefix + id).join(" "));
    }
  }
};

const exerciseSection = (entry, index, conditions) => {
  const { exercise, dose } = entry;
  const section = make("section", { className: "handout-exercise" });
  const warnings = cautionsFor(exercise, conditions).map((caution) => cautionNode(caution, conditions));
  const cautions = warnings.length ? [make("div", { className: "cautions" }, ...warnings)] : [];
  const doses = exercise.dose.length ? [doseList(entry)] : [];
  section.append(...nodesOf(exercise.review), ...cautions, ...doses, ...nodesOf(exercise.steps));
  for (const place of section.querySelectorAll("[data-dose-value]")) {
    const [value, counted] = place.dataset.doseValue.split("_");
    const field = exercise.dose.find(({ name }) => name === value), option = field?.options[dose.get(field.name)];
    if (option) place.textContent = (counted && option.counted) ?? option.words;
  }
  withOwnIds(section, `own-${index + 1}-`);
  // So must the names of their footnotes, which are landmarks.
  for (const notes of section.querySelectorAll("[role=doc-endnotes][aria-label]")) name(notes, `${notes.ariaLabel}: ${exercise.title}`);
  const title = make("h3", { id: `own-exercise-${index + 1}` }, make("span", { className: "exercise-number", textContent: `${index + 1}.` }), ` ${exercise.title}`);
  section.prepend(title);
  section.setAttribute("aria-labelledby", title.id);
  return section;
};

const drawCode = (address) => {
  const figure = one(".sheet-code", own);
  let code;
  try {
    // A code with more modules can hardly be read from paper.
    code = encode?.(address, { ecc: address.length > 300 ? "L" : "M", border: 4, maxVersion: 20 });
  } catch {
    code = undefined;
  }
  if (!code) return figure.replaceChildren(make("figcaption", { textContent: encode ? words.codeTooLong : "" }));
  const svg = doc.createElementNS("http://www.w3.org/2000/svg", "svg"), drawn = [];
  code.data.forEach((row, y) => row.forEach((isDark, x) => { if (isDark) drawn.push(`M${x} ${y}h1v1h-1z`); }));
  const path = (fill, d) => {
    const node = doc.createElementNS(svg.namespaceURI, "path");
    node.setAttribute("fill", fill);
    node.setAttribute("d", d);
    return node;
  };
  for (const [key, value] of Object.entries({ class: "code-image", role: "img", viewBox: `0 0 ${code.size} ${code.size}`, "aria-label": words.code })) svg.setAttribute(key, value);
  svg.append(path("#fff", `M0 0h${code.size}v${code.size}H0z`), path("#000", drawn.join("")));
  return figure.replaceChildren(svg);
};

const drawSheet = () => {
  const conditions = concerned(), address = addressOf();
  own.hidden = !chosen.length;
  own.dataset.size = size;
  const notices = noticesBefore(conditions);
  one(".own-notices").replaceChildren(...notices);
  one(".own-before").hidden = !notices.length;
  one(".own-exercises").replaceChildren(...chosen.map((entry, index) => exerciseSection(entry, index, conditions)));
  const link = one(".sheet-address a", own);
  link.href = address;
  link.textContent = address;
  drawCode(address);
  // The fingerprints are those of this language.
  const page = location.pathname.split("/").slice(-2).join("/");
  for (const other of doc.querySelectorAll(".languages a[hreflang]")) {
    if (other.pathname.endsWith(`/${page}`)) other.hash = fragmentOf(false);
  }
};

const drawAll = () => {
  for (const radio of doc.querySelectorAll("[name=size]")) radio.checked = radio.value === size;
  drawList();
  drawChosen();
  drawSheet();
};

// -- Start ---------------------------------------------------------------------------------------------------------------------

const listen = () => {
  one("[data-leave-out]").addEventListener("change", drawList);
  for (const radio of doc.querySelectorAll("[name=size]")) {
    radio.addEventListener("change", () => {
      size = radio.value;
      drawSheet();
      keepAddress();
    });
  }
  for (const line of doc.querySelectorAll("[data-line]")) {
    const shows = one(`[data-shows=${line.dataset.line}]`, own);
    const show = () => {
      shows.lastElementChild.textContent = line.value.trim();
      shows.hidden = !line.value.trim();
    };
    line.addEventListener("input", show);
    show();
  }
  one("button[data-print]").addEventListener("click", () => print());
  one("button[data-copy]").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(addressOf());
      announce(words.copied);
    } catch {
      announce(addressOf());
    }
  });
  addEventListener("hashchange", () => {
    if (isChoice(location.hash)) {
      readAddress();
      drawAll();
    } else if (chosen.length) keepAddress();
  });
};

try {
  const answer = await fetch(words.sheet);
  if (!answer.ok) throw new Error(answer.statusText);
  data = await answer.json();
  exercises = new Map(data.exercises.map((exercise) => [exercise.id, exercise]));
  withdrawn = new Map(Object.entries(data.withdrawn));
  ({ encode } = words.qr ? await import(words.qr).catch(() => ({})) : {});
  fillFilter("regions", ({ regions }) => regions);
  fillFilter("position", ({ position }) => [position]);
  fillConditions();
  // A browser may bring back what was ticked when the page was left.
  one("[data-leave-out]").checked = false;
  readAddress();
  drawAll();
  listen();
} catch {
  parts.replaceChildren(make("p", { className: "notice", textContent: words.failed }));
}
parts.hidden = false;
