// The search on a site whose index has several bundles, in two languages: the results of all bundles are counted and grouped
// as if there were one. `npm test` here runs it, after `cargo build`.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { forAllTests } from "./built_site.mjs";

/** More than the 1,000 pages and terms that one bundle holds. */
const terms = 1_020;
const shared = forAllTests(() => [files()]);
const { pageTest } = shared;

function files() {
  const page = (front, text) => `---\n${front}\n---\n${text}\n`;
  const term = (number) => `Term ${number}: {definition: "A word of the trade${number % 100 ? "" : ", a rare one"}."}\n`;
  const article = (number) => [`content/articles/walk-${number}.md`, page(`title: Walk ${number}`, `Go for a rare walk of ${number} miles.`)];
  return {
    "wellpress.yaml": "title: Test\nbase_url: https://test.example/\nlanguages: {es: {title: Prueba}}\n",
    "content/glossary.yaml": Array.from({ length: terms }, (_, number) => term(number)).join(""),
    "content/articles/walk-0.es.md": page("title: Paseo", "Un paseo rare."),
    ...Object.fromEntries(Array.from({ length: 24 }, (_, number) => article(number))),
  };
}

const showsStatus = (page, text) => page.waitForFunction((text) => document.querySelector("[data-search] [role=status]").textContent === text, text);
const kinds = (page) => page.locator(".found-kind").allTextContents();

/** Collects the names of the bundles from which the page loads results, by the addresses that it requests. */
function bundlesOf(page) {
  const bundles = new Set();
  page.on("request", (request) => {
    const bundle = new URL(request.url()).pathname.match(/^\/search\/index\/en\/(b[01]*)\/fragment\//);
    if (bundle) bundles.add(bundle[1]);
  });
  return bundles;
}

async function bundleNames(language) {
  return (await fetch(`${shared.site.address}/search/index/${language}/bundles.json`)).json();
}

describe("an index in bundles", () => {
  test("is there in several for the larger language and in one for the smaller", { timeout: 90_000 }, async () => {
    assert.deepEqual(await bundleNames("en"), ["b0", "b1"]);
    assert.deepEqual(await bundleNames("es"), ["b"]);
  });

  pageTest("gives the results of all, grouped by kind", "/search/", async (page) => {
    const bundles = bundlesOf(page);
    await page.locator("input[name=q]").fill("rare");
    await showsStatus(page, "35 results");
    assert.deepEqual((await kinds(page)).sort(), ["Articles 24", "Glossary 11"]);
    assert.deepEqual([...bundles].sort(), ["b0", "b1"], "both bundles have something to show");
    const articles = page.locator("section[aria-labelledby=found-article-2]");
    for (let showMore = articles.getByRole("button"); await showMore.count(); ) {
      const countBefore = await articles.locator("li").count();
      await showMore.click();
      await page.waitForFunction(([id, count]) => document.querySelectorAll(`[aria-labelledby=${id}] li`).length > count, ["found-article-2", countBefore]);
    }
    const titles = await articles.locator(".found-title").allTextContents();
    assert.deepEqual(titles.sort(), Array.from({ length: 24 }, (_, number) => `Walk ${number}`).sort(), "each is there, and once");
  });

  pageTest("finds an article in whichever bundle it is", "/search/", async (page) => {
    for (const number of [3, 11, 17, 22]) {
      await page.locator("input[name=q]").fill(`${number} miles`);
      await page.locator(".found-title", { hasText: new RegExp(`^Walk ${number}$`) }).waitFor();
    }
    await page.locator("input[name=q]").fill("nothing-of-the-kind");
    await showsStatus(page, "No results");
  });

  pageTest("keeps the languages apart", "/es/search/?q=rare", async (page) => {
    await page.locator(".found-title").waitFor();
    assert.deepEqual(await page.locator(".found-title").allTextContents(), ["Paseo"]);
  });
});
