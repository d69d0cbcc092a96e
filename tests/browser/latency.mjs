// How long after a save the edit is in the page: `node latency.mjs SITE [EDITS]`, for the benchmark, not a test.
// SITE is copied first. One paragraph of one article is edited again and again; the time runs from before the file is
// written until the new words are in the page's DOM, and until the browser has painted them; and once from the start of the
// preview to its first page. Give a release build in WELLPRESS. Prints one line of JSON, in milliseconds.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ServedSite, copySite, launchBrowser, openPage } from "./preview_site.mjs";

const [siteFolder, edits = "20"] = process.argv.slice(2);
if (!siteFolder) {
  console.error("usage: node latency.mjs SITE [EDITS]");
  process.exit(2);
}

/** The middle one of the articles, and the first of its paragraphs that is plain text. */
async function chooseParagraph(site) {
  const names = (await readdir(site.path("content/articles"), { recursive: true }))
    .filter((name) => name.endsWith(".md") && !name.includes("_"))
    .sort();
  const file = join("content/articles", names[names.length >> 1]);
  const text = await site.read(file),
    body = text.indexOf("\n---\n") + 5;
  const paragraph = text
    .slice(body)
    .split("\n\n")
    .find((block) => /^\p{L}[\p{L} ]+/u.test(block.trim()))
    .trim();
  return { file, text, paragraph };
}

/** Waits until the server answers for the home page. */
async function waitForHome(site) {
  while (!(await fetch(site.address)).ok) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The address of a file's page. Waits for the end of the first build. */
async function addressOf(site, file) {
  for (;;) {
    const { pages } = await (await fetch(`${site.address}/__wellpress/links.json`)).json();
    if (pages.length > 0) return site.address + pages.find((page) => page.file === file).url;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Records, in milliseconds since 1970, when these words are in the page's DOM and when they are painted. */
function watchFor(words) {
  window.wordsSeen = new Promise((resolve) => {
    const now = () => performance.timeOrigin + performance.now();
    const observer = new MutationObserver(() => {
      if (!document.querySelector("main").textContent.includes(words)) return;
      observer.disconnect();
      const patched = now();
      requestAnimationFrame(() => setTimeout(() => resolve({ patched, painted: now() })));
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  });
}

async function measure(site, page, { file, text, paragraph }, round) {
  const words = `measured ${round}`;
  await page.evaluate(watchFor, words);
  const savedAt = performance.timeOrigin + performance.now();
  await site.write(
    file,
    text.replace(paragraph, () => `${words} ${paragraph}`),
  );
  const { patched, painted } = await page.evaluate(() => window.wordsSeen);
  return { patched: patched - savedAt, painted: painted - savedAt };
}

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b),
    quantile = (share) => Number(sorted[Math.ceil(share * sorted.length) - 1].toFixed(1));
  return { median: quantile(0.5), p90: quantile(0.9), worst: quantile(1) };
}

const names = (await readdir(siteFolder)).filter((name) => !/^(output|target|node_modules|\..*)$/.test(name));
const folder = await copySite(siteFolder, names),
  startedAt = performance.now();
const site = await ServedSite.start({ folder });
await waitForHome(site);
const firstPage = Number((performance.now() - startedAt).toFixed(1));
const browser = await launchBrowser();
try {
  const target = await chooseParagraph(site);
  const page = await openPage(browser, await addressOf(site, target.file));
  const times = [];
  for (let round = 0; round <= Number(edits); round += 1) times.push(await measure(site, page, target, round));
  times.shift(); // The first edit also warms caches.
  console.log(
    JSON.stringify({
      first: firstPage,
      edits: times.length,
      patched: summary(times.map((time) => time.patched)),
      painted: summary(times.map((time) => time.painted)),
      problems: page.problems,
    }),
  );
} finally {
  await browser.close();
  await site.remove();
}
