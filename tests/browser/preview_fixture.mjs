// The frame of the tests of the preview: each gets its own served site and opens pages of it in one browser. The sites are copies of
// one that was built before, with its cache, so that no test waits for a build from nothing.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { ServedSite, closePage, copySite, launchBrowser, openPage, program, siteParts } from "./preview_site.mjs";

export const article = "content/articles/smoking-food-sleep/index.md";
export const address = "/articles/smoking-food-sleep/";
let browser, builtFolder, unchangedSite;

before(async () => {
  builtFolder = await copySite();
  await promisify(execFile)(program, ["build", "--root", builtFolder]);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await (await unchangedSite)?.remove();
  if (builtFolder) await rm(builtFolder, { recursive: true, force: true });
});

async function serveCopy(settings = {}) {
  const folder = await copySite(builtFolder, [...siteParts, ".wellpress"]);
  return ServedSite.start({ folder, ...settings });
}

/** A test with its own site, whose pages must report no problem except those that match `expected`. */
export function previewTest(name, run, { options, prepare, expected = [] } = {}) {
  test(name, { timeout: 240_000 }, async () => {
    const site = await serveCopy({ options, prepare });
    try {
      await runOn(site, run, expected);
    } finally {
      await site.remove();
    }
  });
}

/** A test that changes nothing of the site. All of these in a file use the same one. */
export function readingTest(name, run) {
  test(name, { timeout: 240_000 }, async () => {
    unchangedSite ??= serveCopy();
    await runOn(await unchangedSite, run, []);
  });
}

async function runOn(site, run, expected) {
  const pages = [];
  const open = async (path, settings) => {
    const page = await openPage(browser, site.address + path, settings);
    pages.push(page);
    return page;
  };
  try {
    await run(site, open);
    // On a busy machine, a page is asked for before the first build. The preview says so with this status, and shows the page then.
    const patterns = [/ a status of 503 /, ...expected];
    const problems = pages
      .flatMap((page) => page.problems)
      .filter((problem) => !patterns.some((pattern) => pattern.test(problem)));
    assert.deepEqual(problems, [], "the browser reported problems");
  } finally {
    await Promise.all(pages.map(closePage));
  }
}

/** Marks the document. A reload removes the mark, a patch keeps it. */
export const mark = (page) =>
  page.evaluate(() => {
    window.mark = "still here";
  });
export const isMarked = (page) => page.evaluate(() => window.mark === "still here");
/** Waits until a tab is at an address. `waitForURL` would fail here: a save may cause two builds, and the second sends the tab
 * there while it is still navigating. */
export const arrives = (page, path) => page.waitForFunction((expected) => location.pathname === expected, path);
/** Tells a page that its tab is "visible" or "hidden" from now on. */
export const setVisibility = (page, state) =>
  page.evaluate((visibility) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => visibility === "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
export const shows = (page, text) => page.getByText(text).first().waitFor({ state: "attached" });

/** Adds a style sheet and a script to every page that keep their address when they change. */
export async function linkStaticFiles(site) {
  await mkdir(site.path("static"), { recursive: true });
  await site.write("static/extra.css", "h1 { letter-spacing: 3px; }");
  await site.write("static/extra.js", "document.documentElement.dataset.extra = 'first';");
  const links = `<link rel="stylesheet" href="/extra.css"><script src="/extra.js" defer></script>`;
  await site.edit("themes/well/templates/base.html", "{% block head %}", `${links}{% block head %}`);
}

export const hasSpacing = (page, spacing) =>
  page.waitForFunction((expected) => getComputedStyle(document.querySelector("h1")).letterSpacing === expected, spacing);
