// Google's Lighthouse: accessibility, best practices and search engines. Not its speed: that depends on the machine, and the server
// here is not a host. Not what it says of a connection without TLS either, since the server is on this machine.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import audit from "lighthouse";
import { folder, open, views } from "./site.mjs";

// Lighthouse takes the longest for a view. Both widths and both colours of each page are judged, but not each pair of them.
const half = () => views().filter((view) => view.endsWith(" 375 light") || view.endsWith(" 1280 dark"));

function settings(view) {
  const [, width] = view.split(" ");
  const mobile = width === "375";
  return {
    extends: "lighthouse:default",
    settings: {
      onlyCategories: ["accessibility", "best-practices", "seo"],
      skipAudits: ["is-on-https", "redirects-http", "full-page-screenshot", "screenshot-thumbnails", "bf-cache"],
      formFactor: mobile ? "mobile" : "desktop",
      screenEmulation: { mobile, width: Number(width), height: 800, deviceScaleFactor: 1, disabled: false },
      throttlingMethod: "provided",
      // The page is loaded before Lighthouse opens it again, and nothing here measures time.
      pauseAfterFcpMs: 0,
      pauseAfterLoadMs: 0,
      networkQuietThresholdMs: 0,
      cpuQuietThresholdMs: 0,
      disableStorageReset: true,
      maxWaitForLoad: 30_000,
    },
  };
}

/** The audits that a page does not pass, each with the elements that it names. */
function failures(view, report) {
  const counted = new Set(Object.values(report.categories).flatMap((category) => category.auditRefs.filter((ref) => ref.weight > 0).map((ref) => ref.id)));
  const failed = Object.values(report.audits).filter(({ id, score, scoreDisplayMode }) => counted.has(id) && (scoreDisplayMode === "error" || (score !== null && score < 1)));
  return failed.flatMap(({ id, title, errorMessage, details }) => {
    const items = details?.items?.length ? details.items : [{}];
    const place = (item) => item.node?.snippet ?? item.description ?? item.source ?? item;
    const text = (found) => (typeof found === "string" ? found : JSON.stringify(found));
    return items.map((item) => ({ case: view, rule: id, message: errorMessage ?? title, place: text(place(item)) }));
  });
}

export const lighthouse = {
  name: "lighthouse",
  program: "Lighthouse",
  version: () => JSON.parse(readFileSync(join(folder, "node_modules/lighthouse/package.json"), "utf8")).version,
  cases: half,
  fault: { case: "/exercises/cat-cow/ 375 light", damage: (text) => text.replace("</main>", '<img src="/assets/logo.svg"></main>'), rule: "image-alt" },
  async judge(site, cases) {
    const findings = [];
    for (const view of cases) {
      const page = await open(site, view);
      try {
        const { lhr } = await audit(page.url(), { logLevel: "error" }, settings(view), page);
        if (lhr.runtimeError) findings.push({ case: view, rule: "runtime-error", message: lhr.runtimeError.message });
        findings.push(...failures(view, lhr));
      } finally {
        await page.close();
      }
    }
    return findings;
  },
};
