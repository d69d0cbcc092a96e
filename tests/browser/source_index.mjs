// A citation index with many pages: letters without script, filters over all sources with it, on a phone.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { forAllTests, libraryOf } from "./built_site.mjs";
import { axeFindings } from "./preview_site.mjs";

const families = ["Adams", "Berg", "Öberg", "Smith", "Iwanow", "Zander"];
const journals = ["Bone", "Sleep", "Spine & Back"];
const sources = Array.from({ length: 640 }, (_, number) => ({
  key: `k${number}`,
  // Every second source is one of Smith's, so that S has several pages.
  family: number % 2 ? "Smith" : families[(number / 2) % families.length],
  title: `Study ${number} of ${number % 16 ? "walking" : "übungen"}`,
  year: 1990 + (number % 32),
  journal: number === 7 ? "A rare journal" : journals[(number % 7) % 3],
}));
const phone = { viewport: { width: 375, height: 700 }, hasTouch: true, isMobile: true };
const index = "/references/";
const shared = forAllTests(() => [files()]);
const { pageTest } = shared;

function files() {
  const articles = {};
  for (let first = 0; first < sources.length; first += 80) {
    const marks = sources.slice(first, first + 80).map(({ key }) => `[@${key}]`);
    articles[`content/articles/a${first}.md`] = `---\ntitle: A${first}\n---\nSaid ${marks.join(" ")}.\n`;
  }
  return {
    "wellpress.yaml": "title: Test\nbase_url: https://test.example/\n",
    "content/references/a.bib": libraryOf(sources.map(({ key, family, title, year, journal }) => ["article", key, title, `${family}, A.`, year, `journal = {${journal}}`])),
    ...articles,
  };
}

const status = (page) => page.locator(".filters [role=status]");
const showsStatus = (page, text) => page.waitForFunction((text) => document.querySelector(".filters [role=status]").textContent === text, text);
const found = (page) => page.locator(".found .slip:visible h3").allTextContents();
const titlesOf = (fits) => sources.filter(fits).map(({ title }) => title);
const scrollsSideways = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

/** Collects the sizes of the answers that a page gets from now on, as promises, because an answer may still be under way. */
function answerSizes(page) {
  const sizes = [];
  // A request that a reload cancels has no body.
  page.on("response", (response) => sizes.push(response.body().then(({ length }) => length, () => 0)));
  return sizes;
}

describe("a citation index with many pages", () => {
  pageTest(
    "leads to every source by letter without script",
    index,
    async (page) => {
      assert.equal(await page.locator(".filters").isVisible(), false);
      assert.equal(await page.locator(".slip").count(), 0);
      assert.deepEqual(await page.locator(".letters a").allTextContents(), ["A", "B", "I", "O", "S", "Z"]);
      const addresses = await page.locator(".drawer-parts a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      assert.equal(await page.locator("#letter-s").count(), 1, "an old address with the letter leads to its pages");
      const titles = [];
      for (const address of addresses) {
        await page.goto(shared.site.address + address);
        const onPage = await page.locator(".slip h3").allTextContents();
        assert.ok(onPage.length > 0 && onPage.length <= 100, `${address}: ${onPage.length}`);
        titles.push(...onPage);
        assert.equal(await scrollsSideways(page), false, address);
      }
      assert.deepEqual(titles.sort(), titlesOf(() => true).sort());
      await page.goto(shared.site.address + index);
      await page.getByRole("navigation", { name: "letter" }).getByRole("link", { name: "S", exact: true }).click();
      await page.waitForURL("**/references/letter/s/");
      await page.getByRole("link", { name: "Next" }).click();
      await page.waitForURL("**/references/letter/s/from-*/");
      assert.equal(await page.locator(".drawer-parts [aria-current=page]").count(), 1);
    },
    { settings: { ...phone, javaScriptEnabled: false } },
  );

  pageTest(
    "finds words in all sources with few requests, ten at a time, and keeps them in the address",
    index,
    async (page) => {
      const sizes = answerSizes(page);
      await page.getByLabel("Find").fill("ÜBUNG smi");
      const expected = titlesOf(({ title, family }) => title.includes("übung") && family === "Smith");
      assert.equal(expected.length, 0);
      await showsStatus(page, "No source fits. Take a filter back.");
      await page.getByLabel("Find").fill("ÜBUNG obe");
      const folded = titlesOf(({ title, family }) => title.includes("übung") && family === "Öberg");
      await showsStatus(page, `${folded.length} of 640 sources fit`);
      const onPage = await found(page);
      assert.ok(onPage.length === 10 && onPage.every((title) => folded.includes(title)), String(onPage));
      await page.getByLabel("Find").fill("walk smi");
      const walking = titlesOf(({ title, family }) => title.includes("walking") && family === "Smith");
      await showsStatus(page, `${walking.length} of 640 sources fit`);
      assert.equal((await found(page)).length, 10);
      assert.equal(await page.locator(".drawer:visible").count(), 0);
      const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      assert.ok(sizes.length <= 12 && bytes < 500_000, `${sizes.length} answers, ${bytes} bytes`);
      await page.getByRole("button", { name: "Show more sources" }).tap();
      await page.waitForFunction(() => document.querySelectorAll(".found .slip").length === 20);
      assert.equal(new Set(await found(page)).size, 20);
      assert.equal(new URL(page.url()).search, "?q=walk+smi");
      assert.equal(await scrollsSideways(page), false);
      await page.getByRole("button", { name: "Show all" }).tap();
      await showsStatus(page, "640 sources");
      assert.equal(await page.locator(".found").isVisible(), false);
      assert.equal(await page.locator(".drawer:visible").count(), 6);
    },
    { settings: phone },
  );

  pageTest("joins filters, also those of the address, and has them again on the way back", `${index}?year=2000&publisher=Sleep`, async (page) => {
    const fits = ({ year, journal }) => year === 2000 && journal === "Sleep";
    await showsStatus(page, `${titlesOf(fits).length} of 640 sources fit`);
    assert.deepEqual((await found(page)).sort(), titlesOf(fits).sort());
    await page.getByLabel("Find").fill("berg");
    const narrower = titlesOf((source) => fits(source) && source.family === "Berg");
    await showsStatus(page, `${narrower.length} of 640 sources fit`);
    await page.locator(".found .slip a").first().click();
    await page.waitForURL("**/references/k*/");
    await page.goBack();
    await showsStatus(page, `${narrower.length} of 640 sources fit`);
    assert.equal(await page.getByLabel("Journal or publisher").inputValue(), "Sleep");
  });

  pageTest("takes any publisher and no unknown year from the address", `${index}?publisher=A+rare+journal&year=1066`, async (page) => {
    await showsStatus(page, "1 of 640 sources fit");
    assert.deepEqual(await found(page), ["Study 7 of walking"]);
  });

  pageTest(
    "says that sources could not be loaded, and tries again",
    index,
    async (page) => {
      await page.route("**/references/filter/**", (route) => route.abort());
      await page.getByLabel("Year").selectOption("2000");
      await showsStatus(page, "The sources could not be loaded. Try again.");
      assert.equal(await page.locator(".drawer:visible").count(), 6);
      await page.unroute("**/references/filter/**");
      await page.getByLabel("Year").selectOption("2001");
      await showsStatus(page, "20 of 640 sources fit");
    },
    { expected: null },
  );

  for (const address of [index, "/references/letter/s/", `${index}?q=walking`]) {
    pageTest(`has no finding of axe at ${address} on a phone`, address, async (page) => {
      if (address.includes("q=")) await page.locator(".found .slip").first().waitFor();
      assert.deepEqual(await axeFindings(page), []);
      assert.equal(await scrollsSideways(page), false);
    }, { settings: phone });
  }
});
