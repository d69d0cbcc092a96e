// Two judges of accessibility beside axe, which tests/browser runs: IBM's Equal Access engine, and HTML CodeSniffer as pa11y runs it.
// Both look at a page of each kind in a narrow and a wide window, in light and dark colours.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pa11y from "pa11y";
import { folder, open, views } from "./site.mjs";

const version = (name) => JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
const engine = readFileSync(join(folder, "node_modules/accessibility-checker-engine/ace-window.js"), "utf8");

// The engine also lists what only a person can judge: `MANUAL`, and everything that it is not sure of: `POTENTIAL`.
const certain = ["FAIL"];

async function judgeView(site, view) {
  const page = await open(site, view);
  try {
    await page.evaluate(engine);
    const results = await page.evaluate(async () => {
      const checker = new window.ace.Checker();
      const report = await checker.check(document, ["IBM_Accessibility"]);
      return report.results.map(({ ruleId, value, message, path, snippet }) => ({ ruleId, value, message, path: path.dom, snippet }));
    });
    return results
      .filter(({ value }) => certain.includes(value[1]))
      .map(({ ruleId, value, message, path, snippet }) => ({ case: view, rule: ruleId, message: `${value[0].toLowerCase()}: ${message}`, place: `${path} ${snippet}` }));
  } finally {
    await page.close();
  }
}

async function judgeEach(cases, judge) {
  const findings = [];
  for (const view of cases) findings.push(...(await judge(view)));
  return findings;
}

export const ibm = {
  name: "ibm",
  program: "IBM Equal Access",
  version: () => version("accessibility-checker-engine"),
  cases: () => views(),
  fault: { case: "/exercises/cat-cow/ 375 dark", damage: (text) => text.replace("</main>", '<img src="/assets/logo.svg"></main>'), rule: "img_alt_valid" },
  judge: (site, cases) => judgeEach(cases, (view) => judgeView(site, view)),
};

export const htmlcs = {
  name: "pa11y",
  program: "pa11y, HTML CodeSniffer",
  version: () => version("pa11y"),
  cases: () => views(),
  fault: { case: "/exercises/cat-cow/ 375 dark", damage: (text) => text.replace("</main>", '<img src="/assets/logo.svg"></main>'), rule: /1_1_1\.H37/ },
  judge: (site, cases) =>
    judgeEach(cases, async (view) => {
      const page = await open(site, view);
      try {
        const options = { browser: await site.browser(), page, ignoreUrl: true, standard: "WCAG2AA", runners: ["htmlcs"], includeWarnings: false, timeout: 60_000 };
        const { issues } = await pa11y(page.url(), options);
        return issues.map(({ code, message, selector, context }) => ({ case: view, rule: code, message, place: `${selector} ${context}` }));
      } finally {
        await page.close();
      }
    }),
};
