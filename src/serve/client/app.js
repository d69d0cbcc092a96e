// The server's own pages: overview, findings, drafts, links, sources. One document for all; the address says which.
// They read what the server knows as JSON, again after each build, and put it in as text, never as markup.
(() => {
  "use strict";
  const own = "/__wellpress/";
  const view = location.pathname.slice(own.length).replace(/\/$/, "") || "overview";
  const main = document.querySelector("main");
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  // ---- Parts of a page -----------------------------------------------------------------------------------------------

  function element(name, attributes = {}, ...children) {
    return fill(document.createElement(name), attributes, children);
  }

  function drawing(name, attributes = {}, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
  }

  function fill(node, attributes, children) {
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  }

  const plural = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const tally = (items, of) => {
    const counts = new Map();
    for (const item of items) counts.set(of(item), (counts.get(of(item)) ?? 0) + 1);
    return [...counts].sort((one, other) => other[1] - one[1] || collator.compare(one[0], other[0]));
  };

  // Links within the site only, and to editors: their schemes are their own, so those that run as script are kept out.
  function safe(address) {
    try {
      const { protocol, origin } = new URL(address, location.href);
      if (protocol === "http:" || protocol === "https:") return origin === location.origin ? address : null;
      return /^(javascript|data|vbscript|blob|about|filesystem):$/.test(protocol) ? null : address;
    } catch { return null; }
  }

  function link(address, text, attributes = {}) {
    const target = address && safe(address);
    return target ? element("a", { href: target, ...attributes }, text) : element("span", attributes, text);
  }

  // What the reader has chosen is in the address, so that it can be kept and sent; it survives a new build as well.
  const chosen = {
    get: (name) => new URLSearchParams(location.search).get(name) ?? "",
    set(name, value) {
      const query = new URLSearchParams(location.search);
      if (value) query.set(name, value);
      else query.delete(name);
      history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
    },
  };

  function field(label, control) {
    return element("label", {}, element("span", {}, label), control);
  }

  function words(name, label, changed) {
    const input = element("input", { type: "search", value: chosen.get(name), autocomplete: "off", spellcheck: "false" });
    input.addEventListener("input", () => { chosen.set(name, input.value); changed(); });
    return field(label, input);
  }

  function choice(name, label, options, changed) {
    const select = element("select", {}, options.map(([value, text]) => element("option", { value, selected: value === chosen.get(name) && "" }, text)));
    select.addEventListener("change", () => { chosen.set(name, select.value); changed(); });
    return field(label, select);
  }

  function tick(name, label, changed) {
    const box = element("input", { type: "checkbox", checked: chosen.get(name) ? "" : null });
    box.addEventListener("change", () => { chosen.set(name, box.checked ? "yes" : ""); changed(); });
    return element("label", { class: "tick" }, box, element("span", {}, label));
  }

  const contains = (name, ...texts) => {
    const wanted = chosen.get(name).toLowerCase().split(/\s+/).filter(Boolean);
    const text = texts.join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  };

  // Long lists begin short; the rest is one press away.
  function capped(items, most, make, parent) {
    parent.replaceChildren(...items.slice(0, most).map(make));
    if (items.length <= most) return [parent];
    const more = element("button", { type: "button", class: "more" }, `Show all ${items.length.toLocaleString("en")}`);
    more.addEventListener("click", () => { parent.append(...items.slice(most).map(make)); more.remove(); });
    return [parent, more];
  }

  // ---- Tables --------------------------------------------------------------------------------------------------------

  // Columns: { name, title, of: row => value to sort by, cell: row => node or text, number }. The order is in the address.
  function table(caption, columns, rows, first) {
    const [by, way] = (chosen.get("sort") || first).split(" ");
    const column = columns.find(({ name }) => name === by) ?? columns[0], turn = way === "down" ? -1 : 1;
    const compare = (one, other) => turn * compareValues(column.of(one), column.of(other));
    const body = element("tbody");
    const head = columns.map((one) => heading(one, one === column && (turn > 0 ? "ascending" : "descending")));
    const row = (item) => element("tr", {}, columns.map((one) => element("td", { class: one.number && "number" }, one.cell(item))));
    const [, more] = capped([...rows].sort(compare), 500, row, body);
    const whole = element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, head)), body);
    return [element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, whole), more];
  }

  const compareValues = (one, other) => (typeof one === "number" && typeof other === "number" ? one - other : collator.compare(one ?? "", other ?? ""));

  function heading({ name, title, number }, sorted) {
    const button = element("button", { type: "button" }, title);
    button.addEventListener("click", () => {
      chosen.set("sort", `${name} ${sorted === "ascending" ? "down" : "up"}`);
      show();
      [...main.querySelectorAll("th button")].find((one) => one.textContent === title)?.focus();
    });
    return element("th", { scope: "col", "aria-sort": sorted || null, class: number && "number" }, button);
  }

  // ---- The pages -----------------------------------------------------------------------------------------------------
  //
  // Each has the files it reads, the tools above its list, which are made once, and the list, made again when anything changes.

  const views = {
    overview: {
      title: "Preview", reads: ["findings", "drafts", "links", "sources"],
      list: ({ findings, drafts, links, sources }) => [
        element("dl", { class: "figures" },
          figure("Errors", findings.filter(({ severity }) => severity === "error").length, "findings?severity=error"),
          figure("Warnings", findings.filter(({ severity }) => severity === "warning").length, "findings?severity=warning"),
          figure("Pages", links.pages.length, "links"),
          figure("Links between pages", links.links.length, "links"),
          figure("Not published", drafts.length, "drafts"),
          figure("Sources", sources.length, "sources"),
          figure("Sources that nothing cites", sources.filter(({ cited }) => !cited).length, "sources?uncited=yes")),
        section("Findings by rule", tally(findings, ({ rule }) => rule), (rule) => `findings?rule=${encodeURIComponent(rule)}`),
        section("Pages by kind", tally(links.pages, ({ kind }) => kind), (kind) => `links?kind=${encodeURIComponent(kind)}`),
      ],
    },
    findings: {
      title: "Findings", reads: ["findings"],
      tools: ({ findings }) => [
        choice("severity", "Severity", [["", "All"], ...tally(findings, ({ severity }) => severity).map(([name, number]) => [name, `${name} (${number})`])], show),
        choice("rule", "Rule", [["", "All"], ...tally(findings, ({ rule }) => rule).map(([name, number]) => [name, `${name} (${number})`])], show),
        words("words", "Words", show),
      ],
      list: ({ findings }) => findingList(findings),
    },
    drafts: {
      title: "Drafts, future and expired pages", reads: ["drafts"],
      list: ({ drafts }) => (drafts.length ? tally(drafts, ({ why }) => why).map(([why]) => draftList(why, drafts.filter((page) => page.why === why)))
        : [element("p", { class: "empty" }, "Every page is published.")]),
    },
    links: {
      title: "Links", reads: ["links"],
      tools: ({ links }) => [
        chooser(links),
        choice("kind", "Kind", [["", "All"], ...tally(links.pages, ({ kind }) => kind).map(([name, number]) => [name, `${name} (${number})`])], show),
      ],
      list: ({ links }) => (chosen.get("page") ? aroundPage(links) : wholeSite(links)),
    },
    sources: {
      title: "Sources", reads: ["sources"],
      tools: () => [words("words", "Words", show), tick("uncited", "Only those that nothing cites", show)],
      list: ({ sources }) => sourceList(sources),
    },
  };

  function figure(name, number, page) {
    return element("div", {}, element("dt", {}, link(own + page, name)), element("dd", {}, number.toLocaleString("en")));
  }

  function section(title, counts, address) {
    if (!counts.length) return null;
    const line = ([name, number]) => element("li", {}, link(own + address(name), name), ` ${number.toLocaleString("en")}`);
    return element("section", {}, element("h2", {}, title), element("ul", { class: "counts" }, counts.map(line)));
  }

  function findingList(findings) {
    const fits = ({ severity, rule, message, file }) => (!chosen.get("severity") || severity === chosen.get("severity"))
      && (!chosen.get("rule") || rule === chosen.get("rule")) && contains("words", message, file, rule);
    const shown = findings.filter(fits), files = [...Map.groupBy(shown, ({ file }) => file)];
    const summary = element("p", { class: "summary" }, `${plural(shown.length, "finding")} in ${plural(files.length, "file")}`,
      shown.length < findings.length ? ` of ${findings.length.toLocaleString("en")} findings` : "");
    return [summary, ...capped(files, 100, fileSection, element("div"))];
  }

  function fileSection([file, findings]) {
    const errors = findings.filter(({ severity }) => severity === "error").length;
    const counts = [errors && plural(errors, "error"), findings.length - errors && plural(findings.length - errors, "warning")].filter(Boolean).join(", ");
    return element("section", { class: "file" }, element("h2", {}, file, element("span", {}, ` ${counts}`)),
      capped(findings, 50, findingItem, element("ul")));
  }

  function findingItem({ rule, severity, message, help, file, line, column, excerpt, editor }) {
    return element("li", {},
      element("p", {}, element("span", { class: `severity ${severity === "error" ? "error" : "warning"}` }, severity), ` ${message} `,
        link(`${own}findings?rule=${encodeURIComponent(rule)}`, rule, { class: "rule" })),
      element("p", { class: "place" }, link(editor, `${file}:${line}:${column}`)),
      excerpt && element("pre", { tabindex: "0", role: "group", "aria-label": `Excerpt of ${file}:${line}:${column}` }, excerpt),
      help && element("p", { class: "help" }, help));
  }

  const reasons = { draft: "Drafts", future: "Published in the future", expired: "Expired", withdrawn: "Withdrawn" };

  function draftList(why, pages) {
    const line = ({ file, title, url }) => element("li", {}, link(url, title || file), element("span", { class: "place" }, ` ${file}`));
    return element("section", {}, element("h2", {}, reasons[why] ?? why, element("span", {}, ` ${pages.length}`)), capped(pages, 500, line, element("ul")));
  }

  function sourceList(sources) {
    const fits = ({ key, label, title, cited }) => (!chosen.get("uncited") || !cited) && contains("words", key, label ?? "", title ?? "");
    const shown = sources.filter(fits);
    return [element("p", { class: "summary" }, plural(shown.length, "source")), ...table("Sources", [
      { name: "label", title: "Name", of: (one) => one.label, cell: (one) => link(one.url, one.label || one.key) },
      { name: "title", title: "Title", of: (one) => one.title, cell: (one) => one.title ?? "" },
      { name: "year", title: "Year", of: (one) => Number(one.year) || 0, cell: (one) => (one.year ?? "").toString(), number: true },
      { name: "cited", title: "Cited", of: (one) => one.cited, cell: (one) => one.cited.toString(), number: true },
      { name: "key", title: "Key", of: (one) => one.key, cell: (one) => element("code", {}, one.key) },
    ], shown, "label up")];
  }

  // ---- Links ---------------------------------------------------------------------------------------------------------

  // Which pages link to each, and which it links to, by their places in the list; a link that occurs twice counts once.
  function neighbours({ pages, links }) {
    const places = new Map(pages.map(({ url }, index) => [url, index]));
    const place = (end) => (typeof end === "number" ? end : places.get(end));
    const [to, from] = [pages.map(() => new Set()), pages.map(() => new Set())];
    for (const [start, end] of links) {
      const [one, other] = [place(start), place(end)];
      if (one === other || !pages[one] || !pages[other]) continue;
      to[one].add(other);
      from[other].add(one);
    }
    return { to, from, place };
  }

  const nameOf = (page) => page.title || page.url;
  const aboutPage = (page) => `${own}links?page=${encodeURIComponent(page.url)}`;

  // The pages whose title or address has the words, under the field; choosing one sets the focus.
  function chooser({ pages }) {
    const found = element("ul", { class: "found" });
    const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      const fits = wanted ? pages.filter((page) => `${page.title} ${page.url}`.toLowerCase().includes(wanted)) : [];
      found.replaceChildren(...fits.slice(0, 12).map((page) => element("li", {}, link(aboutPage(page), nameOf(page)), element("span", { class: "place" }, ` ${page.url}`))));
    });
    return element("div", { class: "chooser" }, field("Focus on a page", input), found);
  }

  function aroundPage(links) {
    const { to, from, place } = neighbours(links), focus = place(chosen.get("page"));
    const page = links.pages[focus];
    if (!page) return [element("p", { class: "empty" }, "There is no such page now. ", link(`${own}links`, "See the whole site"))];
    const byName = (one, other) => collator.compare(nameOf(one), nameOf(other));
    const fits = ({ kind }) => !chosen.get("kind") || kind === chosen.get("kind");
    const [before, after] = [from, to].map((side) => [...side[focus]].map((at) => links.pages[at]).filter(fits).sort(byName));
    const list = (title, pages, none) => element("section", {}, element("h2", {}, title, element("span", {}, ` ${pages.length}`)),
      pages.length ? capped(pages, 200, pageLine, element("ul")) : element("p", { class: "empty" }, none));
    return [
      element("p", { class: "summary" }, link(page.url, nameOf(page)), ` ${page.file ?? ""} `, link(`${own}links`, "See the whole site")),
      element("div", { class: "beside" }, fan(page, before, after),
        element("div", {}, list("Linked from", before, "No page links here."), list("Links to", after, "It links to no page."))),
    ];
  }

  const pageLine = (page) => element("li", {}, link(aboutPage(page), nameOf(page)), element("span", { class: "place" }, ` ${page.kind}`));

  // The page in the middle, what links to it on the left, what it links to on the right.
  function fan(page, before, after) {
    const most = 40, step = 22, [left, right] = [before.slice(0, most), after.slice(0, most)];
    const height = Math.max(left.length, right.length, 5) * step + 40, middle = height / 2, both = new Set(before.filter((one) => after.includes(one)));
    const rows = (pages) => pages.map((one, index) => [one, middle + (index - (pages.length - 1) / 2) * step]);
    const curve = (start, end, y, strong) => drawing("path", { d: `M${start} ${y}C420 ${y} 420 ${middle} ${end} ${middle}`.replaceAll("420", (start + end) / 2), class: strong ? "edge both" : "edge" });
    const parts = [];
    for (const [one, y] of rows(left)) parts.push(curve(290, 400, y, both.has(one)), dotLink(one, 284, y, "end"));
    for (const [one, y] of rows(right)) parts.push(curve(710, 600, y, both.has(one)), dotLink(one, 716, y, "start"));
    const rest = [[before, 284, "end"], [after, 716, "start"]].filter(([pages]) => pages.length > most)
      .map(([pages, x, anchor]) => drawing("text", { x, y: height - 4, "text-anchor": anchor, class: "quiet" }, `and ${pages.length - most} more`));
    const box = drawing("rect", { x: 400, y: middle - 18, width: 200, height: 36, rx: 8, class: "focus" });
    const name = drawing("text", { x: 500, y: middle + 5, "text-anchor": "middle", class: "focus-name" }, clip(nameOf(page), 26));
    return picture(1000, height + (rest.length ? 16 : 0), `Links around ${nameOf(page)}: ${before.length} in, ${after.length} out`, [...parts, ...rest, box, name]);
  }

  function dotLink(page, x, y, anchor) {
    const text = drawing("text", { x, y: y + 4, "text-anchor": anchor }, clip(nameOf(page), 38));
    return drawing("a", { href: aboutPage(page), tabindex: "-1", class: `kind-${kindNumber(page.kind)}` }, drawing("title", {}, `${nameOf(page)} (${page.kind})`), text);
  }

  const clip = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

  // The lists beside a picture say the same, so a screen reader and the keyboard are spared its hundred links.
  function picture(width, height, label, parts) {
    const svg = drawing("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" }, parts);
    return element("figure", { class: "picture" }, svg, element("figcaption", {}, label));
  }

  let kinds = [];
  const kindNumber = (kind) => kinds.indexOf(kind) % 8;

  function wholeSite(links) {
    const { to, from } = neighbours(links), fits = ({ kind }) => !chosen.get("kind") || kind === chosen.get("kind");
    const rows = links.pages.map((page, index) => ({ page, into: from[index].size, out: to[index].size })).filter(({ page }) => fits(page));
    kinds = tally(links.pages, ({ kind }) => kind).map(([kind]) => kind);
    const lonely = rows.filter(({ into }) => !into).length;
    const listing = table("Pages and their links", [
      { name: "title", title: "Page", of: ({ page }) => nameOf(page), cell: ({ page }) => link(aboutPage(page), nameOf(page)) },
      { name: "kind", title: "Kind", of: ({ page }) => page.kind, cell: ({ page }) => page.kind },
      { name: "in", title: "Linked from", of: ({ into }) => into, cell: ({ into }) => into.toString(), number: true },
      { name: "out", title: "Links to", of: ({ out }) => out, cell: ({ out }) => out.toString(), number: true },
    ], rows, "in up");
    return [
      element("p", { class: "summary" }, `${plural(rows.length, "page")}; ${lonely} that no page links to`),
      element("div", { class: "beside" }, bestLinked(links, to, from, fits), element("div", {}, listing)),
    ];
  }

  // The pages with most links and the links among them, laid out by force: links pull, everything else pushes.
  function bestLinked(links, to, from, fits) {
    const most = 200, degree = (index) => to[index].size + from[index].size;
    const shown = links.pages.map((page, index) => index).filter((index) => fits(links.pages[index])).sort((one, other) => degree(other) - degree(one)).slice(0, most);
    const nodes = shown.map((index, place) => ({ page: links.pages[index], index, weight: degree(index), ...spiral(place, shown.length) }));
    const at = new Map(nodes.map((node) => [node.index, node]));
    const edges = nodes.flatMap((node) => [...to[node.index]].filter((end) => at.has(end)).map((end) => [node, at.get(end)]));
    settle(nodes, edges);
    const lines = edges.map(([one, other]) => drawing("line", { x1: one.x, y1: one.y, x2: other.x, y2: other.y, class: "edge" }));
    const label = nodes.length < links.pages.length ? `The ${nodes.length} pages with most links` : `All ${nodes.length} pages`;
    const legend = kinds.map((kind) => element("li", { class: `kind-${kindNumber(kind)}` }, kind));
    const figure = picture(1000, 800, label, [...lines, ...nodes.map(dot), ...labels(nodes)]);
    figure.append(element("ul", { class: "legend" }, legend));
    return figure;
  }

  const dot = ({ page, x, y, weight }) => drawing("a", { href: aboutPage(page), tabindex: "-1", class: `kind-${kindNumber(page.kind)}` },
    drawing("title", {}, `${nameOf(page)} (${page.kind})`), drawing("circle", { cx: x, cy: y, r: 4 + Math.min(Math.sqrt(weight), 9) }));

  // Names of the best linked, as far as they don't lie on one another.
  function labels(nodes) {
    const taken = [];
    return nodes.slice(0, 60).flatMap(({ page, x, y }) => {
      const text = clip(nameOf(page), 30), half = text.length * 3.6, box = [x - half, y - 24, x + half, y - 8];
      if (taken.length > 24 || taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return [];
      taken.push(box);
      return [drawing("text", { x: Math.min(Math.max(x, half), 1000 - half), y: Math.max(y - 12, 12), "text-anchor": "middle", class: "label" }, text)];
    });
  }

  // The same beginning each time, so that one site always gives one picture.
  function spiral(place, all) {
    const angle = place * 2.399963, radius = 340 * Math.sqrt((place + 0.5) / all);
    return { x: 500 + radius * Math.cos(angle), y: 400 + radius * Math.sin(angle), dx: 0, dy: 0 };
  }

  function settle(nodes, edges) {
    const room = Math.sqrt((900 * 700) / Math.max(nodes.length, 1));
    for (let round = 0; round < 200; round += 1) {
      nodes.forEach((one, index) => { for (let next = index + 1; next < nodes.length; next += 1) push(one, nodes[next], room); });
      for (const [one, other] of edges) pull(one, other, room);
      const heat = 40 * (1 - round / 200) + 1;
      for (const node of nodes) step(node, heat);
    }
  }

  function push(one, other, room) {
    const [x, y] = [one.x - other.x, one.y - other.y], square = Math.max(x * x + y * y, 1), force = (room * room) / square;
    one.dx += x * force / Math.sqrt(square) * 8;
    one.dy += y * force / Math.sqrt(square) * 8;
    other.dx -= x * force / Math.sqrt(square) * 8;
    other.dy -= y * force / Math.sqrt(square) * 8;
  }

  function pull(one, other, room) {
    const [x, y] = [other.x - one.x, other.y - one.y], force = Math.hypot(x, y) / room / 24 / Math.sqrt(Math.max(one.weight, other.weight, 1));
    one.dx += x * force;
    one.dy += y * force;
    other.dx -= x * force;
    other.dy -= y * force;
  }

  function step(node, heat) {
    node.dx += (500 - node.x) * 0.02;
    node.dy += (400 - node.y) * 0.03;
    const length = Math.hypot(node.dx, node.dy) || 1, far = Math.min(length, heat);
    node.x = Math.min(Math.max(node.x + node.dx / length * far, 30), 970);
    node.y = Math.min(Math.max(node.y + node.dy / length * far, 30), 780);
    node.dx = node.dy = 0;
  }

  // ---- Showing, and showing again ------------------------------------------------------------------------------------

  const page = views[view];
  const tools = element("form", { class: "tools", role: "search" }), result = element("div", { id: "result" });
  tools.addEventListener("submit", (event) => event.preventDefault());
  let data = null;

  function show() {
    result.replaceChildren(...page.list(data).flat().filter(Boolean));
  }

  async function read(name) {
    const response = await fetch(`${own}${name}.json`, { cache: "no-store" });
    if (!response.ok) throw new Error(`${name}.json: ${response.status}`);
    return [name, await response.json()];
  }

  // The tools are made again as well, for their counts; a field that is being written in stays.
  async function load() {
    data = Object.fromEntries(await Promise.all(page.reads.map(read)));
    if (page.tools && !tools.contains(document.activeElement)) tools.replaceChildren(...page.tools(data));
    const place = scrollY;
    show();
    scrollTo({ top: place, behavior: "instant" });
  }

  const state = document.getElementById("state");
  const duration = (seconds) => (seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`);
  let stream = null, retry = 0, failed = null;

  function tell({ ok, seconds, errors, warnings }) {
    state.className = !ok || errors ? "failed" : warnings ? "warned" : "good";
    state.textContent = `${ok ? "Built in" : "Stopped after"} ${duration(seconds)}, ${plural(errors, "error")}, ${plural(warnings, "warning")}`;
  }

  function connect() {
    disconnect();
    stream = new EventSource(`${own}events`);
    stream.addEventListener("build", (event) => { tell(JSON.parse(event.data)); refresh(); });
    stream.addEventListener("error", () => { disconnect(); away(); retry = setTimeout(connect, 1000); });
  }

  function disconnect() {
    clearTimeout(retry);
    stream?.close();
    stream = null;
  }

  function away() {
    state.className = "away";
    state.textContent = "Reconnecting…";
  }

  // One reading at a time; builds that come meanwhile make one more.
  let reading = false, again = false;
  async function refresh() {
    if (reading) { again = true; return; }
    reading = true;
    do {
      again = false;
      await load().then(() => failed?.remove(), (error) => { failed ??= element("p", { class: "empty" }); failed.textContent = `The server did not answer as expected (${error.message}).`; result.prepend(failed); });
    } while (again);
    reading = false;
  }

  // A jump of the clock tells that the machine slept: the stream may look open and be dead.
  function watchSleep() {
    let tick = Date.now();
    setInterval(() => {
      const slept = Date.now() - tick > 20000;
      tick = Date.now();
      if (slept && stream) connect();
    }, 5000);
  }

  function begin() {
    document.title = view === "overview" ? "Preview" : `${page.title} – Preview`;
    for (const item of document.querySelectorAll("nav a")) if (item.pathname === (view === "overview" ? own : own + view)) item.setAttribute("aria-current", "page");
    main.replaceChildren(element("h1", {}, page.title), ...(page.tools ? [tools] : []), result);
    if (!document.hidden) connect();
    watchSleep();
    document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
    addEventListener("pagehide", disconnect);
    addEventListener("pageshow", (event) => { if (event.persisted && !document.hidden) connect(); });
  }

  if (page) begin();
  else main.replaceChildren(element("h1", {}, "There is no such page"));
})();
