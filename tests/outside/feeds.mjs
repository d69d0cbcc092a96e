// Atom feeds, read by feedparser. The validator of the W3C is in no registry of packages.
import { join } from "node:path";
import { downloads, folder, run } from "./site.mjs";

const python = join(downloads, "python/bin/python");

export const feeds = {
  name: "feeds",
  program: "feedparser",
  quick: true,
  version: async () => (await run(python, "-c", "import feedparser; print(feedparser.__version__)")).trim(),
  cases: (site) => site.paths("feed.xml"),
  fault: { case: "/feed.xml", damage: (text) => text.replace("</entry>", "</entri>"), rule: "malformed" },
  async judge(site, cases) {
    const files = new Map(cases.map((path) => [site.file(path), path]));
    const answers = JSON.parse(await run(python, join(folder, "feeds.py"), ...files.keys()));
    return Object.entries(answers).flatMap(([file, found]) => found.map(([rule, message]) => ({ case: files.get(file), rule, message })));
  },
};
