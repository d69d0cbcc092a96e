// Whether the search of the manual, built as a site, leads people to the page that answers: the questions of `wellpress help`, asked of
// the index without a browser. `npm test` here runs it, after `cargo build`.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BuiltSite } from "./built_site.mjs";

const docs = fileURLToPath(new URL("../../docs", import.meta.url));
/** The path of the manual's address. */
const base = "/wellpress/";
/** One question in ten may have its page further down. */
const leastShare = 0.9;

let site;
before(async () => {
  const folder = await mkdtemp(join(tmpdir(), "wellpress-manual-"));
  await cp(docs, folder, { recursive: true, filter: (path) => path !== join(docs, "output") });
  site = await BuiltSite.start({}, folder);
});
after(() => site?.remove());

/** The questions, each with the address of the page that answers it. */
async function questions() {
  const table = await readFile(new URL("../manual_questions.tsv", import.meta.url), "utf8");
  const rows = table.trim().split("\n").slice(1).map((line) => line.split("\t"));
  return rows.map(([question, page]) => [question, `${base}${page.replace(/\.md$/, "/")}`]);
}

test("the page that answers is among the first three that the search shows", async () => {
  const { open } = await import(pathToFileURL(join(site.folder, "output/search/index/reader.js")));
  const index = await open(`${site.address}/search/index/en/`);
  const missed = [];
  const asked = await questions();
  for (const [question, page] of asked) {
    const { kinds } = await index.search(question);
    const shown = await Promise.all(kinds.flatMap(({ results }) => results.slice(0, 3)).map((result) => result.load()));
    const addresses = shown.map(({ url }) => url.split("#")[0]);
    if (!addresses.includes(page)) missed.push(`${question} ${page}: ${addresses.join(" ")}`);
  }
  assert.ok(asked.length >= 40, `${asked.length} questions`);
  assert.ok(missed.length <= asked.length * (1 - leastShare), missed.join("\n"));
});
