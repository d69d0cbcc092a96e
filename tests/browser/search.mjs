// The search in a real browser, on a built site with its content security policy: the dialog and the page, by keyboard, by
// pointer and without script, in two languages, at the width of a phone, and when the index cannot be loaded.
// `npm test` here runs it, after `cargo build`.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { forAllTests } from "./built_site.mjs";
import { axeFindings } from "./preview_site.mjs";

const article = "/articles/osteoporosis/";
const shared = forAllTests(() => [files()]);
const { pageTest } = shared;

/** Articles, exercises, topics, terms and a page; one article is also in Arabic. */
function files() {
  const page = (front, text) => `---\n${front}\n---\n${text}\n`;
  const walks = Array.from({ length: 14 }, (_, number) => [`content/articles/many-${number}.md`, page(`title: Walk ${number}`, `A daily walk, the ${number}th.`)]);
  return {
    "wellpress.yaml": "title: Test\nbase_url: https://test.example/\nlanguages: {ar: {title: اختبار}}\nmenus: {main: [{title: Articles, link: /articles/}]}\n",
    "content/glossary.yaml": "Osteopenia: {definition: Less bone than usual. It may come before osteoporosis.}\n",
    "content/topics/bone.md": page("title: Bone health", "What keeps bone strong."),
    "content/topics/neck.md": page("title: Neck pain", "What eases a neck."),
    "content/articles/osteoporosis.md": page("title: Osteoporosis & the spine\ntopics: [bone]", "Bones that break <b>easily</b>.\n\n## Moving with osteoporosis {#moving}\n\nOsteoporosis asks for care when you bend. Osteoporosis does not forbid to move."),
    "content/articles/neck.md": page("title: A stiff neck\ntopics: [neck]", "A neck is stiff. Bones have little to do with it."),
    "content/articles/neck.ar.md": page("title: رقبة متصلبة", "الرقبة متصلبة في الصباح."),
    "content/exercises/nod.md": page("title: Chin nod\ndescription: Eases a stiff neck.\ntopics: [neck]\nregions: [neck]\nlevel: beginner\ncautions: [{condition: bone, severity: ask, advice: Ask first.}]", "Nods.\n\n1. Nod your chin to your stiff neck."),
    "content/exercises/hinge.md": page("title: Hip hinge\ndescription: Bends without a round spine.\ntopics: [bone]\nregions: [hip]\nlevel: intermediate", "Hinges.\n\n1. Bend at your hips and keep your neck long."),
    "content/pages/about.md": page("title: About", "Who writes this."),
    ...Object.fromEntries(walks),
  };
}

const dialog = (page) => page.locator("dialog[open]");
const opener = (page) => page.getByRole("button", { name: "Search", exact: true });
const field = (page) => page.locator("input[name=q]");
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.name);
const path = (page) => page.evaluate(() => location.pathname + location.search + location.hash);
const titles = (page) => page.locator(".found-title").allTextContents();
const showsStatus = (page, text) =>
  page.waitForFunction((text) => document.querySelector("[data-search] [role=status]").textContent === text, text);

async function openDialog(page) {
  await opener(page).click();
  await dialog(page).waitFor();
}

async function search(page, words, status) {
  await field(page).fill(words);
  await showsStatus(page, status);
}

async function assertFits(page) {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page scrolls sideways");
  const fits = await page.evaluate(() => [...document.querySelectorAll("dialog[open]")].every((dialog) => {
    const box = dialog.getBoundingClientRect();
    return box.left >= 0 && box.right <= innerWidth && dialog.scrollWidth <= dialog.clientWidth;
  }));
  assert.ok(fits, "the dialog is wider than the window, or scrolls sideways");
}

describe("the dialog", () => {
  pageTest("opens with its button, by pointer and by keyboard, and loads nothing before", article, async (page) => {
    const requestedPaths = [];
    page.on("request", (request) => requestedPaths.push(new URL(request.url()).pathname));
    assert.equal(await page.evaluate(() => performance.getEntriesByType("resource").some((entry) => /search[./]/.test(entry.name))), false);
    await openDialog(page);
    assert.ok(requestedPaths.some((path) => path.startsWith("/assets/search.")), String(requestedPaths));
    assert.equal(await focused(page), "q");
    assert.equal(await dialog(page).getAttribute("aria-labelledby"), "search-title");
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    assert.equal(await focused(page), "Search");
    for (const key of ["Enter", " "]) {
      await page.keyboard.press(key);
      await dialog(page).waitFor();
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
    }
  });

  pageTest("opens with / and with Ctrl-K, and gives the focus back", article, async (page) => {
    for (const key of ["/", "Control+k"]) {
      await page.locator("main a, .crumbs a").first().focus();
      const focusBefore = await focused(page);
      await page.keyboard.press(key);
      await dialog(page).waitFor();
      assert.equal(await focused(page), "q");
      assert.equal(await field(page).inputValue(), "");
      await page.keyboard.type("a/b");
      assert.equal(await field(page).inputValue(), "a/b", "a key typed into the field is text");
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
      assert.equal(await focused(page), focusBefore);
      await page.reload();
    }
  });

  pageTest("opens once the page is there with a key that was pressed before, and once only", article, async (page) => {
    let release;
    const released = new Promise((resolve) => { release = resolve; });
    await page.route(/\/assets\/well\.[^/]*js$/, async (route) => { await released; await route.continue(); });
    await page.addInitScript(() => addEventListener("keydown", (event) => { window.shortcutHandled = event.defaultPrevented; }));
    await page.goto(`${shared.site.address}/articles/neck/`, { waitUntil: "commit" });
    while (!(await page.evaluate(() => window.shortcutHandled))) await page.keyboard.press("Control+k");
    await page.keyboard.press("/");
    assert.notEqual(await page.evaluate(() => document.readyState), "complete");
    release();
    await dialog(page).waitFor();
    assert.equal(await page.locator("dialog").count(), 1);
    assert.equal(await focused(page), "q");
  });

  pageTest("leaves / alone for a reader who says so, also on the next page", article, async (page) => {
    await openDialog(page);
    await page.getByLabel("The key / opens the search").uncheck();
    await page.getByRole("button", { name: "Close" }).click();
    await dialog(page).waitFor({ state: "detached" });
    await page.goto(`${shared.site.address}/articles/neck/`);
    await page.keyboard.press("/");
    await page.keyboard.press("Control+k");
    await dialog(page).waitFor();
    assert.equal(await field(page).inputValue(), "");
  });

  pageTest("finds by word, grouped by kind, with the words marked and the number told", article, async (page) => {
    await openDialog(page);
    await search(page, "stiff neck", "2 results");
    assert.deepEqual(await titles(page), ["A stiff neck", "Chin nod"]);
    assert.deepEqual(await page.locator(".found-kind").allTextContents(), ["Articles 1", "Exercises 1"]);
    assert.deepEqual(await page.locator(".found mark").allTextContents(), ["neck", "stiff"]);
    const exercise = page.locator("section[aria-labelledby=found-exercise-3]");
    assert.match(await exercise.textContent(), /Eases a stiff neck\./);
    assert.match(await exercise.locator("li", { hasText: "Chin nod" }).first().textContent(), /Caution: /, "it says for whom it has cautions");
    assert.doesNotMatch(await exercise.textContent(), /Nod your chin/, "no step without its cautions");
    await search(page, "chin", "1 result");
    await search(page, "osteoporosis", "2 results");
    assert.match(await page.locator("section[aria-labelledby=found-glossary-3]").textContent(), /Osteopenia/);
    assert.equal(await page.locator(".found-place a").getAttribute("href"), `${article}#moving`);
  });

  pageTest("leads by arrows to what was found, and Enter goes there", article, async (page) => {
    await page.keyboard.press("/");
    await dialog(page).waitFor();
    await page.keyboard.type("stiff neck");
    await showsStatus(page, "2 results");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "A stiff neck");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "Chin nod");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(page), "q");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/articles/neck/");
  });

  pageTest("keeps the focus within", article, async (page) => {
    await openDialog(page);
    await search(page, "walk", "14 results");
    for (let step = 0; step < 14; step++) {
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => !document.activeElement.closest("main, header, footer")), "the focus left it");
    }
  });

  pageTest("shows more of a kind where there is more, and goes to the first of it", article, async (page) => {
    await openDialog(page);
    await search(page, "walk", "14 results");
    assert.equal((await titles(page)).length, 4);
    await page.getByRole("button", { name: "Show more" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".found-title").length === 8);
    assert.equal(await focused(page), (await titles(page))[4]);
  });

  pageTest("is narrowed down by topic, region and level", article, async (page) => {
    await openDialog(page);
    await search(page, "neck", "4 results");
    await page.getByLabel("Level").selectOption("intermediate");
    await showsStatus(page, "1 result");
    assert.deepEqual(await titles(page), ["Hip hinge"]);
    await page.getByLabel("Level").selectOption("");
    await page.getByLabel("Region").selectOption("neck");
    await showsStatus(page, "1 result");
    await page.getByLabel("Region").selectOption("");
    await page.locator("select[name=topic]").selectOption("Neck pain");
    await showsStatus(page, "2 results");
    assert.deepEqual(await titles(page), ["A stiff neck", "Chin nod"]);
    await field(page).fill("");
    await showsStatus(page, "2 results");
    await page.locator("select[name=topic]").selectOption("");
    await showsStatus(page, "");
    assert.deepEqual(await titles(page), []);
  });

  pageTest("says that there is nothing, and what to do", article, async (page) => {
    await openDialog(page);
    await search(page, "xylophone", "No results");
    assert.match(await page.locator(".search-hint").textContent(), /fewer words/);
    await search(page, "<img src=x onerror=alert(1)>", "No results");
  });

  pageTest("shows what comes closest where no page has all words, and says so", article, async (page) => {
    await openDialog(page);
    await search(page, "stiff easily xylophone", "3 results");
    assert.match(await page.locator(".search-hint").textContent(), /have most of them/);
    assert.ok((await titles(page)).includes("A stiff neck"));
    await search(page, "osteo\u00adporosis spine", "1 result");
    assert.equal(await page.locator(".search-hint").count(), 0);
  });

  pageTest("goes to the page with all results on Enter", article, async (page) => {
    await openDialog(page);
    await search(page, "walk", "14 results");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search/?q=walk*");
    await showsStatus(page, "14 results");
    assert.equal((await titles(page)).length, 10);
  });

  pageTest(
    "fills a phone's window and no more",
    article,
    async (page) => {
      await assertFits(page);
      await opener(page).tap();
      await dialog(page).waitFor();
      await search(page, "stiff neck", "2 results");
      await assertFits(page);
      for (const part of await page.locator("dialog :is(button, select, input, .found-title):visible").all()) {
        const box = await part.boundingBox();
        assert.ok(box.height >= 18, JSON.stringify(box));
      }
    },
    { settings: { hasTouch: true, isMobile: true, viewport: { width: 320, height: 568 } } },
  );
});

describe("the page to search on", () => {
  pageTest("takes the words from its address, and keeps what is chosen there", "/search/?q=osteoporosis", async (page) => {
    await showsStatus(page, "2 results");
    assert.equal(await field(page).inputValue(), "osteoporosis");
    assert.deepEqual((await titles(page)).sort(), ["Osteopenia", "Osteoporosis & the spine"]);
    assert.equal(await page.locator(".names").isVisible(), false);
    await page.locator("select[name=topic]").selectOption("Bone health");
    await showsStatus(page, "1 result");
    assert.equal(await path(page), "/search/?q=osteoporosis&topic=Bone+health");
    await page.reload();
    await showsStatus(page, "1 result");
    await page.locator(".found-title").click();
    await page.waitForURL(`**${article}`);
    await page.goBack();
    await showsStatus(page, "1 result");
  });

  pageTest("moves nothing while it loads", "/search/", async (page) => {
    await page.locator(".search-filters select:enabled").first().waitFor();
    const shift = await page.evaluate(() => new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve(sum), 300);
    }));
    assert.equal(shift, 0);
  });

  pageTest("has / and the button lead to its field", "/search/", async (page) => {
    assert.ok(await page.locator(".names").isVisible());
    await page.keyboard.press("/");
    await page.waitForFunction(() => document.activeElement.name === "q");
    await field(page).blur();
    await opener(page).click();
    await page.waitForFunction(() => document.activeElement.name === "q");
    assert.equal(await page.locator("dialog").count(), 0);
  });

  pageTest("searches in Arabic, from right to left, in its own plural", `/ar/search/?q=${encodeURIComponent("رقبة")}`, async (page) => {
    await showsStatus(page, "نتيجة واحدة");
    assert.deepEqual(await titles(page), ["رقبة متصلبة"]);
    assert.equal(await page.locator(".found-title").getAttribute("href"), "/ar/articles/neck/");
    await assertFits(page);
  });

  pageTest("marks words without the punctuation behind them, and names places without a sign", "/search/?q=osteoporosis", async (page) => {
    await showsStatus(page, "2 results");
    const marked = await page.locator(".found-text mark").allTextContents();
    assert.ok(marked.length > 1 && marked.every((word) => /^osteoporosis$/i.test(word)), String(marked));
    assert.match(await page.locator(".found-text").filter({ hasText: "Less bone" }).textContent(), /before osteoporosis\./);
    const place = page.locator(".found-place a");
    assert.equal(await place.textContent(), "Moving with osteoporosis");
    assert.equal(await place.evaluate((node) => getComputedStyle(node, "::before").content), "none");
  });

  pageTest(
    "has what was found in two columns on a wide screen",
    "/search/?q=walk",
    async (page) => {
      await showsStatus(page, "14 results");
      const [one, two, three] = await page.locator(".found-list > li").evaluateAll((items) => items.map((item) => item.getBoundingClientRect()));
      assert.ok(one.top === two.top && two.left > one.right && three.top > one.top && three.left === one.left);
      await assertFits(page);
    },
    { settings: { viewport: { width: 1280, height: 800 } } },
  );

  pageTest("is reached from the field of the home page", "/", async (page) => {
    await page.getByLabel("What are you looking for?").fill("stiff neck");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search/?q=stiff+neck");
    await showsStatus(page, "2 results");
  });

  pageTest(
    "is reached from the home page without script too, and says what it cannot do",
    "/",
    async (page) => {
      await page.getByLabel("What are you looking for?").fill("neck");
      await page.getByRole("button", { name: "Search" }).click();
      await page.waitForURL("**/search/?q=neck");
      assert.match(await page.locator(".search-off").textContent(), /^Search needs JavaScript/);
      assert.ok(await page.getByRole("link", { name: "Chin nod" }).isVisible());
    },
    { settings: { javaScriptEnabled: false } },
  );

  pageTest(
    "is lists of names without script",
    article,
    async (page) => {
      await page.getByRole("link", { name: "Search", exact: true }).click();
      await page.waitForURL("**/search/");
      assert.equal(await field(page).isVisible(), false);
      assert.deepEqual(await page.locator(".names h2").allTextContents(), ["Articles", "Exercises", "Topics"]);
      await page.getByRole("link", { name: "Chin nod" }).click();
      await page.waitForURL("**/exercises/nod/");
    },
    { settings: { javaScriptEnabled: false } },
  );
});

describe("where the index cannot be loaded", () => {
  for (const [missingFile, pattern] of [["its list", "**/index.json"], ["its script", "**/reader.js"], ["its words", "**/words/*"]]) {
    pageTest(
      `the reader is told, and has the lists, without ${missingFile}`,
      "/search/",
      async (page) => {
        await page.context().route(pattern, (route) => route.fulfill({ status: 503 }));
        await page.reload();
        await search(page, "neck", "The search cannot be loaded right now. The lists of articles, exercises and topics still lead to every page.");
        assert.ok(await page.locator(".names").isVisible());
      },
      { expected: null },
    );
  }

  pageTest(
    "the button still leads to the page",
    article,
    async (page) => {
      await page.context().route("**/assets/search.*.js", (route) => route.abort());
      await opener(page).click();
      await page.waitForURL("**/search/");
    },
    { expected: null },
  );
});

// `pages.mjs` runs axe on the page before anything is searched for.
describe("axe finds nothing", () => {
  const phone = { viewport: { width: 375, height: 700 }, colorScheme: "dark" };
  const desktop = { viewport: { width: 1280, height: 800 }, colorScheme: "light" };
  const forcedColours = { viewport: { width: 1280, height: 800 }, forcedColors: "active" };

  for (const [name, settings] of [["on a phone in the dark", phone], ["on a desktop by day", desktop], ["in forced colours", forcedColours]]) {
    pageTest(`in the dialog ${name}`, article, async (page) => {
      await openDialog(page);
      if (settings === phone) assert.deepEqual(await axeFindings(page), [], "before a search");
      await search(page, "stiff neck", "2 results");
      assert.deepEqual(await axeFindings(page), []);
    }, { settings });
  }

  for (const [name, address, settings] of [
    ["results on a phone in the dark", "/search/?q=walk", phone],
    ["results on a desktop by day", "/search/?q=walk", desktop],
    ["the lists of names from right to left", "/ar/search/", phone],
  ]) {
    pageTest(`at ${name}`, address, async (page) => {
      await page.locator(".search.ready").waitFor();
      if (address.includes("walk")) await showsStatus(page, "14 results");
      assert.deepEqual(await axeFindings(page), []);
    }, { settings });
  }
});
