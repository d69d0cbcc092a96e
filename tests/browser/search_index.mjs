// The search index of a larger site, in two languages: a browser loads few files of it, and `reader.js` takes texts of many scripts
// apart into the words that the build has put into the index. `npm test` here runs it, after `cargo build`.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { forAllTests } from "./built_site.mjs";

const articles = 24;

/** Words that only one article has, enough of them for several files of words. */
const ownWords = (article) => Array.from({ length: 500 }, (_, number) => `${"bcdfghjklmnpqrstvwxyz"[(article + number) % 21]}${"aeiou"[number % 5]}w${number}of${article}`);

const scripts = [
  "Café CAFE\u0301 naïve ﬁt ÄRMLICH Łódź İstanbul ΟΔΥΣΣΕΥΣ ςΣ Straße STRASSE ŒUVRE ﷺ ½ x² ①②",
  "Don't o’clock 'quoted' rock'n'roll l’été ’’ 2.5 10–20 L5/S1 T-score e-mail_address C++ #tag a\u00adb c\u200bd",
  "膝の痛みを和らげる運動。ストレッチ、10回×3セット。A膝B 𠮷野家 々 〇",
  "ปวดหลังส่วนล่าง การออกกำลังกาย ອອກກໍາລັງກາຍ ចលនា လေ့ကျင့်ခန်း",
  "हिन्दी में कमर दर्द தமிழ் বাংলা തെലുങ്ക് ਪੰਜਾਬੀ ગુજરાતી नेपाली",
  "الرَّقَبَة المُتصلِّبة ــكتابــة עִבְרִית שָׁלוֹם فارسی می\u200cخواهم اردو",
  "Ελληνικά ΆΈΉ Русский ёлка Йод Україна ї Հայերեն ქართული አማርኛ 한국어 운동 목 통증",
  "Tiếng Việt đau lưng Ⅷ ㎏ ﬀ 🧘 𝐁𝐨𝐥𝐝 𝟙𝟚 ａｂｃ １２３ ｶﾞｷﾞ",
  `${"A".repeat(100)} ${"é".repeat(100)} ${"ab'".repeat(60)}x`,
];

const shared = forAllTests(() => [files()]);
const { pageTest } = shared;

function files() {
  const page = (front, text) => `---\n${front}\n---\n${text}\n`;
  const article = (number) => [`content/articles/walk-${number}.md`, page(`title: Walk ${number}`, `Go for a rare walk of ${number} miles. ${ownWords(number).join(" ")}`)];
  return {
    "wellpress.yaml": "title: Test\nbase_url: https://test.example/\nlanguages: {es: {title: Prueba}}\n",
    "content/glossary.yaml": "Rarity: {definition: What is rare.}\n",
    "content/articles/walk-0.es.md": page("title: Paseo", "Un paseo rare."),
    ...Object.fromEntries(Array.from({ length: articles }, (_, number) => article(number))),
    ...Object.fromEntries(scripts.map((text, number) => [`content/pages/script-${number}.md`, page(`title: Script ${number}`, text)])),
  };
}

const showsStatus = (page, text) => page.waitForFunction((text) => document.querySelector("[data-search] [role=status]").textContent === text, text);

/** Collects the paths that the page requests below the folder of the indexes. */
function requestsOf(page) {
  const paths = [];
  page.on("request", (request) => {
    const path = new URL(request.url()).pathname;
    if (path.startsWith("/search/index/")) paths.push(path.replace("/search/index/", "").replace(/(\/[0-9a-f]+)+\.bin/, "/*.bin"));
  });
  return paths;
}

const reader = () => import(pathToFileURL(join(shared.site.folder, "output/search/index/reader.js")));

/** All texts of the English index. */
async function texts() {
  const folder = join(shared.site.folder, "output/search/index/en/texts");
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".bin"));
  return Promise.all(names.map(async (name) => JSON.parse(gunzipSync(await readFile(join(folder, name))))));
}

describe("the index", () => {
  test("is in several files of words for the larger language and in one for the smaller", { timeout: 90_000 }, async () => {
    const files = async (language) => (await (await fetch(`${shared.site.address}/search/index/${language}/index.json`)).json()).words.length;
    assert.ok((await files("en")) > 3, String(await files("en")));
    assert.equal(await files("es"), 1);
  });

  pageTest("is loaded in few parts, of which a second search loads only what it lacks", "/search/", async (page) => {
    const paths = requestsOf(page);
    await page.reload();
    await page.locator("input[name=q]").fill(ownWords(7)[40]);
    await showsStatus(page, "1 result");
    assert.deepEqual(await page.locator(".found-title").allTextContents(), ["Walk 7"]);
    const once = ["en/index.json", "en/keys/*.bin", "en/texts/*.bin", "en/words/*.bin", "reader.js"];
    assert.deepEqual([...new Set(paths)].sort(), once);
    paths.length = 0;
    await page.locator("input[name=q]").fill(ownWords(7)[13]);
    await page.waitForFunction((word) => document.querySelector(".found mark")?.textContent === word, ownWords(7)[13]);
    assert.deepEqual(paths, ["en/words/*.bin"], "the text is there already");
  });

  pageTest("gives all results, grouped by kind, each once", "/search/", async (page) => {
    await page.locator("input[name=q]").fill("rare");
    await showsStatus(page, `${articles + 1} results`);
    assert.deepEqual((await page.locator(".found-kind").allTextContents()).sort(), [`Articles ${articles}`, "Glossary 1"]);
    const list = page.locator("section[aria-labelledby=found-article-2]");
    for (let showMore = list.getByRole("button"); await showMore.count(); ) {
      const countBefore = await list.locator("li").count();
      await showMore.click();
      await page.waitForFunction(([id, count]) => document.querySelectorAll(`[aria-labelledby=${id}] li`).length > count, ["found-article-2", countBefore]);
    }
    const titles = await list.locator(".found-title").allTextContents();
    assert.deepEqual(titles.sort(), Array.from({ length: articles }, (_, number) => `Walk ${number}`).sort());
  });

  pageTest("keeps the languages apart", "/es/search/?q=rare", async (page) => {
    await page.locator(".found-title").waitFor();
    assert.deepEqual(await page.locator(".found-title").allTextContents(), ["Paseo"]);
  });

  pageTest("finds a word by its stem, by its beginning, and with another ending", "/search/", async (page) => {
    for (const [term, count] of [["walking", articles], ["wal", articles], ["walk mile", articles], ["rarely", articles + 1], ["walkways", articles], ["walk no-such-thing", articles], ["xyzzyx", 0]]) {
      await page.locator("input[name=q]").fill(term);
      await showsStatus(page, count ? `${count} results` : "No results");
    }
  });

  test("has each word of each text as the reader takes it apart, in every script", { timeout: 90_000 }, async () => {
    const { open, words } = await reader();
    const index = await open(`${shared.site.address}/search/index/en/`);
    let looked = 0;
    for (const text of (await texts()).filter(({ title }) => !/^Walk [1-9]/.test(title))) {
      const all = text.sections.flatMap(({ title, text }) => [...words(title ?? ""), ...words(text ?? "")].map(({ word }) => word));
      for (const word of new Set(all.filter(Boolean))) {
        const stems = await index.stems(word, false);
        assert.ok(stems.length, `${word} is not in the index`);
        const found = await Promise.all(stems.flatMap(({ shard, stem }) => shard.postings(stem).documents.map((number) => index.result(number, new Map()))));
        assert.ok(found.some(({ url }) => url === text.url), `${word} does not lead to ${text.url}`);
        looked++;
      }
    }
    assert.ok(looked > 600, String(looked));
  });

  test("marks whole words and pairs, and nothing else of an excerpt", { timeout: 90_000 }, async () => {
    const { open } = await reader();
    const index = await open(`${shared.site.address}/search/index/en/`);
    for (const [term, marked] of [["cafe", ["Café", "CAF\u00c9"]], ["strasse", ["Straße", "STRASSE"]], ["痛み", ["痛み"]], ["膝", ["膝の", "膝"]], ["운동", ["운동"]], ["شلوم", []]]) {
      const { kinds } = await index.search(term);
      const [result] = kinds.flatMap(({ results }) => results);
      const excerpt = (await result?.load())?.excerpt ?? [];
      const shown = excerpt.filter(({ isMarked }) => isMarked).map(({ text }) => text);
      assert.deepEqual(shown, marked, term);
    }
  });
});
