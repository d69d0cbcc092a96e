// The manifest of the site as Chromium reads it. No package has a schema for manifests.
import { browserProgram, run } from "./site.mjs";

export const manifests = {
  name: "manifests",
  program: "Chromium",
  version: async () => (await run(browserProgram, "--version")).replace(/^\D*/, "").split(/\s/)[0],
  cases: (site) => site.paths(".webmanifest"),
  fault: { case: "/site.webmanifest", damage: (text) => text.replace(/"start_url":\s*"[^"]*"/, '"start_url":"https://elsewhere.example/"'), message: /start_url/ },
  async judge(site, cases) {
    const findings = [];
    for (const path of cases) {
      const page = await (await site.browser()).newPage();
      try {
        await page.goto(`${site.address}${path.replace(/[^/]*$/, "")}`);
        const client = await page.createCDPSession();
        const { url, errors } = await client.send("Page.getAppManifest");
        if (url !== site.address + path) findings.push({ case: path, rule: "unread", message: `the page above it names ${url || "no manifest"}` });
        findings.push(...errors.map(({ message, line, column, critical }) => ({ case: path, rule: critical ? "error" : "warning", message, place: `${line}:${column}` })));
      } finally {
        await page.close();
      }
    }
    return findings;
  },
};
