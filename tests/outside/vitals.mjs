// Core Web Vitals and weight of a page of each kind by Lighthouse, on a phone and a slow connection that it simulates: the table in
// docs/judged.md. `run` installs what this needs. Figures depend on the machine, so nothing fails here.
//
//   node tests/outside/vitals.mjs
import audit from "lighthouse";
import { Site } from "./site.mjs";

const rounds = 3;
const pages = {
  "home page": "/", "list of articles": "/articles/", article: "/articles/osteoporosis-spine/", "easy-read copy": "/articles/smoking-food-sleep/easy/",
  "list of exercises": "/exercises/", exercise: "/exercises/cat-cow/", programme: "/programmes/first-standing-routine/", topic: "/topics/spine/",
  glossary: "/glossary/", "index of sources": "/references/", source: "/references/green-2016/", person: "/people/editorial-team/", search: "/search/",
};

// Lighthouse's own settings: a phone of 412 pixels, a processor slowed four times, 1.6 Mbit/s and 150 ms, simulated.
const config = { extends: "lighthouse:default", settings: { onlyCategories: ["performance"], formFactor: "mobile", throttlingMethod: "simulate" } };

async function measured(site, path) {
  const page = await (await site.browser()).newPage();
  try {
    const { lhr } = await audit(site.address + path, { logLevel: "error" }, config, page);
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    const value = (id) => lhr.audits[id].numericValue;
    const requests = lhr.audits["network-requests"].details.items.filter(({ url }) => url.startsWith(site.address));
    const bytes = requests.reduce((sum, { transferSize }) => sum + transferSize, 0);
    const score = Math.round(lhr.categories.performance.score * 100);
    return { score, lcp: value("largest-contentful-paint"), cls: value("cumulative-layout-shift"), tbt: value("total-blocking-time"), bytes, requests: requests.length };
  } finally {
    await page.close();
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const site = await Site.build(false);
site.compresses = true;
try {
  console.log("| page | LCP | CLS | TBT | kB | requests | score |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const [name, path] of Object.entries(pages)) {
    const results = [];
    for (let round = 0; round < rounds; round += 1) results.push(await measured(site, path));
    const [score, lcp, cls, tbt, bytes, requests] = ["score", "lcp", "cls", "tbt", "bytes", "requests"].map((key) => median(results.map((result) => result[key])));
    console.log(`| ${name} | ${(lcp / 1000).toFixed(1)} s | ${cls.toFixed(3)} | ${Math.round(tbt)} ms | ${Math.round(bytes / 1000)} | ${requests} | ${score} |`);
  }
} finally {
  await site.remove();
}
