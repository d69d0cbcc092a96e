// The preview's script in each page of the site: receives reload events, patches the page in place, and shows findings
// and the state of the build. The server writes `<script src="/__wellpress/client.js" defer data-build="12" data-page="7e..">`
// into the page, where 12 is the number of the page's build and 7e.. the fingerprint of the page. What comes from the site
// is inserted as text, never as markup.
(async (script) => {
  "use strict";
  const { build: builtAs, page: fingerprint } = script.dataset;
  const firstRead = readPage().catch(() => null);
  const [{ align, Patch }, { pathOf, reloadFiles, swapSheets }, { listen }, { appear, corner, overlay }, { pageFindings }, { scrollToWords, showWords }] =
    await Promise.all(["./patch.js", "./files.js", "./stream.js", "./panel.js", "./page_findings.js", "./marks.js"].map((name) => import(name)));

  // The source that the page was loaded from. `null` if the page changed in between: then the next change reloads it.
  const loaded = firstRead.then((page) => {
    if (page?.fingerprint !== fingerprint) return null;
    align(page.source.documentElement, document.documentElement);
    return page;
  });

  async function readPage() {
    const response = await fetch(location.pathname + location.search, { cache: "no-store" });
    if (!response.headers.get("content-type")?.startsWith("text/html")) return null;
    const source = new DOMParser().parseFromString(await response.text(), "text/html");
    const ownScript = source.querySelector(`script[src="${script.getAttribute("src")}"]`);
    ownScript?.remove();
    return { source, status: response.status, fingerprint: ownScript?.dataset.page };
  }

  // ---- Bringing the page up to date ----------------------------------------------------------------------------------

  let [reading, isOutdated] = [null, false];

  // Reads the page and patches it. Calls during one reading lead to one more, not to many. Resolves to the touched nodes.
  function update() {
    if (reading) isOutdated = true;
    else
      reading = readUntilCurrent()
        .catch(() => [])
        .finally(() => {
          reading = null;
        });
    return reading;
  }

  async function readUntilCurrent() {
    const touched = [];
    do {
      isOutdated = false;
      touched.push(...(await updateOnce()));
    } while (isOutdated);
    return touched;
  }

  async function updateOnce() {
    const [page, current] = await Promise.all([readPage(), loaded]);
    if (!page || page.status >= 500) return [];
    if (!current || (page.status === 200 && current.status !== 200)) return reloadPage();
    corner.gone(page.status === 404 && current.status === 200);
    return page.status === current.status ? apply(current.source, page.source) : [];
  }

  function reloadPage() {
    location.reload();
    return [];
  }

  function apply(current, next) {
    if (mustReload(current, next)) return reloadPage();
    const patch = new Patch();
    // The HTML parser accepts what scripts may not create, such as an attribute named `"`: that throws.
    try {
      patch.node(current.documentElement, next.documentElement);
    } catch {
      patch.lost = true;
    }
    if (patch.lost) return reloadPage();
    swapSheets(patch.newSheets, patch.oldSheets);
    if (patch.touched.length) document.dispatchEvent(new CustomEvent("wellpress:patched"));
    return patch.touched;
  }

  const runningTypes = ["", "text/javascript", "application/javascript", "module", "importmap", "speculationrules"];
  const isExecuted = (element) => runningTypes.includes(element.type.toLowerCase());
  const scriptKey = (element) => `${element.type} ${element.src || element.textContent}`;
  const scriptsOf = (source) => [...source.scripts].filter(isExecuted).map(scriptKey).join("\n");
  const hasRefresh = (source) => source.querySelector("meta[http-equiv=refresh i]") !== null;

  // The effects of scripts that have run cannot be undone, and a browser follows a refresh only while it loads the page.
  const mustReload = (current, next) =>
    scriptsOf(current) !== scriptsOf(next) || (hasRefresh(next) && !hasRefresh(current));

  // ---- Reload events -------------------------------------------------------------------------------------------------

  let last = null;

  async function built(build, { isFirst, isAgain, isBack }) {
    // A hidden tab is led to what it missed. A reader who went back in history is where they want to be.
    const isNews = isFirst ? isAgain && !isBack && build.id !== last?.id : true;
    show(build, isAgain);
    if (reloadFiles(build, (await loaded)?.source)) reloadPage();
    const touched = isStale(build, isFirst, isAgain) ? await update() : [];
    const fresh = await pageFindings.update(build).catch(() => null);
    if (fresh) corner.say(`${fresh.severity}: ${fresh.message}`);
    if (isNews && build.ok) follow(build, touched);
  }

  // An overlay that the reader has closed stays closed when only the stream was interrupted.
  function show(build, isAgain) {
    if (isAgain) corner.say("");
    corner.built(build);
    if (build.ok) overlay.passed();
    else if (!isAgain || last?.ok || last?.id !== build.id) overlay.failed(build);
    last = build;
  }

  // Whether the page may differ from the build. The first message of a stream does not say what changed: after an
  // interruption that may be anything, even the server.
  function isStale({ id, changed }, isFirst, isAgain) {
    if (isFirst) return isAgain || builtAs !== String(id);
    return changed.some((address) => address === "*" || pathOf(address) === pathOf(location.href));
  }

  function follow({ follow: isWanted, edited }, touched) {
    const target = isWanted && edited ? new URL(edited, location.origin) : null;
    if (target?.origin !== location.origin) return;
    if (pathOf(target.href) !== pathOf(location.href)) location.assign(target.href);
    else reveal(touched);
  }

  // Scrolls to the first node that changed, if the reader can't see it.
  function reveal(touched) {
    const inBody = touched.filter((node) => node?.isConnected && node !== document.body && document.body.contains(node));
    const isLater = (left, right) => left.compareDocumentPosition(right) & Node.DOCUMENT_POSITION_PRECEDING;
    const [first] = inBody.sort((left, right) => (isLater(left, right) ? 1 : -1));
    if (!first) return;
    const { top, bottom } = first.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) first.scrollIntoView({ block: "center", behavior: "instant" });
  }

  // The desk of `serve --edit` and editors show this page in a frame: the one asks for the words of a remark, the others for those at the
  // top of their window. Whoever asks learns nothing.
  addEventListener("message", ({ data }) => {
    if (typeof data?.words !== "string") return;
    if (data.wellpress === "show") showWords(data.words);
    if (data.wellpress === "scroll") scrollToWords(data.words);
  });

  appear();
  listen({ built, away: () => corner.away() });
})(document.currentScript);
