// Sources in a real browser, on a built site: the preview of a mark's source, the links back to marks, the buttons that copy,
// and the filters of the citation index; by pointer, by keyboard, by touch and without script.
// `npm test` here runs it, after `cargo build`.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { forAllTests, libraryOf } from "./built_site.mjs";
import { axeFindings } from "./preview_site.mjs";

const marks = "a[role=doc-biblioref]";
const article = "/articles/a/";
const shared = forAllTests(() => [files()]);
const { pageTest } = shared;

/** An article with marks of every form, an exercise that cites, and sources of several years, kinds and journals. */
function files() {
  const filler = "Words that fill the page and say nothing. ".repeat(60);
  return {
    "wellpress.yaml": "title: Test\nbase_url: https://test.example/\nlanguages: {ar: {title: Test}}\n",
    "content/references/sources.bib": libraryOf([
      ["article", "berg", "Zinc & bone <b>", "Berg, A. and Dahl, B. and Eng, C.", 2020, "journal = {Bone}, doi = {10.1000/x}"],
      ["article", "adams", "Adams on sleep", "Adams, B.", 2019, "journal = {Sleep}"],
      ["book", "carr", "Carr on backs", "Carr, D.", 2020, "publisher = {Press}"],
      ["online", "body", "Undated", "{The Body}", null, "urldate = {2023-05-02}"],
    ]),
    "content/exercises/x.md": "---\ntitle: Cat\n---\nGood [@carr].\n\n1. Go.\n",
    "content/articles/a.md": `---\ntitle: A\n---\nOne [@berg; @adams]. ${filler}\n\n## Two\n\nTwo [@berg] and [words](cite:body).\n\n${filler}\n\n::exercise{#x}\n\nThree @berg.\n`,
    "content/articles/n.md": "---\ntitle: N\ncitations: {marks: number}\n---\nOne [@berg; @adams].\n",
    "content/articles/a.ar.md": "---\ntitle: A\n---\nOne [@berg].\n",
  };
}

const tooltip = (page) => page.locator("[role=tooltip]:popover-open");
const showsTooltip = async (page, text) => {
  await tooltip(page).waitFor();
  assert.match(await tooltip(page).textContent(), text);
};
const tooltipIsGone = (page) => tooltip(page).waitFor({ state: "detached" });
const path = (page) => page.evaluate(() => location.pathname + location.search + location.hash);

/** Checks that the tooltip is within the window and does not cover its mark. */
async function assertPlaced(page, mark) {
  const [box, markBox, width] = await Promise.all([tooltip(page).boundingBox(), mark.boundingBox(), page.evaluate(() => innerWidth)]);
  assert.ok(box.x >= 0 && box.x + box.width <= width, `${JSON.stringify(box)} is not within ${width}`);
  assert.ok(box.y >= markBox.y + markBox.height || box.y + box.height <= markBox.y, "the tooltip covers its mark");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page scrolls sideways");
}

describe("the preview of a source", () => {
  pageTest("shows on hover, stays while it is pointed at, and goes when the pointer leaves", article, async (page) => {
    const mark = page.locator(marks).first();
    await mark.hover();
    await showsTooltip(page, /Adams on sleep/);
    await assertPlaced(page, mark);
    assert.equal(await mark.getAttribute("aria-describedby"), await tooltip(page).getAttribute("id"));
    await tooltip(page).hover();
    await page.waitForTimeout(600);
    await showsTooltip(page, /Adams on sleep/);
    await page.mouse.move(5, 5);
    await tooltipIsGone(page);
    assert.equal(await mark.getAttribute("aria-describedby"), null);
    assert.equal(await path(page), article);
  });

  pageTest("is its own for each mark of a group, with nothing in it to click", article, async (page) => {
    const [first, second] = [page.locator(marks).nth(0), page.locator(marks).nth(1)];
    await first.hover();
    await showsTooltip(page, /Adams on sleep/);
    await second.hover();
    await page.waitForFunction(() => document.querySelector("[role=tooltip]").textContent.includes("Zinc & bone <b>"));
    assert.equal(await tooltip(page).count(), 1);
    assert.equal(await tooltip(page).locator("a, button, [id]").count(), 0);
    assert.equal(await page.locator("[aria-describedby=source-preview]").count(), 1);
  });

  pageTest("shows on focus, closes with Escape, and leaves the focus where it is", article, async (page) => {
    const mark = page.locator(marks).first();
    await mark.focus();
    await showsTooltip(page, /Adams on sleep/);
    await page.keyboard.press("Escape");
    await tooltipIsGone(page);
    assert.ok(await mark.evaluate((node) => node === document.activeElement));
    await page.keyboard.press("Tab");
    await showsTooltip(page, /Zinc & bone/);
    assert.ok(await page.locator(marks).nth(1).evaluate((node) => node === document.activeElement));
    await page.locator("h1").click();
    await tooltipIsGone(page);
  });

  pageTest("closes with Escape while the pointer stays", article, async (page) => {
    await page.locator(marks).first().hover();
    await showsTooltip(page, /Adams/);
    await page.keyboard.press("Escape");
    await tooltipIsGone(page);
    await page.waitForTimeout(400);
    assert.equal(await tooltip(page).count(), 0);
  });

  pageTest("is what a screen reader hears as the mark's description", "/articles/n/", async (page) => {
    const mark = page.locator(marks).first();
    await mark.focus();
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const markNode = nodes.find((node) => node.name?.value === "Source 1: Berg 2020");
    assert.match(markNode.description.value, /Zinc & bone/);
  });

  pageTest("follows a click to the list, and Enter", article, async (page) => {
    await page.locator(marks).first().click();
    assert.equal(await path(page), `${article}#ref-adams`);
    await page.locator(marks).nth(1).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash === "#ref-berg");
    await tooltipIsGone(page);
  });

  pageTest("of words that are the mark, and of a mark in an exercise, is the same", article, async (page) => {
    await page.locator(".mark-words").hover();
    await showsTooltip(page, /The Body. Undated/);
    await page.locator("[data-exercise=x]").locator(marks).hover();
    await page.waitForFunction(() => document.querySelector("[role=tooltip]").textContent.includes("Carr on Backs"));
  });

  pageTest(
    "opens with the first tap without leaving the line, and the second tap goes to the list",
    article,
    async (page) => {
      const mark = page.locator(marks).first();
      await mark.tap();
      await showsTooltip(page, /Adams on sleep.*Tap the mark again/s);
      await assertPlaced(page, mark);
      assert.equal(await path(page), article);
      await page.locator("h1").tap();
      await tooltipIsGone(page);
      await mark.tap();
      await showsTooltip(page, /Adams on sleep/);
      await mark.tap();
      await page.waitForFunction(() => location.hash === "#ref-adams");
      await tooltipIsGone(page);
    },
    { settings: { hasTouch: true, isMobile: true, viewport: { width: 320, height: 640 } } },
  );

  pageTest(
    "fits into a window of 320 pixels and stays above the lower edge",
    article,
    async (page) => {
      for (const mark of await page.locator(marks).all()) {
        await mark.evaluate((node) => scrollTo({ top: node.getBoundingClientRect().bottom + scrollY - innerHeight + 20, behavior: "instant" }));
        await mark.hover();
        await tooltip(page).waitFor();
        await assertPlaced(page, mark);
        const box = await tooltip(page).boundingBox();
        assert.ok(box.y + box.height <= 512, JSON.stringify(box));
        await page.keyboard.press("Escape");
      }
    },
    { settings: { viewport: { width: 320, height: 512 } } },
  );

  pageTest("stands within a page that is read from right to left", "/ar/articles/a/", async (page) => {
    const mark = page.locator(marks).first();
    await mark.hover();
    await showsTooltip(page, /Zinc/);
    await assertPlaced(page, mark);
  });

  pageTest("leaves axe nothing to find while it is open", article, async (page) => {
    await page.locator(marks).first().focus();
    await tooltip(page).waitFor();
    assert.deepEqual(await axeFindings(page), []);
  });

  pageTest(
    "is a plain link without script",
    article,
    async (page) => {
      const mark = page.locator(marks).first();
      await mark.hover();
      assert.equal(await page.locator("[role=tooltip]:visible, button:visible").count(), 0);
      await mark.click();
      assert.equal(new URL(page.url()).hash, "#ref-adams");
      assert.ok(await page.locator("#ref-adams").isVisible());
    },
    { settings: { javaScriptEnabled: false } },
  );
});

describe("the list of sources", () => {
  const backLinks = "a[role=doc-backlink]";

  async function assertBackLinks(page) {
    const links = page.locator(`#ref-berg ${backLinks}`);
    assert.deepEqual(await links.allTextContents(), ["a", "b", "c"]);
    assert.deepEqual(
      await links.evaluateAll((anchors) => anchors.map((link) => link.getAttribute("aria-label"))),
      ["a", "b", "c"].map((letter) => `Back to text: mark ${letter} of Berg 2020`),
    );
    for (const [index, link] of (await links.all()).entries()) {
      const box = await link.boundingBox();
      assert.ok(box.width >= 24 && box.height >= 24, JSON.stringify(box));
      await link.focus();
      await page.keyboard.press("Enter");
      const id = `cite-berg-${index + 1}`;
      await page.waitForURL(`**#${id}`);
      assert.equal(await page.locator(`#${id}:target`).count(), 1);
    }
  }

  pageTest("leads back to each mark by keyboard", article, assertBackLinks);
  pageTest("leads back to each mark without script", article, assertBackLinks, { settings: { javaScriptEnabled: false } });

  pageTest("has the sources of an embedded exercise in the article's order", article, async (page) => {
    const ids = await page.locator(".references > li").evaluateAll((items) => items.map((item) => item.id));
    assert.deepEqual(ids, ["ref-adams", "ref-berg", "ref-body", "ref-carr"]);
  });

  pageTest(
    "has a button for each citation that copies it by keyboard and says so",
    article,
    async (page) => {
      const button = page.getByRole("button", { name: "Copy citation: Berg 2020" });
      await button.focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector("main > [role=status]").textContent === "Copied");
      const entry = await page.locator("#ref-berg [data-entry]").textContent();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), entry.trim());
      assert.equal(await button.textContent(), "Copied");
      await page.waitForFunction(() => document.querySelector("#ref-berg .copy").textContent === "Copy citation");
      await page.getByRole("button", { name: "Copy citation: The Body n.d." }).click();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /Undated\. Accessed May 2, 2023\.$/);
    },
    { settings: { permissions: ["clipboard-read", "clipboard-write"] } },
  );

  pageTest(
    "marks the citation where the browser does not let it be copied",
    article,
    async (page) => {
      await page.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
      });
      await page.locator("#ref-berg .copy").click();
      await page.waitForFunction(() => String(getSelection()).includes("Zinc & bone <b>"));
      assert.equal(await page.locator("#ref-berg .copy").textContent(), "Copy citation");
    },
  );

  for (const width of [375, 1280]) {
    pageTest(
      `has the ways back in one place of each entry, large enough for a finger, at ${width} px`,
      article,
      async (page) => {
        await page.locator("#ref-berg .copy").waitFor();
        const entries = await page.locator(".references > li").evaluateAll((items) =>
          items.map((item) => {
            const box = (node) => node.getBoundingClientRect();
            const targets = [...item.querySelectorAll(".reference-row :is(a, button)")].map(box);
            const first = item.querySelector(".reference-row > .backlinks > *");
            return { inset: box(first).left - box(item.querySelector(".entry")).left, sizes: targets.map(({ width, height }) => Math.min(width, height)), below: targets.every(({ top }) => top >= box(item.querySelector(".entry")).bottom) };
          }),
        );
        assert.equal(entries.length, 4);
        for (const { inset, sizes, below } of entries) {
          assert.ok(Math.abs(inset) < 1, `${inset} px from the text`);
          assert.ok(sizes.length >= 3 && sizes.every((size) => size >= 44), String(sizes));
          assert.ok(below, "in a row below the entry");
        }
      },
      { settings: { viewport: { width, height: 800 } } },
    );
  }

  pageTest("is all saved at once by a reference manager", article, async (page) => {
    const titles = await page.locator("span.Z3988").evaluateAll((spans) =>
      spans.map((span) => {
        const object = new URLSearchParams(span.title);
        return object.get("rft.atitle") ?? object.get("rft.btitle") ?? object.get("rft.title");
      }),
    );
    assert.deepEqual(titles, ["Adams on sleep", "Zinc & bone <b>", "Undated", "Carr on backs"]);
  });
});

describe("the citation index", () => {
  const index = "/references/";
  const slips = (page) => page.locator(".slip:visible h3").allTextContents();
  const status = (page) => page.locator(".filters [role=status]").textContent();
  const allTitles = ["Adams on sleep", "Zinc & bone <b>", "Carr on backs", "Undated"];

  pageTest("narrows down by keyboard, says how many are left, and keeps the choice in the address", index, async (page) => {
    assert.deepEqual(await slips(page), allTitles);
    assert.equal(await status(page), "Showing all 4 sources");
    await page.getByLabel("Year").focus();
    await page.keyboard.type("2020");
    await page.waitForFunction(() => location.search === "?year=2020");
    assert.deepEqual(await slips(page), ["Zinc & bone <b>", "Carr on backs"]);
    assert.equal(await status(page), "Showing 2 of 4 sources");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Book");
    await page.waitForFunction(() => location.search === "?year=2020&kind=book");
    assert.deepEqual(await slips(page), ["Carr on backs"]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Show all");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.search === "");
    assert.deepEqual(await slips(page), allTitles);
    assert.equal(await page.evaluate(() => document.activeElement.name), "q");
  });

  pageTest("takes the choice from the address, and again on the way back", `${index}?publisher=Bone`, async (page) => {
    assert.deepEqual(await slips(page), ["Zinc & bone <b>"]);
    assert.equal(await page.getByLabel("Journal or publisher").inputValue(), "Bone");
    await page.locator(".slip:visible a").click();
    await page.waitForURL("**/references/berg/");
    await page.goBack();
    await page.waitForURL("**/references/?publisher=Bone");
    assert.deepEqual(await slips(page), ["Zinc & bone <b>"]);
    await page.goto(`${shared.site.address}${index}?year=1066&kind=none&q=`);
    assert.deepEqual(await slips(page), allTitles, "an unknown choice filters nothing");
  });

  pageTest("finds words without their accents or case, and says when nothing fits", index, async (page) => {
    await page.getByLabel("Find").fill("BONE zinc");
    assert.deepEqual(await slips(page), ["Zinc & bone <b>"]);
    await page.getByLabel("Find").fill("nothing of the sort");
    assert.equal(await status(page), "No source fits. Take a filter back.");
    assert.equal(await page.locator(".drawer:visible").count(), 0);
  });

  pageTest("leaves everything above the sources in its place", index, async (page) => {
    assert.equal(await page.locator(".letters").count(), 0, "four sources need no letters");
    const boxes = () => page.locator(".filters, .filters label, .filters-end").evaluateAll((parts) =>
      parts.map((part) => ["x", "y", "width", "height"].map((key) => part.getBoundingClientRect()[key])));
    const boxesBefore = await boxes();
    await page.getByLabel("Year").selectOption("2019");
    assert.deepEqual(await slips(page), ["Adams on sleep"]);
    assert.deepEqual(await boxes(), boxesBefore);
    await page.reload();
    const shift = await page.evaluate(() => new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve(sum), 300);
    }));
    assert.equal(shift, 0);
  });

  pageTest(
    "is filtered by touch",
    index,
    async (page) => {
      await page.getByLabel("Kind").tap();
      await page.getByLabel("Kind").selectOption({ label: "Web page (1)" });
      assert.deepEqual(await slips(page), ["Undated"]);
      await page.getByRole("button", { name: "Show all" }).tap();
      await page.waitForFunction(() => document.querySelectorAll(".slip:not([hidden])").length === 4);
    },
    { settings: { hasTouch: true, isMobile: true, viewport: { width: 375, height: 700 } } },
  );

  pageTest(
    "is a plain list without script",
    `${index}?year=2020`,
    async (page) => {
      assert.deepEqual(await page.locator(".slip h3").allTextContents(), allTitles);
      assert.equal(await page.locator(".filters").isVisible(), false);
      assert.equal(await page.locator("#letter-c").count(), 1, "an old address leads to the letter");
    },
    { settings: { javaScriptEnabled: false } },
  );
});

describe("the page of a source", () => {
  pageTest(
    "has it to copy in three formats",
    "/references/berg/",
    async (page) => {
      for (const [format, start] of [["BibTeX", "@article{berg,"], ["CSL-JSON", "[\n"], ["RIS", "TY  - JOUR"]]) {
        await page.locator("summary", { hasText: format }).click();
        await page.getByRole("button", { name: `Copy ${format}` }).click();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.ok(copied.startsWith(start), copied);
      }
      await page.getByRole("button", { name: "Copy citation" }).click();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^Berg A, Dahl B, Eng C\. Zinc & bone <b>\./);
    },
    { settings: { permissions: ["clipboard-read", "clipboard-write"] } },
  );

  pageTest("leads from each sentence to its mark", "/references/berg/", async (page) => {
    const links = await page.locator(".passage-link a").evaluateAll((anchors) => anchors.map((link) => link.getAttribute("href")));
    assert.ok(links.includes("/articles/a/#cite-berg-1") && links.includes("/articles/a/#cite-berg-3"), String(links));
    await page.locator(".passage-link a[href='/articles/a/#cite-berg-3']").click();
    await page.waitForURL("**/articles/a/#cite-berg-3");
    assert.equal(await page.locator("#cite-berg-3:target").count(), 1);
  });
});

// `pages.mjs` runs axe on articles with marks of author and year, on the index and on the page of a source.
describe("axe finds nothing at marks that are numbers", () => {
  for (const [name, settings] of [
    ["on a phone in the dark", { viewport: { width: 375, height: 700 }, colorScheme: "dark" }],
    ["on a desktop by day", { viewport: { width: 1280, height: 800 }, colorScheme: "light" }],
  ]) {
    pageTest(name, "/articles/n/", async (page) => assert.deepEqual(await axeFindings(page), []), { settings });
  }
});
