// The page of an exercise comes to the point: dose, cautions and the first step of each exercise of this repository's own site, a picture
// without bars beside the dose, and ranges that do not break.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { forAllTests, loadPictures } from "./built_site.mjs";
import { copySite } from "./preview_site.mjs";

const several = `---
title: Several doses
dose: {sets: 2, reps: 8-12, hold: 30-60 s, rest: 1-2 min, frequency: three times a week}
---
1. Stand up.
2. Sit down.
3. Rest.
`;
const shared = forAllTests(async () => [{ "content/exercises/several.md": several }, await copySite()]);
const { pageTest, withPage } = shared;

/** Top and bottom of the first element that each selector finds, from the top of the page; null where there is none. */
const placesOf = (page, ...selectors) => page.evaluate((selectors) => selectors.map((selector) => {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  return box && { top: box.top + scrollY, bottom: box.bottom + scrollY };
}), selectors);

describe("each exercise", () => {
  const parts = [".dose", "main [data-safety=caution]", "main .disclaimer", ".steps > li"];

  for (const [width, height, limit] of [[375, 667, 2 * 667], [768, 1024, 1.25 * 1024], [1280, 800, 1.5 * 800]]) {
    test(`has dose, caution and then the disclaimer above a first step that ends by ${limit} pixels, at ${width}`, { timeout: 120_000 }, async () => {
      const ids = (await readdir(join(shared.site.folder, "content/exercises"), { withFileTypes: true })).filter((entry) => entry.isDirectory());
      assert.equal(ids.length, 11);
      for (const { name } of ids) {
        await withPage(`/exercises/${name}/`, async (page) => {
          await loadPictures(page);
          const [dose, caution, disclaimer, step] = await placesOf(page, ...parts);
          assert.ok(dose.bottom < disclaimer.top && (caution?.bottom ?? 0) < disclaimer.top && disclaimer.bottom < step.top, name);
          assert.ok(step.bottom <= limit, `${name}: ${step.bottom}`);
          // A drawing that keeps its ratio has no bars.
          const [shown, drawn] = await page.locator(".exercise-side .plate img").first().evaluate((picture) => [picture.width / picture.height, picture.naturalWidth / picture.naturalHeight]);
          assert.ok(Math.abs(shown - drawn) < 0.05, `${name}: ${shown} instead of ${drawn}`);
        }, { settings: { viewport: { width, height } } });
      }
    });
  }
});

for (const width of [320, 375, 768, 1280]) {
  pageTest(`a range of a dose stands on one line at ${width} pixels`, "/exercises/several/", async (page) => {
    const lines = await page.locator(".dose > :not([data-dose=frequency]) dd").evaluateAll((values) => values.map((value) => {
      const range = document.createRange();
      range.selectNodeContents(value);
      return range.getClientRects().length;
    }));
    assert.deepEqual(lines, [1, 1, 1, 1]);
    const { scrollWidth, clientWidth } = await page.locator(".dose").evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
    assert.ok(scrollWidth <= clientWidth, "the dose is cut off");
  }, { settings: { viewport: { width, height: 800 } } });
}
