// The preview's part in each page: hears of builds, patches the page in place, shows findings and the state of the build.
// The server writes `<script src="/__wellpress/client.js" defer data-build="12"></script>` into each page, where 12 is the
// build that the page is of. Everything that comes from the site is put in as text, never as markup.
(() => {
  "use strict";
  const own = "/__wellpress/";
  const script = document.currentScript;
  const builtAs = script?.dataset.build;

  // ---- The page as served, and the page as it is --------------------------------------------------------------------
  //
  // A page's own scripts add notes and classes, and a reader opens things. Patching towards the new source alone would
  // undo that. So the last source is kept, each of its nodes knows its twin in the page, and only what differs between
  // the last source and the new one is done to both.

  const twins = new WeakMap();
  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const isStylesheet = (node) => node.nodeName === "LINK" && node.relList.contains("stylesheet");
  const isOpaque = (node) => node.nodeName === "NOSCRIPT" || node.nodeName === "TEMPLATE";
  const identifier = (node) => (isElement(node) ? node.getAttribute("id") : null);
  const alike = (one, other) => one.nodeName === other.nodeName && identifier(one) === identifier(other);
  const sameClass = (one, other) => !isElement(one) || one.getAttribute("class") === other.getAttribute("class");

  // Finds the twins of a source that has just been loaded; what scripts have added in the page stays without one.
  function align(source, live) {
    twins.set(source, live);
    if (isOpaque(source)) return;
    const wanted = source.childNodes, there = live.childNodes;
    let from = 0;
    wanted.forEach((node, index) => {
      const added = there.length - from - (wanted.length - index);
      const found = counterpart(node, there, from, Math.max(added, 0));
      if (found < 0) return;
      align(node, there[found]);
      from = found + 1;
    });
  }

  // The place of a node's twin. No more nodes are skipped for a better fit than the page has beyond the source.
  function counterpart(node, there, from, added) {
    const end = Math.min(from + added + 1, there.length);
    for (let at = from; at < end; at += 1) if (alike(node, there[at]) && sameClass(node, there[at])) return at;
    for (let at = from; at < there.length; at += 1) if (alike(node, there[at])) return at;
    return -1;
  }

  function alignCopy(source, copy) {
    twins.set(source, copy);
    source.childNodes.forEach((node, index) => alignCopy(node, copy.childNodes[index]));
  }

  // One change from a source to the next: what was touched in the page, and whether a part of it had no twin.
  class Patch {
    touched = [];
    lost = false;
    newSheets = [];
    oldSheets = [];

    node(before, after) {
      if (equal(before, after)) return;
      const live = twins.get(before);
      if (!live?.isConnected) { this.lost = true; return; }
      if (!isElement(before)) {
        before.data = live.data = after.data;
        this.touched.push(live.parentElement);
        return;
      }
      this.attributes(before, after, live);
      if (isOpaque(before)) this.inside(before, after, live);
      else this.children(before, after);
    }

    // A script in the page may have set other attributes and classes; only those that the source changed are changed.
    attributes(before, after, live) {
      for (const { name } of [...before.attributes, ...after.attributes]) {
        const [old, value] = [before.getAttribute(name), after.getAttribute(name)];
        if (old === value) continue;
        this.touched.push(live);
        if (name === "class") {
          live.classList.remove(...before.classList);
          live.classList.add(...after.classList);
        } else if (value === null) live.removeAttribute(name);
        else live.setAttribute(name, value);
        if (value === null) before.removeAttribute(name);
        else before.setAttribute(name, value);
      }
    }

    // What has no nodes in the page: a template's content, and `noscript`, which is not read where scripts run.
    inside(before, after, live) {
      if (before.innerHTML === after.innerHTML) return;
      before.innerHTML = after.innerHTML;
      if (before.nodeName === "TEMPLATE") live.innerHTML = after.innerHTML;
    }

    children(before, after) {
      const old = [...before.childNodes], next = [...after.childNodes];
      const shorter = Math.min(old.length, next.length);
      let start = 0, end = 0;
      while (start < shorter && equal(old[start], next[start])) start += 1;
      while (end < shorter - start && equal(old.at(-1 - end), next.at(-1 - end))) end += 1;
      const gone = old.slice(start, old.length - end), come = next.slice(start, next.length - end);
      const mates = pair(gone, come), kept = new Set(mates.values());
      for (const node of gone) if (!kept.has(node)) this.remove(node);
      let following = old[old.length - end] ?? null;
      for (const node of come.reverse()) {
        const mate = mates.get(node);
        if (mate) this.node(mate, node);
        else this.insert(node, before, following);
        following = mate ?? node;
      }
    }

    remove(node) {
      const live = twins.get(node);
      node.remove();
      if (!live?.isConnected) return;
      if (isStylesheet(live)) { this.oldSheets.push(live); return; }
      this.touched.push(live.parentElement);
      live.remove();
    }

    insert(node, parent, following) {
      const live = document.importNode(node, true), home = twins.get(parent);
      parent.insertBefore(node, following);
      alignCopy(node, live);
      if (!home?.isConnected) { this.lost = true; return; }
      place(node, live, home);
      if (isStylesheet(live)) this.newSheets.push(live);
      else this.touched.push(isElement(live) ? live : home);
    }
  }

  // After the twin of the nearest node before it rather than before that of the next, so that what scripts added stays last.
  function place(node, live, home) {
    for (let before = node.previousSibling; before; before = before.previousSibling) {
      const twin = twins.get(before);
      if (twin?.parentNode === home) { twin.after(live); return; }
    }
    home.prepend(live);
  }

  const equal = (one, other) => one.isEqualNode(other) && (!isElement(one) || sameTemplates(one, other));
  function sameTemplates(one, other) {
    const inside = (node) => (node.nodeName === "TEMPLATE" ? [node] : [...node.querySelectorAll("template")]);
    const theirs = inside(other);
    return inside(one).every((template, index) => template.innerHTML === theirs[index].innerHTML);
  }

  // Which new node goes on as which old one, in the same order: first those that are surely the same (an id, or content
  // that occurs once), then between them those of one kind.
  function pair(gone, come) {
    const mates = new Map();
    if (!gone.length || !come.length) return mates;
    let [left, above] = [0, 0];
    for (const [from, to] of gone.length + come.length > 2 ? anchors(gone, come) : []) {
      pairKinds(gone.slice(left, from), come.slice(above, to), mates);
      mates.set(come[to], gone[from]);
      [left, above] = [from + 1, to + 1];
    }
    pairKinds(gone.slice(left), come.slice(above), mates);
    return mates;
  }

  // A stylesheet with another address is another one: it has to be loaded before the old one may go.
  const mayBecome = (old, next) => alike(old, next) && (!isStylesheet(old) || old.getAttribute("href") === next.getAttribute("href"));

  function pairKinds(gone, come, mates) {
    let from = 0;
    for (const node of come) {
      const found = gone.findIndex((old, index) => index >= from && mayBecome(old, node));
      if (found < 0) continue;
      mates.set(node, gone[found]);
      from = found + 1;
    }
  }

  function anchors(gone, come) {
    const [from, to] = [onlyOnce(gone), onlyOnce(come)];
    const both = [];
    for (const [key, index] of to) if (from.has(key)) both.push([from.get(key), index]);
    return longestRise(both.sort((one, other) => one[1] - other[1]));
  }

  function onlyOnce(nodes) {
    const places = new Map(), twice = new Set();
    nodes.forEach((node, index) => {
      const named = !isStylesheet(node) && identifier(node);
      const key = named ? `#${node.nodeName} ${named}` : node.outerHTML ?? `${node.nodeName} ${node.data}`;
      if (places.has(key)) twice.add(key);
      places.set(key, index);
    });
    for (const key of twice) places.delete(key);
    return places;
  }

  // The longest run of pairs whose first numbers rise, so that most nodes stay where they are.
  function longestRise(pairs) {
    const ends = [], before = new Map();
    for (const one of pairs) {
      let [low, high] = [0, ends.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends[middle][0] < one[0]) low = middle + 1;
        else high = middle;
      }
      if (low > 0) before.set(one, ends[low - 1]);
      ends[low] = one;
    }
    const run = [];
    for (let one = ends.at(-1); one; one = before.get(one)) run.unshift(one);
    return run;
  }

  // ---- Stylesheets ---------------------------------------------------------------------------------------------------

  const leaving = new Set();

  // Old stylesheets go when the new ones are there, so that the page is never without.
  async function swapSheets(arriving, old) {
    for (const sheet of old) leaving.add(sheet);
    const replaced = [...leaving];
    await Promise.all(arriving.map((sheet) => new Promise((done) => {
      sheet.addEventListener("load", done);
      sheet.addEventListener("error", done);
    })));
    for (const sheet of replaced) { sheet.remove(); leaving.delete(sheet); }
  }

  // A file that keeps its address, such as one of `static/`, is asked for again where the page shows it.
  function reloadFiles(changed, all, id) {
    if (!changed.size) return;
    const hit = (address) => address && isOwn(address) && (all || changed.has(pathOf(address))) && !isNamedForContent(address);
    const anew = (address) => { const url = new URL(address, location.href); url.searchParams.set("build", id); return url.href; };
    if (!all && [...document.scripts].some((one) => one !== script && hit(one.src))) { location.reload(); return; }
    for (const picture of document.querySelectorAll("img[src], source[src], video[src]")) {
      if (hit(picture.src)) picture.src = anew(picture.src);
    }
    for (const sheet of document.querySelectorAll("link[rel~=stylesheet]")) {
      if (!hit(sheet.href)) continue;
      const next = sheet.cloneNode();
      next.href = anew(sheet.href);
      for (const [source, live] of sourceSheets()) if (live === sheet) twins.set(source, next);
      sheet.after(next);
      swapSheets([next], [sheet]);
    }
  }

  const sourceSheets = () => [...(base?.source.querySelectorAll("link[rel~=stylesheet]") ?? [])].map((source) => [source, twins.get(source)]);

  const isOwn = (address) => new URL(address, location.href).origin === location.origin;
  // A file such as `well.7eaa4f2d5f.css` has another name once it changes.
  const isNamedForContent = (address) => /\.[0-9a-f]{10,}\.\w+$/.test(pathOf(address) ?? "");

  // ---- The page's versions -------------------------------------------------------------------------------------------

  const pathOf = (address) => {
    try { return decodeURI(new URL(address, location.href).pathname).replace(/\/index\.html$/, "/"); } catch { return null; }
  };
  const runs = (one) => ["", "text/javascript", "application/javascript", "module", "importmap", "speculationrules"].includes(one.type.toLowerCase());
  const scriptsOf = (source) => [...source.scripts].filter(runs).map((one) => `${one.type} ${one.src || one.textContent}`).join("\n");
  const refreshTag = (source) => source.querySelector("meta[http-equiv=refresh i]");

  async function readPage() {
    const response = await fetch(location.pathname + location.search, { cache: "no-store", headers: { accept: "text/html" } });
    if (!response.headers.get("content-type")?.startsWith("text/html")) return null;
    const source = new DOMParser().parseFromString(await response.text(), "text/html");
    const mine = source.querySelector(`script[src="${own}client.js"]`);
    mine?.remove();
    return { source, status: response.status, build: mine?.dataset.build };
  }

  // The source that the page was loaded from. `null` if another build came between: then the next change loads it anew.
  let base = null;
  const baseKnown = readPage().then((page) => {
    if (!page || page.build !== builtAs) return;
    base = page;
    align(page.source.documentElement, document.documentElement);
  }).catch(() => {});

  let reading = null, again = false;

  // Brings the page up to date; while one reading is under way, further wishes make one more, not many.
  function update() {
    if (reading) { again = true; return reading; }
    reading = (async () => {
      let touched = [];
      do {
        again = false;
        touched = touched.concat(await updateOnce());
      } while (again);
      return touched;
    })().catch(() => []).finally(() => { reading = null; });
    return reading;
  }

  async function updateOnce() {
    const [page] = await Promise.all([readPage(), baseKnown]);
    if (!page || page.status >= 500) return [];
    const gone = page.status === 404;
    if (!base || (page.status === 200 && base.status !== 200)) { location.reload(); return []; }
    corner.gone(gone && base.status === 200);
    return page.status === base.status ? apply(page) : [];
  }

  function apply(page) {
    const moved = refreshTag(page.source) && !refreshTag(base.source);
    if (moved || scriptsOf(page.source) !== scriptsOf(base.source)) { location.reload(); return []; }
    const patch = new Patch();
    patch.node(base.source.documentElement, page.source.documentElement);
    if (patch.lost) { location.reload(); return []; }
    swapSheets(patch.newSheets, patch.oldSheets);
    if (patch.touched.length) document.dispatchEvent(new CustomEvent("wellpress:patched"));
    return patch.touched;
  }

  // To the first thing that changed, if the reader can't see it.
  function reveal(touched) {
    const shown = touched.filter((node) => node?.isConnected && document.body.contains(node) && node !== document.body);
    const first = shown.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1))[0];
    if (!first) return;
    const { top, bottom } = first.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) first.scrollIntoView({ block: "center", behavior: "instant" });
  }

  // ---- What the preview shows over the page --------------------------------------------------------------------------

  function element(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== false) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  const count = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;
  const duration = (seconds) => (seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`);

  // An editor's address may have any scheme of its own, but none that runs as script or leaves the page.
  function editorLink(address) {
    try { return /^(javascript|data|vbscript|blob|about|filesystem):$/.test(new URL(address).protocol) ? null : address; } catch { return null; }
  }

  const host = document.createElement("wellpress-preview");
  const shadow = host.attachShadow({ mode: "open" });

  const corner = {
    dot: element("button", { type: "button", class: "dot", "aria-expanded": "true", "aria-label": "Preview status" }),
    link: element("a", { href: `${own}findings` }, "Connecting"),
    errors: element("button", { type: "button", hidden: "" }, "Show errors"),
    notice: element("p", { class: "notice", hidden: "" }, "This page is gone. You see what it was."),
    spoken: element("p", { class: "spoken", role: "status" }),

    make() {
      this.box = element("section", { class: "corner", lang: "en", dir: "ltr", "aria-label": "Preview" },
        this.notice, element("div", { class: "line" }, this.dot, this.link, this.errors), this.spoken);
      this.dot.addEventListener("click", () => this.fold(this.dot.getAttribute("aria-expanded") === "true"));
      this.errors.addEventListener("click", () => { overlay.show(); overlay.close.focus(); });
      this.fold(remembered("folded") === "yes");
      return this.box;
    },
    fold(folded) {
      this.dot.setAttribute("aria-expanded", String(!folded));
      this.box.classList.toggle("folded", folded);
      remember("folded", folded ? "yes" : "no");
    },
    state(name, text) {
      this.box.dataset.state = name;
      this.link.textContent = text;
    },
    say(text) { if (this.spoken.textContent !== text) this.spoken.textContent = text; },
    gone(is) {
      this.notice.hidden = !is;
      if (is) this.say(this.notice.textContent);
    },
    built({ ok, seconds, errors, warnings }) {
      const found = [errors && count(errors, "error"), warnings && count(warnings, "warning")].filter(Boolean).join(", ") || "no findings";
      this.state(!ok || errors ? "failed" : warnings ? "warned" : "good", `${ok ? "Built in" : "Stopped after"} ${duration(seconds)} · ${found}`);
    },
    away() {
      this.state("away", "Reconnecting…");
      this.say("The preview has lost its server and tries to reconnect.");
    },
  };

  const remembered = (name) => { try { return sessionStorage.getItem(`wellpress-${name}`); } catch { return null; } };
  const remember = (name, value) => { try { sessionStorage.setItem(`wellpress-${name}`, value); } catch { /* not kept */ } };

  // The findings of a build that failed. Not modal and never focused by itself: the reader may be typing elsewhere.
  const overlay = {
    title: element("h2", { id: "title" }),
    list: element("ol", {}),
    close: element("button", { type: "button", class: "close" }, "Close"),

    make() {
      this.box = element("section", { class: "overlay", lang: "en", dir: "ltr", role: "dialog", "aria-labelledby": "title", popover: "manual" },
        element("div", { class: "head" }, this.title, this.close), this.list,
        element("p", { class: "hint" }, "The page below is the last good one. This goes when the next build is good; Escape closes it."));
      this.close.addEventListener("click", () => this.hide());
      document.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.open) { this.hide(); event.preventDefault(); } });
      return this.box;
    },
    get open() { return this.box.matches(":popover-open"); },
    show() {
      if (!this.open) this.box.showPopover();
      corner.errors.hidden = true;
    },
    hide() {
      if (this.open) this.box.hidePopover();
      corner.errors.hidden = !this.list.childElementCount;
    },
    failed(build) {
      const findings = build.findings ?? [];
      this.title.textContent = build.errors ? `The build stopped: ${count(build.errors, "error")}` : "The build stopped";
      this.list.replaceChildren(...findings.slice(0, 50).map(findingItem));
      if (findings.length > 50) this.list.append(element("li", {}, element("a", { href: `${own}findings` }, `and ${findings.length - 50} more`)));
      corner.say(`${this.title.textContent}. ${findings[0]?.message ?? ""}`);
      this.show();
    },
    passed() {
      if (this.list.childElementCount) corner.say("The build is good again.");
      this.list.replaceChildren();
      this.hide();
    },
  };

  function findingItem({ rule, severity, message, help, file, line, column, excerpt, editor }) {
    const place = `${file}:${line}:${column}`, address = editor && editorLink(editor);
    const item = element("li", {},
      element("p", { class: "message" }, element("span", { class: "rule" }, `${severity}[${rule}]`), ` ${message}`),
      element("p", { class: "place" }, address ? element("a", { href: address }, place) : place));
    if (excerpt) item.append(element("pre", { tabindex: "0", role: "group", "aria-label": `Excerpt of ${place}` }, excerpt));
    if (help) item.append(element("p", { class: "help" }, help));
    return item;
  }

  // Beside the body, where no selector of the theme and no count of its children meets it. Shown when its style is there.
  function appear() {
    const style = element("link", { rel: "stylesheet", href: `${own}client.css` });
    for (const end of ["load", "error"]) style.addEventListener(end, () => { host.hidden = false; });
    host.hidden = true;
    shadow.append(style, corner.make(), overlay.make());
    document.documentElement.append(host);
  }

  // ---- The event stream ----------------------------------------------------------------------------------------------
  //
  // Only a tab that shows holds a stream: a browser opens six connections to one server, and tabs that nobody looks at
  // would take them all. A tab that shows again asks what it missed.

  let stream = null, retry = 0, joins = 0, joined = false, last = null, heardLast = "";

  function connect() {
    clearTimeout(retry);
    stream?.close();
    stream = new EventSource(`${own}events${heardLast ? `?after=${encodeURIComponent(heardLast)}` : ""}`);
    joined = false;
    stream.addEventListener("build", (event) => {
      heardLast = event.lastEventId;
      heard(JSON.parse(event.data));
    });
    stream.addEventListener("error", () => {
      disconnect();
      corner.away();
      retry = setTimeout(connect, 1000);
    });
  }

  function disconnect() {
    clearTimeout(retry);
    stream?.close();
    stream = null;
  }

  async function heard(build) {
    const first = !joined, again = first && joins > 0;
    joined = true;
    joins += first;
    if (again) corner.say("");
    corner.built(build);
    if (build.ok) overlay.passed();
    else if (!again || last?.ok || last?.id !== build.id) overlay.failed(build);
    last = build;
    const touched = isStale(build, first, again) ? await update() : [];
    if (!first && build.ok) follow(build, touched);
  }

  // The first message of a stream tells where the server stands: after a break anything may have changed, even the server.
  function isStale(build, first, again) {
    reloadFiles(new Set(build.files?.map(pathOf)), build.files?.includes("*"), build.id);
    if (first) return again || (builtAs !== undefined && builtAs !== String(build.id));
    return build.changed.includes("*") || build.changed.some((address) => pathOf(address) === pathOf(location.href));
  }

  function follow({ follow: wanted, edited }, touched) {
    if (!wanted || !edited) return;
    const target = new URL(edited, location.origin);
    if (target.origin !== location.origin) return;
    if (pathOf(target.href) !== pathOf(location.href)) location.assign(target.href);
    else reveal(touched);
  }

  // A machine that slept may hold a stream that looks open and is dead; a jump of the clock tells.
  function watchSleep() {
    let tick = Date.now();
    setInterval(() => {
      const slept = Date.now() - tick > 20000;
      tick = Date.now();
      if (slept && stream) connect();
    }, 5000);
  }

  appear();
  if (!document.hidden) connect();
  watchSleep();
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("online", () => { if (!document.hidden) connect(); });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => { if (event.persisted && !document.hidden) connect(); });
})();
