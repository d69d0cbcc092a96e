// The pages of the preview itself in a real browser: overview, sources, links and findings; and the script that patches pages.
// `npm test` here runs it, after `cargo build`.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { axeFindings, goTo } from "./preview_site.mjs";
import { article, previewTest, readingTest } from "./preview_fixture.mjs";

describe("the server's own pages", () => {
  readingTest("overview, sources and links show what the site has", async (site, open) => {
    const page = await open("/__wellpress/");
    await page.locator("dt", { hasText: "Sources" }).first().waitFor();
    const number = async (name) =>
      Number(
        (
          await page
            .locator("dl div", { has: page.getByText(name, { exact: true }) })
            .locator("dd")
            .textContent()
        ).replace(",", ""),
      );
    const library = await site.read("content/references/well-guide.bib");
    assert.equal(await number("Sources"), library.match(/^@/gm).length);
    assert.ok((await number("Pages")) >= 5 + 11);
    assert.deepEqual(await axeFindings(page), []);

    await goTo(page, `${site.address}/__wellpress/sources`);
    await page.getByRole("button", { name: "Cited" }).click();
    const citedCounts = async () => (await page.locator("tbody tr td:nth-child(4)").allTextContents()).map(Number);
    const ascending = await citedCounts();
    assert.deepEqual(
      ascending,
      ascending.toSorted((a, b) => a - b),
    );
    await page.getByRole("button", { name: "Cited" }).click();
    assert.deepEqual(await citedCounts(), ascending.toReversed());
    await page.getByRole("searchbox").fill("sawicki");
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
    assert.deepEqual(await axeFindings(page), []);
  });

  readingTest("the list of links shows the site, and one page with what links to it", async (site, open) => {
    const page = await open("/__wellpress/links");
    await page.locator("tbody tr").first().waitFor();
    await page.setViewportSize({ width: 320, height: 700 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await page.setViewportSize({ width: 1000, height: 700 });
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("searchbox", { name: "Focus on a page" }).fill("smoking");
    await page.locator(".found a").first().click();
    await page.locator("h2", { hasText: "Linked from" }).waitFor();
    const linkingPages = await page
      .locator("section", { has: page.locator("h2", { hasText: "Linked from" }) })
      .locator("li")
      .allTextContents();
    assert.ok(
      linkingPages.some((line) => line.includes("How to keep your spine healthy")),
      linkingPages.join("\n"),
    );
    assert.deepEqual(await axeFindings(page), []);
  });

  previewTest("findings come and go with builds, and can be filtered", async (site, open) => {
    const page = await open("/__wellpress/findings");
    await site.edit(article, "Smokers are nearly", "<b>Smokers</b> are [nearly](/nowhere/)");
    const row = page.locator("main li", { hasText: "link-broken" });
    await row.waitFor();
    await page.getByRole("combobox", { name: "Severity" }).selectOption("warning");
    await row.waitFor({ state: "hidden" });
    assert.match(page.url(), /severity=warning/);
    await page.getByRole("combobox", { name: "Severity" }).selectOption("");
    await row.waitFor();
    assert.match(await row.textContent(), new RegExp(`${article}:\\d+:\\d+`));
    assert.deepEqual(await axeFindings(page), []);
    await site.edit(article, "<b>Smokers</b> are [nearly](/nowhere/)", "Smokers are nearly");
    await row.waitFor({ state: "detached" });
  });
});

describe("patching", () => {
  readingTest("turns any page into any other, and keeps the nodes that scripts added", async (site, open) => {
    const page = await open("/__wellpress/findings");
    const failure = await page.evaluate(patchRandomTrees);
    assert.equal(failure, null);
  });
});

/** Runs in the browser: patches random trees, with nodes that scripts added, to randomly changed versions of themselves. Gives the
 * first failure, or null. The seed is fixed, so that a failure repeats. */
async function patchRandomTrees() {
  const { align, Patch } = await import("/__wellpress/patch.js");
  let seed = 20261120;
  const randomBelow = (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % limit;
  };
  const pick = (list) => list[randomBelow(list.length)];
  const container = document.createElement("div");
  document.body.append(container);
  const parents = (root) => [root, ...root.querySelectorAll("p, div, li, span, details, section")];

  function tree(depth) {
    const node = document.createElement(pick(["p", "div", "li", "span", "details", "section", "noscript", "input"]));
    if (randomBelow(4) === 0) node.id = `id-${randomBelow(1000000)}`;
    if (randomBelow(3) === 0) node.className = `c${randomBelow(4)} d${randomBelow(3)}`;
    if (node.matches("input, noscript") || depth > 3) return node;
    for (let count = randomBelow(5); count > 0; count -= 1) node.append(randomBelow(2) ? tree(depth + 1) : `text ${randomBelow(50)}`);
    return node;
  }

  const changes = [
    (node, root) => node !== root && node.remove(),
    (node) => node.insertBefore(tree(2), pick([null, ...node.childNodes])),
    (node) => node.setAttribute("title", randomBelow(9)),
    (node) => node.setAttribute("class", `new ${randomBelow(5)}`),
    (node) => node.append(`more ${randomBelow(99)}`),
    (node) => node.firstChild && node.append(node.firstChild),
  ];

  function addedByScript(root) {
    const node = document.createElement(pick(["b", "p", "div"]));
    node.className = "added";
    pick(parents(root))[pick(["append", "prepend"])](node);
  }

  const without = (root, selector) => {
    const copy = root.cloneNode(true);
    for (const node of copy.querySelectorAll(selector)) node.remove();
    copy.normalize();
    return copy;
  };

  for (let round = 0; round < 2000; round += 1) {
    const source = document.implementation.createHTMLDocument().createElement("main");
    for (let count = 2 + randomBelow(6); count > 0; count -= 1) source.append(tree(0));
    source.normalize();
    const live = document.importNode(source, true);
    container.replaceChildren(live);
    for (let count = randomBelow(3); count > 0; count -= 1) addedByScript(live);
    align(source, live);
    for (let version = 0; version < 3; version += 1) {
      const next = document.implementation.createHTMLDocument().importNode(source, true);
      for (let count = 1 + randomBelow(5); count > 0; count -= 1) pick(changes)(pick(parents(next)), next);
      next.normalize();
      const expected = next.cloneNode(true);
      const patch = new Patch();
      patch.node(source, next);
      const actual = without(live, ".added");
      if (patch.lost || !actual.isEqualNode(expected) || !without(source, "none").isEqualNode(expected)) {
        return { round, version, expected: expected.outerHTML, actual: actual.outerHTML };
      }
    }
  }
  container.remove();
  return null;
}
