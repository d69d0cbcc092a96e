// The preview's part in each page of the site: hears of builds, patches the page in place, shows findings and the state
// of the build. The server writes `<script src="/__wellpress/client.js" defer data-build="12"></script>` into the page,
// where 12 is the build that the page is of. Everything that comes from the site is put in as text, never as markup.
(async (script) => {
  "use strict";
  const builtAs = script.dataset.build;
  const firstRead = readPage().catch(() => null);
  const [{ align, Patch }, { pathOf, reloadFiles, swapSheets }, { listen }, { appear, corner, overlay }] =
    await Promise.all(["./patch.js", "./files.js", "./stream.js", "./panel.js"].map((name) => import(name)));

  // The source that the page was loaded from; `null` if another build came between, and then a change loads it anew.
  const loaded = firstRead.then((page) => {
    if (page?.build !== builtAs) return null;
    align(page.source.documentElement, document.documentElement);
    return page;
  });

  async function readPage() {
    const response = await fetch(location.pathname + location.search, { cache: "no-store" });
    if (!response.headers.get("content-type")?.startsWith("text/html")) return null;
    const source = new DOMParser().parseFromString(await response.text(), "text/html");
    const mine = source.querySelector(`script[src="${script.getAttribute("src")}"]`);
    mine?.remove();
    return { source, status: response.status, build: mine?.dataset.build };
  }

  // ---- Bringing the page up to date ----------------------------------------------------------------------------------

  let [reading, isWantedAgain] = [null, false];

  // While one reading is under way, further wishes make one more, not many. Gives what was touched.
  function update() {
    if (reading) isWantedAgain = true;
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
      isWantedAgain = false;
      touched.push(...(await updateOnce()));
    } while (isWantedAgain);
    return touched;
  }

  async function updateOnce() {
    const [page, before] = await Promise.all([readPage(), loaded]);
    if (!page || page.status >= 500) return [];
    if (!before || (page.status === 200 && before.status !== 200)) return loadAnew();
    corner.gone(page.status === 404 && before.status === 200);
    return page.status === before.status ? apply(before.source, page.source) : [];
  }

  function loadAnew() {
    location.reload();
    return [];
  }

  function apply(before, after) {
    if (mustReload(before, after)) return loadAnew();
    const patch = new Patch();
    // What the parser takes and scripts may not make, such as an attribute named `"`, ends in an exception.
    try {
      patch.node(before.documentElement, after.documentElement);
    } catch {
      patch.lost = true;
    }
    if (patch.lost) return loadAnew();
    swapSheets(patch.newSheets, patch.oldSheets);
    if (patch.touched.length) document.dispatchEvent(new CustomEvent("wellpress:patched"));
    return patch.touched;
  }

  const runningTypes = ["", "text/javascript", "application/javascript", "module", "importmap", "speculationrules"];
  const isRun = (one) => runningTypes.includes(one.type.toLowerCase());
  const scriptOf = (one) => `${one.type} ${one.src || one.textContent}`;
  const scriptsOf = (source) => [...source.scripts].filter(isRun).map(scriptOf).join("\n");
  const leadsAway = (source) => source.querySelector("meta[http-equiv=refresh i]") !== null;

  // Scripts have run already, and a page that leads elsewhere does so when it is loaded.
  const mustReload = (before, after) =>
    scriptsOf(before) !== scriptsOf(after) || (leadsAway(after) && !leadsAway(before));

  // ---- What a build means here ---------------------------------------------------------------------------------------

  let last = null;

  async function built(build, { isFirst, isAgain, isBack }) {
    // What a tab missed is news to it; a reader who went back is where they want to be.
    const isNews = isFirst ? isAgain && !isBack && build.id !== last?.id : true;
    show(build, isAgain);
    if (reloadFiles(build, (await loaded)?.source)) loadAnew();
    const touched = isStale(build, isFirst, isAgain) ? await update() : [];
    if (isNews && build.ok) follow(build, touched);
  }

  // An overlay that the reader has closed stays closed when the stream was only interrupted.
  function show(build, isAgain) {
    if (isAgain) corner.say("");
    corner.built(build);
    if (build.ok) overlay.passed();
    else if (!isAgain || last?.ok || last?.id !== build.id) overlay.failed(build);
    last = build;
  }

  // The first message of a stream tells where the server stands: after a break anything may have changed, even the server.
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

  // To the first thing that changed, if the reader can't see it.
  function reveal(touched) {
    const shown = touched.filter((node) => node?.isConnected && node !== document.body && document.body.contains(node));
    const isLater = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
    const [first] = shown.sort((one, other) => (isLater(one, other) ? 1 : -1));
    if (!first) return;
    const { top, bottom } = first.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) first.scrollIntoView({ block: "center", behavior: "instant" });
  }

  appear();
  listen({ built, away: () => corner.away() });
})(document.currentScript);
