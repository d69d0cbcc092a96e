// Every kind of page of this repository's own site in a real browser, as it is built: findings of axe, layout shifts, sideways
// scrolling, requests to other hosts, blocking scripts, and what keyboard and touch can do.
// The tests add to the site: a second level of its menu; an article and an exercise in Arabic, which is read from right to left; a disclaimer for exercises;
// a programme with a withdrawn exercise; and pages with a word that is longer than any line.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { forAllTests } from "./built_site.mjs";
import { axeFindings, copySite } from "./preview_site.mjs";

/** The path of one page of each kind. */
const kinds = {
  home: "/",
  "list of articles": "/articles/",
  article: "/articles/middle-back-stretches/",
  library: "/exercises/",
  exercise: "/exercises/cat-cow/",
  handout: "/exercises/cat-cow/print/",
  programme: "/programmes/first-standing-routine/",
  topics: "/topics/",
  topic: "/topics/osteoporosis/",
  people: "/people/",
  person: "/people/editorial-team/",
  glossary: "/glossary/",
  sources: "/references/",
  source: "/references/sawicki-2021/",
  search: "/search/",
  "plain page": "/editorial-policy/",
  "not found": "/404.html",
  numbers: "/articles/numbers/",
  "numbers from right to left": "/ar/articles/numbers/",
  "article from right to left": "/ar/articles/back/",
  "exercise from right to left": "/ar/exercises/cat-cow/",
  "home from right to left": "/ar/",
};
const shared = forAllTests(async () => {
  const folder = await copySite();
  const written = await readFile(join(folder, "wellpress.yaml"), "utf8");
  const children = `      children: [{title: Middle back, link: ${kinds.article}}, {title: Spine, link: /articles/}]\n`;
  const settings = `${written.replace("      link: /articles/\n", (link) => link + children)}\nlanguages: {ar: {title: دليل}}\n`;
  return [{ "wellpress.yaml": settings, ...arabic(), ...routine(), ...endless(), ...numbers() }, folder];
});
const { pageTest, withPage } = shared;

/** An article and an exercise in Arabic; the article has no original. */
function arabic() {
  const steps = "1. قف.\n2. تنفّس.\n3. انتهِ.\n";
  return {
    "content/articles/back.ar.md": `---\ntitle: الظهر\ndescription: نص للاختبار.\ntopics: [spine]\n---\nنص أول [@sawicki-2021].\n\n## عنوان\n\nنص ثان.\n\n### عنوان آخر\n\n::exercise{#cat-cow}\n`,
    "content/exercises/cat-cow/index.ar.md": `---\ntitle: القطة\ndescription: نص للاختبار.\nregions: [الظهر, الركبتان]\ndose: {reps: 5, hold: 1-2 s}\ncautions: [{condition: osteoporosis, advice: اسأل.}]\n---\nنص.\n\n${steps}`,
    "content/disclaimers/moving.md": "---\ntitle: As you move\nplacement: with-exercise\n---\nStop where it hurts.\n",
  };
}

/** A programme of two exercises. One is withdrawn, the other has a warning above its steps. */
function routine() {
  const page = (title, more, text = "") => `---\ntitle: ${title}\ndescription: A text for the test.\n${more}\n---\n${text}\n`;
  const steps = "## How to do it\n\nStand at a wall.\n\n> [!WARNING]\n> Hold on to it.\n\n1. Rise.\n2. Sink.\n";
  return {
    "content/exercises/rise.md": page("Rise", "dose: {reps: 5}", steps),
    "content/exercises/plunge.md": page("Plunge", "withdrawn: {date: 2026-01-01, reason: It was not safe.}"),
    "content/programmes/wall.md": page("At a wall", "schedule: [{exercise: plunge}, {exercise: rise}]", ":::warning\nNot after a meal.\n:::"),
  };
}

/** An article with people, tables and charts of numbers, in English and in Arabic. */
function numbers() {
  const words = (attributes) => `{src="data/falls.csv" ${attributes} labels="falls=Falls; year=Year" units="falls=per 1,000"}`;
  const text = `See @fig-hip and @tbl-falls.

::icon-array[Of 100 women, those who break a hip]{#fig-hip of=100 n=9 then=5}

::icon-array[Of 1,000 people]{of=1000 n=37}

::table[Falls]{#tbl-falls ${words('columns="year, falls, region"').slice(1)}

::chart[Falls by year]${words('type="line" x="year" y="falls"')}

::chart[Falls by year, as bars]${words('type="bar" x="year" y="falls"')}

::chart[Falls by region]${words('type="bar" x="region" y="falls,year"')}

::chart[Rate ratios]{src="data/trials.csv" type="interval" x="trial" y="ratio" low="low" high="high" at=1 scale="log"}

:::list-table[Signs]
* - Part
  - Signs
* - Skin
  - * Rash
    * Itch
:::
`;
  const page = `---\ntitle: Numbers\ndescription: A text for the test.\npublished: 2020-01-01\ntopics: [spine]\n---\n${text}`;
  return {
    "content/articles/numbers.md": page,
    "content/articles/numbers.ar.md": page,
    "data/falls.csv": "year,falls,region\n2015,12034.5,The long name of a region in the north\n2016,800,South\n2017,9411,East\n2018,,West\n",
    "data/trials.csv": "trial,ratio,low,high\nTai chi,0.72,0.55,0.94\nWalking and a name that leaves no room,1.1,0.8,1.52\n",
  };
}

const word = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(7);
/** Pages whose titles, texts and other fields are one word of 315 letters. */
function endless() {
  const page = (more, text = word) => `---\ntitle: ${word}\ndescription: ${word}\n${more}\n---\n${text}\n`;
  const dose = `{sets: 2, hold: 5 s, frequency: ${word}}`;
  return {
    "content/articles/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><circle cx="20" cy="15" r="9"/></svg>',
    "content/articles/endless.md": page("published: 2020-01-01\nauthors: [endless]\ntopics: [endless]\nhero: {src: dot.svg, alt: A dot}", `${word}\n\n## ${word}\n\n::exercise{#endless}\n\n:::care[${word}]{level=urgent}\n${word}\n:::\n`),
    "content/exercises/endless.md": page(`position: ${word}\nregions: [${word}, hand]\ndose: ${dose}\ncautions: [{condition: endless, advice: ${word}}]`, `${word}\n\n1. ${word}\n2. Two.\n3. Three.\n`),
    "content/programmes/endless.md": page(`schedule: [{exercise: endless, dose: ${dose}}]`),
    "content/topics/endless.md": page("type: condition"),
    "content/people/endless.md": `---\nname: ${word}\njob_title: ${word}\n---\n${word}\n`,
  };
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** The layout shifts since the page began to load, and the scripts that blocked its first paint. Shifts within the header are
 * left out: a busy browser may paint the half of it that it has parsed. */
const shiftsAndBlockingScripts = (page) => page.evaluate(async () => {
  const moved = await new Promise((resolve) => {
    const shifts = [];
    const elements = (entry) => entry.sources.map(({ node }) => (node instanceof Element ? node : node?.parentElement));
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // A source without an element is a piece of text that the parser has since replaced by a longer one.
        const known = elements(entry).filter((element) => element);
        const names = known.filter((element) => !element.closest("body > header")).map((element) => element.outerHTML.slice(0, 60));
        if (names.length || !known.length) shifts.push(`${entry.value}: ${names}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(shifts), 100);
  });
  const scripts = performance.getEntriesByType("resource").filter((entry) => entry.initiatorType === "script");
  return { moved, blocking: scripts.filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name) };
});

/** Scrolls through the page, so that its lazy pictures load. */
const scrollThrough = (page) => page.evaluate(async () => {
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
    scrollTo(0, top);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  scrollTo(0, 0);
});

/** With text of twice its size: the parts of the header that lie on each other, and titles with one or two letters in a line. */
const faultsOfLargeText = (page) => page.evaluate(() => {
  const boxes = [...document.querySelectorAll(".masthead-inner > :not([hidden], .brand), .brand-name, .brand-mark")].map((element) => element.getBoundingClientRect()).filter((box) => box.width > 0);
  const overlap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const titles = [...document.querySelectorAll(".brand-name, h1, h2, h3, .where-region")].filter((element) => element.checkVisibility() && !element.closest("dialog, .visually-hidden"));
  const lines = (title) => {
    const range = document.createRange();
    range.selectNodeContents(title);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
  };
  return {
    overlaps: boxes.some((box, index) => boxes.slice(index + 1).some((other) => overlap(box, other))),
    narrow: titles.filter((title) => title.textContent.trim().length > 3 && title.textContent.trim().length / lines(title) < 3).map((title) => title.outerHTML),
  };
});

/** What is tested at some widths only, because axe takes longer than all else. The narrow and the wide page show every element between
 * them, and the dark colours are the same on both. */
const testsAtWidth = {
  320: async (page, kind) => {
    assert.deepEqual(await axeFindings(page), [], `${kind} at 320`);
    // Firefox and Android can enlarge text alone. Media queries do not see that: the page still has the width of a phone.
    await page.setViewportSize({ width: 375, height: 800 });
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%", "important"));
    assert.ok((await overflow(page)) <= 0, `${kind} with text of twice its size scrolls sideways`);
    assert.deepEqual(await faultsOfLargeText(page), { overlaps: false, narrow: [] }, `${kind} with text of twice its size`);
  },
  768: () => {},
  1280: async (page, kind) => {
    assert.deepEqual(await axeFindings(page), [], `${kind} at 1280`);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await axeFindings(page, ["color-contrast"]), [], `${kind} in the dark`);
  },
};

describe("each kind of page", () => {
  for (const [kind, path] of Object.entries(kinds)) {
    test(kind, { timeout: 180_000 }, async () => {
      for (const [width, testWidth] of Object.entries(testsAtWidth)) {
        await withPage(path, async (page) => {
          await scrollThrough(page);
          const { moved, blocking } = await shiftsAndBlockingScripts(page);
          assert.deepEqual(moved, [], `${kind} at ${width} moved`);
          assert.deepEqual(blocking, [], `${kind} at ${width}`);
          assert.ok((await overflow(page)) <= 0, `${kind} at ${width} scrolls sideways`);
          await testWidth(page, kind);
        }, { settings: { viewport: { width: Number(width), height: 800 } } });
      }
    });
  }

  test("is HTML that is valid", { timeout: 120_000 }, async () => {
    const standard = new HtmlValidate({ extends: ["html-validate:standard"], rules: {
      // Both are rules of style. Search engines and browsers cut a long title themselves.
      "no-trailing-whitespace": "off", "long-title": "off",
      // Older readers of e-books know only the roles, and Safari gives a list without bullets no role of its own.
      "no-redundant-role": "off", "prefer-native-element": "off",
      "no-raw-characters": "off", "no-inline-style": "error", "attribute-boolean-style": "off", "doctype-style": "off",
    } });
    const files = (await readdir(join(shared.site.folder, "output"), { recursive: true })).filter((file) => file.endsWith(".html"));
    assert.ok(files.length > 50, `${files.length} pages`);
    const violations = [];
    for (const file of files) {
      const report = await standard.validateString(await readFile(join(shared.site.folder, "output", file), "utf8"));
      for (const { messages } of report.results) for (const { line, ruleId, message } of messages) violations.push(`${file}:${line} ${ruleId}: ${message}`);
    }
    assert.deepEqual(violations.slice(0, 20), []);
  });
});

describe("the keyboard goes from top to bottom of an exercise", () => {
  for (const width of [375, 1280]) {
    pageTest(`at ${width} pixels`, "/exercises/childs-pose/", async (page) => {
      await page.locator("[data-practice]").focus();
      const tops = [];
      for (let press = 0; press < 4; press++) {
        tops.push(await page.evaluate(() => Math.round(document.activeElement.getBoundingClientRect().top + scrollY)));
        await page.keyboard.press("Tab");
      }
      assert.deepEqual(tops, tops.toSorted((a, b) => a - b));
      const linkTops = await page.locator(".exercise-core :is(a, button):visible").evaluateAll((nodes) => nodes.map((node) => Math.round(node.getBoundingClientRect().top)));
      assert.ok(linkTops.length > 1);
      assert.deepEqual(linkTops, linkTops.toSorted((a, b) => a - b));
    }, { settings: { viewport: { width, height: 800 } } });
  }
});

describe("light or dark", () => {
  const scheme = (page) => page.evaluate(() => [document.documentElement.dataset.scheme ?? "", getComputedStyle(document.documentElement).backgroundColor]);
  const [light, dark] = ["rgb(250, 246, 238)", "rgb(18, 26, 25)"];

  pageTest("is as the device is until the reader chooses by keyboard; then the choice stays, on other pages too", kinds.article, async (page) => {
    assert.deepEqual(await scheme(page), ["", light]);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await scheme(page), ["", dark]);
    await page.getByLabel("Appearance").focus();
    await page.keyboard.press("L");
    assert.deepEqual(await scheme(page), ["light", light]);
    await page.emulateMedia({ colorScheme: "light" });
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await scheme(page), ["dark", dark]);
    assert.equal(await page.evaluate(() => [...document.querySelectorAll("meta[name=theme-color]")].filter((meta) => matchMedia(meta.media).matches).map((meta) => meta.content).join()), "#121A19");
    await page.goto(shared.site.address + kinds.exercise);
    assert.deepEqual(await scheme(page), ["dark", dark]);
    await page.getByLabel("Appearance").selectOption("");
    assert.deepEqual(await scheme(page), ["", light]);
    await page.reload();
    assert.deepEqual(await scheme(page), ["", light]);
  });

  pageTest("is chosen before the page is painted", kinds.article, async (page) => {
    await page.evaluate(() => localStorage.setItem("scheme", "dark"));
    // Each frame is drawn right behind this. The style sheet comes last: a script that waits for it runs too late.
    await page.addInitScript(() => {
      window.drawn = [];
      const note = () => {
        if (document.body?.firstElementChild) window.drawn.push(document.documentElement.dataset.scheme ?? "none");
        requestAnimationFrame(note);
      };
      requestAnimationFrame(note);
    });
    await page.route(/\.css$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await page.reload();
    await page.waitForFunction(() => window.drawn.length > 1);
    assert.deepEqual(await page.evaluate(() => [...new Set(window.drawn)]), ["dark"]);
  });

  pageTest("is not offered without script, and the header has no hole", kinds.article, async (page) => {
    assert.equal(await page.locator(".scheme").isVisible(), false);
    assert.equal(await page.locator("button:visible, select:visible").count(), 0);
  }, { settings: { javaScriptEnabled: false } });

  pageTest("is told apart in forced colours", kinds.article, async (page) => {
    assert.ok(await page.locator(".scheme").isVisible());
    await page.locator(".scheme select").focus();
    assert.notEqual(await page.locator(".scheme").evaluate((node) => getComputedStyle(node).outlineStyle), "none");
  }, { settings: { forcedColors: "active" } });
});

describe("a menu of two levels", () => {
  for (const [width, javaScriptEnabled] of [[375, true], [375, false], [1280, true], [1280, false]]) {
    const how = `by keyboard at ${width} pixels ${javaScriptEnabled ? "with" : "without"} script`;
    pageTest(`opens ${how}, and its parent stays a link`, kinds.home, async (page) => {
      if (width < 960) await page.locator(".menu-fold > summary").press("Enter");
      const parent = page.locator(".menu-parent > a");
      assert.equal(await parent.getAttribute("href"), "/articles/");
      assert.equal(await page.getByRole("link", { name: "Middle back", exact: true }).first().isVisible(), false);
      await parent.focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      assert.equal(await page.locator(".menu-below a:focus").innerText(), "Middle back");
      if (javaScriptEnabled) {
        assert.deepEqual(await axeFindings(page), []);
        await page.keyboard.press("Escape");
        assert.equal(await page.locator(".menu-below > summary:focus").count(), 1);
        assert.equal(await page.locator(".menu-below[open]").count(), 0);
      }
    }, { settings: { viewport: { width, height: 800 }, javaScriptEnabled } });
  }
});

pageTest("a zero has no slash or dot in it, upright, bold and italic", kinds.article, async (page) => {
  const inside = await page.evaluate(async () => {
    const family = '"Atkinson Next"', context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const results = {};
    for (const style of ["400", "700", "italic 400"]) {
      await document.fonts.load(`${style} 100px ${family}`, "0");
      if (!document.fonts.check(`${style} 100px ${family}`, "0")) return "the font is missing";
      context.clearRect(0, 0, 300, 150);
      context.font = `${style} 100px ${family}`;
      context.fillText("0", 20, 120);
      // The alternations of paper and ink along each row between the top and the bottom stroke.
      const rows = [];
      for (let y = 70; y <= 100; y += 2) {
        const ink = [...context.getImageData(0, y, 120, 1).data].filter((_, index) => index % 4 === 3).map((alpha) => alpha > 127);
        rows.push(ink.filter((dark, x) => dark && !ink[x - 1]).length);
      }
      results[style] = [...new Set(rows)].join();
    }
    return results;
  });
  assert.deepEqual(inside, { 400: "2", 700: "2", "italic 400": "2" });
});

describe("the home page's figure of the body", () => {
  const marks = (page) => page.locator(".body a");

  pageTest("leads by pointer where the words lead, and is neither heard nor reached by keyboard", kinds.home, async (page) => {
    const listTargets = await page.locator("[aria-labelledby=where] li:has(.where-number) a").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
    const markTargets = await marks(page).evaluateAll((links) => links.map((a) => a.getAttribute("href")));
    assert.ok(listTargets.length > 5);
    assert.deepEqual(markTargets.sort(), listTargets.sort());
    for (const address of listTargets) assert.equal(await page.getByRole("navigation").locator(`a[href="${address}"]`).and(page.getByRole("link")).count(), 1, `${address} is heard once`);
    assert.ok(await marks(page).evaluateAll((links) => links.every((a) => a.tabIndex === -1)));
    await page.locator(".body a", { has: page.getByText("hips", { exact: true }) }).click();
    await page.waitForURL("**/exercises/?region=hips");
    assert.deepEqual(await page.locator(".card-title:visible").allTextContents(), ["Gathering chi"]);
  });

  for (const [path, widths] of [[kinds.home, [320, 375, 768, 1280]], [kinds["home from right to left"], [375]]]) {
    pageTest(`has room for a finger at each number on ${path}`, path, async (page) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        const { small, close } = await marks(page).evaluateAll((links) => {
          const boxes = links.map((a) => [a.querySelector("title").textContent, a.querySelector(".body-target").getBoundingClientRect()]);
          const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
          const distance = (a, b) => Math.hypot(...middle(a).map((coordinate, axis) => coordinate - middle(b)[axis]));
          return {
            small: boxes.filter(([, box]) => Math.min(box.width, box.height) < 24).map(([name]) => name),
            close: boxes.flatMap(([name, box], index) => boxes.slice(index + 1).filter(([, nextBox]) => distance(box, nextBox) < 24).map(([nextName]) => `${name}, ${nextName}`)),
          };
        });
        assert.deepEqual({ small, close }, { small: [], close: [] }, `at ${width} pixels`);
        const [left, right] = await page.locator(".body > g").evaluateAll((views) => views.map((view) => view.getBoundingClientRect().x));
        assert.ok(left < right, "the front stands left of the back, in every language");
      }
    });
  }

  pageTest("is there without script", kinds.home, async (page) => {
    assert.ok(await page.locator(".body").isVisible());
  }, { settings: { javaScriptEnabled: false } });
});

describe("an article", () => {
  pageTest("marks the section that is read", kinds.article, async (page) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    const heading = page.locator(".text > h2").nth(2);
    await heading.evaluate((node) => node.scrollIntoView());
    const id = await heading.getAttribute("id");
    await page.waitForFunction((hash) => document.querySelector(".toc-rail [aria-current]")?.hash === hash, `#${id}`);
    assert.ok(await page.locator(".beside").first().isVisible(), "sources stand in the margin");
  });

  pageTest("has its contents folded on a phone, opens them by keyboard and closes them on the way", kinds.article, async (page) => {
    const summary = page.locator(".toc-rail summary");
    await page.waitForFunction(() => !document.querySelector(".toc-rail details").open);
    await summary.focus();
    await page.keyboard.press("Enter");
    const link = page.locator(".toc-rail ol a").nth(2);
    await link.waitFor();
    await link.press("Enter");
    await page.waitForFunction(() => location.hash.length > 1 && !document.querySelector(".toc-rail details").open);
    assert.equal(await page.locator(":target").isVisible(), true);
  }, { settings: { viewport: { width: 375, height: 700 } } });

  pageTest("copies its address, and says so", kinds.article, async (page) => {
    await page.getByRole("button", { name: "Copy link" }).press("Enter");
    await page.waitForFunction(() => document.querySelector("main > [role=status]").textContent === "Copied");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `https://well-guide.example${kinds.article}`);
  }, { settings: { permissions: ["clipboard-read", "clipboard-write"] } });

  pageTest("offers to share only where the browser can", kinds.article, async (page) => {
    assert.equal(await page.getByRole("button", { name: "Share" }).isVisible(), await page.evaluate(() => Boolean(navigator.share)));
    await page.addInitScript(() => { navigator.share = (data) => { window.shared = data; return Promise.resolve(); }; });
    await page.reload();
    await page.getByRole("button", { name: "Share" }).click();
    assert.match(await page.evaluate(() => window.shared.url), /^https:\/\/well-guide\.example\/articles\//);
  });

  pageTest("opens the steps of a related exercise in place, below all its cautions", kinds.article, async (page) => {
    const card = page.locator(".plate-card[data-kind=exercise]").first();
    const button = card.getByRole("button", { name: /^Show the steps/ });
    await button.press("Enter");
    await card.locator(".steps li").first().waitFor();
    const opened = await card.evaluate((node) => {
      const [caution, step] = [".caution", ".steps"].map((name) => node.querySelector(name));
      return { open: node.querySelector("button").ariaExpanded, first: !caution || caution.getBoundingClientRect().bottom <= step.getBoundingClientRect().top, ids: node.querySelectorAll(".card-steps [id]").length, level: node.querySelector(".steps-title").tagName, review: node.querySelectorAll(".card-steps .not-reviewed").length, said: [...node.querySelectorAll(".disclaimer")].at(-1).textContent.trim() };
    });
    assert.deepEqual(opened, { open: "true", first: true, ids: 0, level: "H4", review: 1, said: "Stop where it hurts." });
    assert.deepEqual(await axeFindings(page), []);
    await button.or(card.getByRole("button", { name: /^Hide the steps/ })).press("Enter");
    assert.equal(await card.locator(".steps").isVisible(), false);
  });

  for (const path of [kinds.article, "/articles/osteoporosis-spine/", "/articles/healthy-spine/", "/articles/smoking-food-sleep/", "/articles/standing-tall/"]) {
    pageTest(`has its first sentence and its first caution within a screen and a half of a phone: ${path}`, path, async (page) => {
      const bottoms = await page.evaluate(() => {
        const line = (node) => { const range = document.createRange(); range.selectNodeContents(node); return range.getClientRects()[0].bottom; };
        return [".key-points li", ".page-cautions .caution", ".text > p"].map((name) => [name, document.querySelector(name)]).filter(([, node]) => node).map(([name, node]) => [name, line(node)]);
      });
      assert.ok(bottoms.length >= 2, JSON.stringify(bottoms));
      assert.deepEqual(bottoms.filter(([, bottom]) => bottom > 1.5 * 667), []);
    }, { settings: { viewport: { width: 375, height: 667 } } });
  }

  const steps = (page) => page.locator("#exercise-childs-pose .steps li");

  pageTest("folds the steps of many exercises, below picture, dose and cautions, and unfolds them without script", kinds.article, async (page) => {
    for (const seen of [".exercise-picture", ".dose", ".caution"]) assert.ok(await page.locator(`#exercise-childs-pose ${seen}`).isVisible(), seen);
    const summary = page.locator("#exercise-childs-pose summary");
    assert.equal(await steps(page).first().isVisible(), false);
    assert.ok((await summary.boundingBox()).height >= 44);
    await summary.click();
    assert.ok(await steps(page).first().isVisible());
    assert.equal(await summary.locator(":visible").first().textContent(), "Hide the steps");
    const [caution, step] = await Promise.all([page.locator("#exercise-childs-pose .caution").boundingBox(), steps(page).first().boundingBox()]);
    assert.ok(caution.y + caution.height <= step.y);
  }, { settings: { javaScriptEnabled: false, viewport: { width: 375, height: 667 } } });

  pageTest("unfolds the steps that a link or a search leads to", kinds.article, async (page) => {
    await page.goto(`${shared.site.address}${kinds.article}#exercise-childs-pose-how-to-do-it`);
    assert.ok(await steps(page).first().isVisible());
    const words = await page.locator("#exercise-cat-cow .steps li").nth(1).textContent();
    assert.equal(await page.locator("#exercise-cat-cow .steps").isVisible(), false);
    // A text fragment opens what is folded as find-in-page does.
    await page.goto(`${shared.site.address}/`);
    await page.goto(`${shared.site.address}${kinds.article}#:~:text=${encodeURIComponent(words.trim().split(". ")[0])}`);
    await page.locator("#exercise-cat-cow .steps").waitFor();
  });

  pageTest("prints all folded steps, and who wrote it", kinds.article, async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".steps li:visible").count(), await page.locator(".steps li").count());
    assert.ok(await page.locator(".byline-people").isVisible());
    assert.equal(await page.locator("summary:visible").count(), 0);
  }, { settings: { javaScriptEnabled: false } });

  pageTest("keeps its contents at the upper edge of a phone", kinds.article, async (page) => {
    await page.locator("#exercise-cobra-pose").evaluate((node) => node.scrollIntoView());
    const bar = page.locator(".toc-rail");
    await page.waitForFunction(() => scrollY > 2000 && document.querySelector(".toc-rail").getBoundingClientRect().top === 0);
    const [box, title] = await Promise.all([bar.boundingBox(), page.locator("#exercise-cobra-pose h3").boundingBox()]);
    assert.ok(title.y >= box.height, "the heading is not behind the bar");
    await bar.locator("summary").click();
    const heights = await bar.locator("ol a").evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height));
    assert.ok(Math.min(...heights) >= 44, heights.join());
    assert.deepEqual(await axeFindings(page), []);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await axeFindings(page, ["color-contrast"]), [], "in the dark");
  }, { settings: { viewport: { width: 375, height: 667 } } });

  const meaning = /A break in which a vertebra is pressed together/;
  pageTest("shows the meaning of a term in place, on hover and by keyboard, and Escape closes it", kinds.article, async (page) => {
    const term = page.locator("a.term", { hasText: "compression fracture" }).first(), tip = page.locator("#source-preview");
    await term.hover();
    await tip.waitFor();
    assert.match(await tip.textContent(), meaning);
    assert.equal(await term.getAttribute("title"), null, "the browser shows no tip of its own");
    await page.keyboard.press("Escape");
    assert.equal(await tip.isVisible(), false);
    await page.mouse.move(0, 0);
    await term.focus();
    assert.match(await tip.textContent(), meaning);
    assert.equal(await term.getAttribute("aria-describedby"), "source-preview");
    assert.deepEqual(await axeFindings(page), []);
  });

  pageTest("shows the meaning of a term at the first tap, and goes to the glossary at the second", kinds.article, async (page) => {
    const term = page.locator("a.term", { hasText: "compression fracture" }).first(), tip = page.locator("#source-preview");
    await term.tap();
    await tip.waitFor();
    assert.match(await tip.textContent(), /Tap the term again to go to the glossary\./);
    await term.tap();
    await page.waitForURL("**/glossary/#compression-fracture");
  }, { settings: { hasTouch: true, viewport: { width: 375, height: 667 } } });

  pageTest("prints with its sources and without what only a screen needs", kinds.article, async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".menu, .toc-rail, .page-tools, .tools, .related").locator("visible=true").count(), 0);
    assert.ok(await page.locator(".references li").first().isVisible());
    assert.ok((await page.pdf({ format: "A4" })).length > 20_000);
  });

  pageTest("reads with wide text spacing", kinds.article, async (page) => {
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
      document.adoptedStyleSheets = [sheet];
    });
    assert.ok((await overflow(page)) <= 0);
  }, { settings: { viewport: { width: 320, height: 640 } } });

  pageTest("has no motion when the reader prefers reduced motion", kinds.article, async (page) => {
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  });
});

test("a word that is longer than the line is broken", { timeout: 180_000 }, async () => {
  const names = ["articles", "exercises", "programmes", "topics", "people"];
  const paths = ["/", "/search/", "/exercises/endless/print/", "/programmes/endless/print/", ...names.flatMap((name) => [`/${name}/`, `/${name}/endless/`])];
  for (const path of paths) {
    await withPage(path, async (page) => {
      for (const width of [320, 375, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        assert.ok((await overflow(page)) <= 0, `${path} at ${width}`);
      }
    });
  }
});

for (const width of [375, 1280]) {
  test(`a small picture on a card is not made larger at ${width}`, { timeout: 90_000 }, () => withPage("/articles/", async (page) => {
    const sizes = await page.locator(".card-plate img").evaluateAll((images) => images.map((image) => {
      const [box, plate] = [image, image.closest(".card-plate")].map((node) => node.getBoundingClientRect());
      return { isDot: image.getAttribute("src").includes("dot"), box: [box.width, box.height].map(Math.round).join(), plate: (plate.width / plate.height).toFixed(2), fills: Math.abs(plate.width - box.width) < 1 };
    }));
    assert.deepEqual(sizes.filter(({ isDot }) => isDot).map(({ box, plate }) => [box, plate]), [["40,30", "1.78"]]);
    assert.ok(sizes.length > 3 && sizes.every(({ isDot, fills }) => isDot || fills), JSON.stringify(sizes));
  }, { settings: { viewport: { width, height: 800 } } }));
}

describe("an exercise", () => {
  pageTest("keeps its drawing beside the text, and the drawing covers nothing", kinds.exercise, async (page) => {
    await page.locator(".open-steps").first().press("Enter");
    await page.locator(".card-steps .steps").waitFor();
    const covered = await page.evaluate(async () => {
      const side = document.querySelector(".exercise-side"), overlaps = [];
      const texts = [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd, a), footer *")].filter((node) => !side.contains(node));
      for (let top = 0; top < document.documentElement.scrollHeight; top += 100) {
        scrollTo(0, top);
        await new Promise(requestAnimationFrame);
        const a = side.getBoundingClientRect();
        for (const node of texts) {
          const b = node.getBoundingClientRect();
          const covers = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1 && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1;
          if (covers && b.width > 1) overlaps.push(`at ${top}: ${node.textContent.trim().slice(0, 40)}`);
        }
      }
      return overlaps;
    });
    assert.deepEqual(covered.slice(0, 5), []);
  }, { settings: { viewport: { width: 1280, height: 900 } } });
});

describe("practice mode", () => {
  const stage = (page) => page.locator(".practice-stage");
  const begin = async (page) => {
    await page.locator("[data-practice]").press("Enter");
    await stage(page).waitFor();
  };

  pageTest("shows cautions first, goes on and back by keyboard, says where one is, and Escape leaves", kinds.exercise, async (page) => {
    await begin(page);
    assert.ok(await stage(page).locator(".caution").isVisible());
    assert.equal(await stage(page).locator(".practice-step").count(), 0);
    assert.match(await stage(page).locator(".exercise-note").textContent(), /leave out step 2/);
    assert.equal(await page.locator("[data-do=on]").textContent(), "I have read this");
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator(".practice-place").textContent(), "Cat-cow: Step 1 of 4");
    assert.match(await stage(page).locator(".caution").textContent(), /change the exercise\.\s+Avoid the cat half/, "the caution goes along, with its advice");
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    assert.match(await stage(page).textContent(), /hands and knees on a mat/);
    assert.equal(await stage(page).getAttribute("aria-live"), "polite");
    await page.keyboard.press("Escape");
    assert.equal(await stage(page).isVisible(), false);
    assert.ok(await page.locator("[data-practice]").evaluate((node) => node === document.activeElement));
  });

  pageTest("goes through a programme without a network, to its end", kinds.programme, async (page) => {
    await page.waitForLoadState("networkidle");
    await page.context().setOffline(true);
    await begin(page);
    const positions = [];
    for (let press = 0; press < 60 && (await stage(page).isVisible()); press += 1) {
      positions.push(await page.locator(".practice-place").textContent());
      await page.locator("[data-do=on]").click();
    }
    assert.ok(positions.includes("Exercise 1 of 4") && positions.includes("Exercise 4 of 4"), positions.join("\n"));
    assert.ok(positions.length > 15 && positions.length < 60, `${positions.length} screens`);
  });

  pageTest("shows what leads up to the steps before the first of them", "/exercises/rise/", async (page) => {
    await begin(page);
    assert.match(await stage(page).textContent(), /Stand at a wall\.[^]*Warning[^]*Hold on to it\./);
    assert.equal(await page.locator("[data-do=on]").textContent(), "I have read this");
    await page.keyboard.press("ArrowRight");
    assert.match(await stage(page).textContent(), /Rise\./);
  });

  pageTest("begins a programme with what its text says, and leaves out an exercise that was withdrawn", "/programmes/wall/", async (page) => {
    await page.locator("[data-practice]").waitFor();
    await begin(page);
    assert.match(await stage(page).textContent(), /Before you begin[^]*Not after a meal\./);
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator(".practice-place").textContent(), "Exercise 1 of 1");
    assert.match(await stage(page).textContent(), /Rise[^]*Hold on to it\./);
  });

  pageTest("keeps time for a hold in silence", "/programmes/first-standing-routine/", async (page) => {
    await page.addInitScript(() => { window.AudioContext = class { constructor() { window.heard = true; } }; });
    await page.reload();
    await page.locator("[data-practice]").waitFor();
    await page.clock.install();
    await begin(page);
    while (!(await page.locator(".practice-timer").count())) await page.keyboard.press("ArrowRight");
    const hold = page.locator(".practice-timer button").first();
    assert.match(await hold.textContent(), /^Hold 30–60 s$/);
    await hold.click();
    await page.clock.runFor(2_100);
    assert.deepEqual([await hold.textContent(), await page.locator(".practice-time").first().textContent()], ["Stop", "Hold: 2 of 30–60 s"]);
    await page.clock.runFor(28_900);
    assert.equal(await page.locator(".practice-said").textContent(), "30 seconds");
    await page.clock.runFor(31_000);
    assert.equal(await page.locator(".practice-said").textContent(), "Time is up");
    assert.equal(await page.locator(".practice-time").first().textContent(), "Hold: 60 of 30–60 s");
    assert.equal(await page.evaluate(() => window.heard), undefined);
    await page.clock.resume();
  });

  pageTest("goes on with a swipe, in a window of 320 pixels", kinds.exercise, async (page) => {
    await begin(page);
    await stage(page).evaluate((node) => {
      const touch = (x) => new Touch({ identifier: 1, target: node, clientX: x, clientY: 200 });
      node.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(250)], changedTouches: [touch(250)] }));
      node.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(100)] }));
    });
    assert.match(await page.locator(".practice-place").textContent(), /Step 1 of 4/);
    assert.ok((await overflow(page)) <= 0);
    const box = await page.locator("[data-do=on]").boundingBox();
    assert.ok(box.y + box.height <= 600 && box.height >= 44, JSON.stringify(box));
  }, { settings: { viewport: { width: 320, height: 600 }, hasTouch: true } });

  pageTest("goes the other way from right to left", kinds["exercise from right to left"], async (page) => {
    await begin(page);
    assert.match(await stage(page).locator("[data-disclaimer=moving]").textContent(), /Stop where it hurts/);
    await page.keyboard.press("ArrowLeft");
    assert.match(await page.locator(".practice-place").textContent(), /الخطوة 1 من 3/);
    assert.deepEqual(await axeFindings(page), []);
  });

  pageTest("is not offered without script", kinds.exercise, async (page) => {
    assert.equal(await page.locator("[data-practice]").isVisible(), false);
    assert.equal(await page.locator("dialog").isVisible(), false);
  }, { settings: { javaScriptEnabled: false } });
});

describe("a table from data", () => {
  const column = (page) => page.locator(".data-table td:nth-child(2)").allTextContents();

  pageTest("is sorted by keyboard, by number and not by digits, and says how", kinds.numbers, async (page) => {
    const head = page.locator(".data-table th").nth(1);
    await head.getByRole("button", { name: "Falls (per 1,000)" }).press("Enter");
    assert.deepEqual(await column(page), ["800", "9,411", "12,034.5", ""]);
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    await head.getByRole("button").click();
    assert.deepEqual(await column(page), ["12,034.5", "9,411", "800", ""]);
    await page.locator(".data-table th").nth(2).getByRole("button").click();
    assert.equal(await head.getAttribute("aria-sort"), null);
    assert.deepEqual(await column(page), ["9,411", "800", "12,034.5", ""]);
    assert.deepEqual(await axeFindings(page), []);
  });

  pageTest("stands without script", kinds.numbers, async (page) => {
    assert.deepEqual(await column(page), ["12,034.5", "800", "9,411", ""]);
    assert.equal(await page.locator(".data-table button").count(), 0);
  }, { settings: { javaScriptEnabled: false } });
});

describe("languages", () => {
  pageTest("lead to the same page", kinds["exercise from right to left"], async (page) => {
    assert.equal(await page.evaluate(() => document.dir), "rtl");
    await page.getByRole("link", { name: "English" }).press("Enter");
    await page.waitForURL(`**${kinds.exercise}`);
  });

  pageTest("that a page lacks lead to a notice in the reader's language, with script and without", kinds.article, async (page) => {
    assert.equal(await page.locator("#not-in-ar").isVisible(), false);
    await page.getByRole("link", { name: "العربية" }).press("Enter");
    await page.locator("#not-in-ar").waitFor();
    assert.match(await page.locator("#not-in-ar").textContent(), /غير متاحة بالعربية/);
    assert.deepEqual(await axeFindings(page), []);
  });
});
