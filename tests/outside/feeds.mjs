// Atom feeds, read by feedparser, and site maps, held against the schema of sitemaps.org. The W3C's validator of feeds is in no registry
// of packages.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { downloads, folder, run } from "./site.mjs";

const python = join(downloads, "python/bin/python");

/** What a script finds in the files of some cases: pairs of a case and one finding of the script in it. */
async function found(site, cases, script, ...before) {
  const files = new Map(cases.map((path) => [site.file(path), path]));
  const answers = JSON.parse(await run(python, join(folder, script), ...before, ...files.keys()));
  return Object.entries(answers).flatMap(([file, findings]) => findings.map((finding) => [files.get(file), finding]));
}

export const feeds = {
  name: "feeds",
  program: "feedparser",
  quick: true,
  version: async () => (await run(python, "-c", "import feedparser; print(feedparser.__version__)")).trim(),
  cases: (site) => site.paths("feed.xml"),
  fault: { case: "/feed.xml", damage: (text) => text.replace("</entry>", "</entri>"), rule: "malformed" },
  async judge(site, cases) {
    return (await found(site, cases, "feeds.py")).map(([path, [rule, message]]) => ({ case: path, rule, message }));
  },
};

const schema = join(folder, "node_modules/sitemap/schema/sitemap.xsd");

export const sitemaps = {
  name: "sitemaps",
  program: "schema of sitemaps.org, by lxml",
  quick: true,
  version: async () => `0.9 of ${/Modifed (\S+)/.exec(readFileSync(schema, "utf8"))[1]}`,
  cases: (site) => site.paths("sitemap.xml"),
  fault: { case: "/sitemap.xml", damage: (text) => text.replace(/<lastmod>[^<]*/, "<lastmod>yesterday"), message: /lastmod/ },
  async judge(site, cases) {
    return (await found(site, cases, "sitemaps.py", schema)).map(([path, [place, message]]) => ({ case: path, rule: "schema", message, place }));
  },
};
