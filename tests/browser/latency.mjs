// How long after a save the edit is in the page: `node latency.mjs SITE [EDITS]`, for the benchmark, not a test.
// SITE is copied first. One paragraph of one article is edited again and again; the time runs from before the file is
// written until the new words are in the page's DOM, and until the browser has painted them; and once from the start of the
// preview to its first page. Give a release build in WELLPRESS. Prints one line of JSON, in milliseconds.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ServedSite, copySite, launchBrowser, openPage } from "./preview_site.mjs";

const [from, edits = "20"] = process.argv.slice(2);
if (!from) {
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

/** Waits until the home page is there. */
async function showHome(site) {
  while (!(await fetch(site.address)).ok) await new Promise((wake) => setTimeout(wake, 5));
}

/** The page that is written in a file, once the first build has ended. */
async function addressOf(site, file) {
  for (;;) {
    const { pages } = await (await fetch(`${site.address}/__wellpress/links.json`)).json();
    if (pages.length > 0) return site.address + pages.find((page) => page.file === file).url;
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

/** Tells, in milliseconds since 1970, when these words came into the page and when they were painted. */
function watchFor(words) {
  window.seen = new Promise((done) => {
    const now = () => performance.timeOrigin + performance.now();
    const observer = new MutationObserver(() => {
      if (!document.querySelector("main").textContent.includes(words)) return;
      observer.disconnect();
      const patched = now();
      requestAnimationFrame(() => setTimeout(() => done({ patched, painted: now() })));
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  });
}

async function measure(site, page, { file, text, paragraph }, round) {
  const words = `measured ${round}`;
  await page.evaluate(watchFor, words);
  const saved = performance.timeOrigin + performance.now();
  await site.write(
    file,
    text.replace(paragraph, () => `${words} ${paragraph}`),
  );
  const { patched, painted } = await page.evaluate(() => window.seen);
  return { patched: patched - saved, painted: painted - saved };
}

function summary(times) {
  const sorted = times.toSorted((one, other) => one - other),
    at = (part) => Number(sorted[Math.ceil(part * sorted.length) - 1].toFixed(1));
  return { median: at(0.5), p90: at(0.9), worst: at(1) };
}

const sources = (await readdir(from)).filter((name) => !/^(output|target|node_modules|\..*)$/.test(name));
const folder = await copySite(from, sources),
  begun = performance.now();
const site = await ServedSite.start({ folder });
await showHome(site);
const first = Number((performance.now() - begun).toFixed(1));
const browser = await launchBrowser();
try {
  const chosen = await chooseParagraph(site);
  const page = await openPage(browser, await addressOf(site, chosen.file));
  const times = [];
  for (let round = 0; round <= Number(edits); round += 1) times.push(await measure(site, page, chosen, round));
  times.shift(); // The first edit also warms caches.
  console.log(
    JSON.stringify({
      first,
      edits: times.length,
      patched: summary(times.map((one) => one.patched)),
      painted: summary(times.map((one) => one.painted)),
      problems: page.problems,
    }),
  );
} finally {
  await browser.close();
  await site.remove();
}
