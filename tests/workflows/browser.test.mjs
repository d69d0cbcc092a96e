// Opens the site of each host in Chromium, as the job `production` of GitHub published it, served as the host serves it. The binary is
// the headless shell, /usr/bin/chromium-headless-shell or CHROMIUM_HEADLESS_SHELL; where it is missing, /usr/bin/chromium or CHROMIUM.

import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { publishedFolder, runOnGitHub } from "./jobs.mjs";
import { record } from "./results.mjs";
import { serverName, startHost, withoutNginx } from "./servers.mjs";
import { hosts } from "./sites.mjs";

const headlessShell = process.env.CHROMIUM_HEADLESS_SHELL ?? "/usr/bin/chromium-headless-shell";
const executablePath = existsSync(headlessShell) ? headlessShell : (process.env.CHROMIUM ?? "/usr/bin/chromium");
// Continuous integration has Chromium, so there the tests cannot be left out.
const skip = !process.env.CI && !existsSync(executablePath) && `there is no ${executablePath}`;

/** The pages that are opened: the heading of each, and where a redirect ends. */
const pages = [
  { path: "/", heading: "My health guide: Plain articles and gentle exercises, with sources that you can follow." },
  { path: "/articles/back-pain-at-a-desk/", heading: "Back pain at a desk: two small exercises" },
  { path: "/no/such/page/", heading: "This page is not here", status: 404 },
  { path: "/old/about-us/", heading: "About this guide", end: "/about/" },
  { path: "/search/", heading: "Search" },
];

if (skip) record({ missing: skip });

let browser;
before(async () => {
  if (skip) return;
  // Without its sandbox, which needs rights that containers rarely give.
  browser = await chromium.launch({ executablePath, chromiumSandbox: false, args: ["--disable-gpu", "--disable-background-networking"] });
});
after(() => browser?.close());

/** Collects what goes wrong on a page: errors in the console, exceptions, requests that fail, and requests to another origin. */
function collectProblems(page, address, { expectedStatus, redirects }) {
  const problems = [];
  page.on("console", (message) => {
    const { url } = message.location();
    // Chromium reports the status of the page itself, too.
    const isStatus = expectedStatus >= 400 && url === page.url() && message.text().includes(`status of ${expectedStatus}`);
    // It requests this icon for a page that names none, such as the one at an old address.
    const isIcon = url.endsWith("/favicon.ico");
    if (message.type() === "error" && !isStatus && !isIcon) problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error}`));
  page.on("requestfailed", (request) => {
    const { errorText } = request.failure();
    // A page that redirects in the browser no longer needs what it has requested.
    if (!(redirects && errorText === "net::ERR_ABORTED")) problems.push(`${request.url()}: ${errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !(response.request().isNavigationRequest() && response.status() === expectedStatus)) problems.push(`${response.url()}: ${response.status()}`);
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(address).origin) problems.push(`another origin: ${request.url()}`);
  });
  return problems;
}

/** Adds a script and an image that the policy forbids, and returns the directives that stopped them. */
const stoppedDirectives = (page) =>
  page.evaluate(async () => {
    const stopped = new Set();
    document.addEventListener("securitypolicyviolation", (event) => event.disposition === "enforce" && stopped.add(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.scriptRan = true";
    const image = document.createElement("img");
    image.src = "http://127.0.0.2:1/x.png";
    document.body.append(script, image);
    await new Promise((done) => setTimeout(done, 50));
    return { directives: [...stopped].sort(), scriptRan: window.scriptRan === true };
  });

async function openPage(address, { path, heading, status = 200, end = path }) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const problems = collectProblems(page, address, { expectedStatus: status, redirects: end !== path });
    const response = await page.goto(address + path);
    await page.waitForURL(address + end);
    if (end === path) assert.equal(response.status(), status, path);
    // Fails if there are two.
    const text = await page.getByRole("heading", { level: 1 }).innerText();
    assert.equal(text.replaceAll(/\s+/g, " ").trim(), heading, path);
    if (path === "/search/") {
      await page.locator("main input[name=q]").fill("back pain");
      const result = page.locator("main .found-title").first();
      await result.waitFor({ timeout: 5000 });
      assert.match(await result.innerText(), /Back pain/);
    }
    await page.waitForLoadState("networkidle");
    assert.deepEqual(problems, [], path);
    assert.deepEqual(await stoppedDirectives(page), { directives: ["img-src", "script-src-elem"], scriptRan: false }, path);
  } finally {
    await context.close();
  }
}

// Two at a time: most of the time goes by while the browser waits for the network to be quiet.
describe("the site in Chromium", { concurrency: 2, skip, timeout: 180_000 }, () => {
  for (const host of hosts) {
    test(host, { skip: host === "server" && withoutNginx }, async () => {
      const site = await runOnGitHub(host, "production");
      const address = await startHost(host, site, publishedFolder(site, host));
      await Promise.all(pages.map((page) => openPage(address, page)));
      record({ scaffold: `GitHub, \`${host}\``, chromium: `${pages.length} pages, ${serverName(host)}` });
    });
  }

  test("does not pass with a missing file, with an unexpected status, and without a policy", async () => {
    const site = await runOnGitHub("s3", "production");
    const folder = publishedFolder(site, "s3");
    const address = await startHost("s3", site, folder);
    const write = (path, text) => writeFileSync(join(folder, path), text);
    write("policy.html", "<!doctype html><title>A</title><h1>A</h1>");
    write("missing.html", '<!doctype html><title>A</title><h1>A</h1><img src="missing.png" alt="">');
    await assert.rejects(openPage(address, { path: "/policy.html", heading: "A" }), { actual: { directives: [], scriptRan: true } });
    await assert.rejects(openPage(address, { path: "/missing.html", heading: "A" }), ({ actual }) => actual.includes(`${address}/missing.png: 404`));
    await assert.rejects(openPage(address, { path: "/no/such/page/", heading: "This page is not here" }), { actual: 404, expected: 200 });
  });
});
