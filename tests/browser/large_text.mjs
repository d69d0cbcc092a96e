// Text of twice the size on a phone, as readers with weak eyes set it: in the browser, which media queries see, and for the text alone,
// which they do not see. Practice mode and the schedule of a programme show all of their words.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { forAllTests, openBuilt } from "./built_site.mjs";
import { copySite, launchBrowser } from "./preview_site.mjs";

const step = "Breathe in and lift your breastbone while your shoulder blades slide down your back, without arching the lower back.";
const exercise = `---
title: Standing thoracic extension
dose: {sets: 2, reps: 8-12, hold: 30 s, rest: 1 min, frequency: three times a week}
cautions: [{condition: osteoporosis, advice: "Go only as far as is comfortable, and ask a clinician before you begin."}]
---
1. ${step}
2. Come back.
`;
const programme = "---\ntitle: A routine\nschedule:\n  - {exercise: extension, days: [mon, wed, fri]}\n  - {exercise: standing-alignment, days: [mon]}\n---\nWords.\n";
const shared = forAllTests(async () => [{ "content/exercises/extension.md": exercise, "content/programmes/routine.md": programme }, await copySite()]);

/** Each way of enlarging text, at the width where it leaves the least room. `pages.mjs` enlarges the text alone on every kind of page. */
const sizes = {
  "set in the browser": {
    prepareBrowser: () => launchBrowser(["--blink-settings=defaultFontSize=32"]),
    enlarge: () => {},
    viewport: { width: 320, height: 640 },
  },
  "of the text alone": {
    prepareBrowser: () => shared.browser,
    enlarge: (page) => page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%", "important")),
    viewport: { width: 390, height: 844 },
  },
};

/** On how many lines the text of an element stands, and the letters on each of them. */
const linesOf = (locator) => locator.evaluate((element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom))).size;
  return { lines, letters: element.textContent.trim().length / lines };
});

/** The height of the smallest window through which an element is seen: that of the elements around it that scroll, or cut it off. */
const windowHeight = (locator) => locator.evaluate((element) => {
  let height = innerHeight;
  for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
    const cuts = getComputedStyle(around).overflowY !== "visible" && around.scrollHeight > around.clientHeight;
    if (cuts) height = Math.min(height, around.clientHeight);
  }
  return height;
});

/** Words of the page that stand on two lines, without the hyphen with which a browser breaks one that is longer than a line. */
const brokenWords = (page) => page.evaluate(() => {
  const broken = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest(".visually-hidden")) continue;
    for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{M}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word);
    }
  }
  return broken;
});

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const [name, { prepareBrowser, enlarge, viewport }] of Object.entries(sizes))
  describe(`text of twice the size, ${name}`, () => {
    let browser;
    before(async () => { browser = await prepareBrowser(); });
    after(() => browser !== shared.browser && browser?.close());
    const enlargedTest = (title, path, run) =>
      test(`${title}, at ${viewport.width} pixels`, { timeout: 90_000 }, async () => {
        const page = await openBuilt(browser, shared.site.address + path, { viewport });
        await enlarge(page);
        await run(page, viewport);
        assert.deepEqual(page.problems, []);
        await page.context().close();
      });

    enlargedTest("practice mode shows whole steps", "/exercises/extension/", async (page, { width, height }) => {
      await page.locator("[data-practice]").click();
      await page.keyboard.press("ArrowRight");
      const words = page.locator(".practice-step > :last-child");
      assert.equal((await words.textContent()).trim(), step);
      const [shown, caution] = [await words.boundingBox(), await page.locator(".practice-stage .caution").boundingBox()];
      assert.ok(shown.y + shown.height <= height, "the whole step is seen at once");
      const gap = caution.y - shown.y - shown.height;
      assert.ok(gap > 0 && gap < 32 && (width < 375 || caution.y < height - 96), `the caution begins ${gap} below the step, at ${caution.y}`);
      assert.ok((await windowHeight(words)) > height / 2, `${await windowHeight(words)} pixels for the step`);
      assert.ok((await linesOf(words)).letters > 8, "words in pieces");
      for (const button of await page.locator(".practice button:visible").all()) {
        assert.equal((await linesOf(button)).lines, 1, await button.textContent());
        const box = await button.boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= width && box.height >= 44, JSON.stringify(box));
      }
      assert.equal(await page.locator(".practice-dose").textContent(), "Sets 2 · Repetitions 8–12 · Hold 30 s · Rest 1 min · How often three times a week");
      await page.locator("[data-do=on]").click();
      assert.equal(await page.locator(".practice-place").textContent(), "Standing thoracic extension: Step 2 of 2");
      assert.ok((await page.locator(".practice-place").boundingBox()).y >= 0, "the next step begins at its top");
    });

    for (const path of ["/exercises/cat-cow/", "/exercises/extension/", "/programmes/routine/", "/articles/middle-back-stretches/"]) {
      for (const direction of ["ltr", "rtl"])
        enlargedTest(`${path} has whole words, low tools and no way sideways, ${direction}`, path, async (page) => {
          await page.evaluate((direction) => { document.documentElement.dir = direction; }, direction);
          assert.deepEqual(await brokenWords(page), []);
          assert.ok((await overflow(page)) <= 0, "the page scrolls sideways");
          const header = await page.locator(".masthead").boundingBox();
          assert.ok(header.height < 130, `a header of ${header.height} pixels`);
        });
    }

    enlargedTest("an exercise comes to its steps", "/exercises/cat-cow/", async (page, { width }) => {
      const top = await page.locator(".steps-title").evaluate((title) => title.getBoundingClientRect().top + scrollY);
      assert.ok(top < (width < 375 ? 3600 : 3000), `the steps begin at ${top}`);
      const gutter = await page.locator(".steps > li").first().evaluate((step) => parseFloat(getComputedStyle(step).paddingInlineStart));
      assert.equal(gutter, 0);
    });

    enlargedTest("a schedule shows each dose and day", "/programmes/routine/", async (page, { width }) => {
      assert.ok((await overflow(page)) <= 0, "the page scrolls sideways");
      const schedule = page.locator(".schedule");
      assert.equal(await schedule.evaluate((box) => box.scrollWidth - box.clientWidth), 0, "the schedule scrolls sideways");
      const cells = await schedule.locator("tbody :is(a, li, td)").all();
      assert.ok(cells.length > 8, `${cells.length} cells`);
      for (const cell of cells) {
        const box = await cell.boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= width + 1, `${await cell.textContent()}: ${JSON.stringify(box)}`);
        assert.ok((await linesOf(cell)).letters >= 4, `words in pieces: ${await cell.textContent()}`);
      }
    });
  });
