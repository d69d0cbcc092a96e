// Whether the hosts obey what a site writes for them. The jobs of each workflow build and prepare a site, and the host's own code
// answers requests for it (see servers.mjs).

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv";
import { publishedFolder, publishingJobs, runOnGitHub, runOnGitLab, withoutRsync } from "./jobs.mjs";
import { record } from "./results.mjs";
import { startHost, withoutNginx } from "./servers.mjs";
import { hosts } from "./sites.mjs";

const { headersSchema, redirectsSchema, trailingSlashSchema } = createRequire(import.meta.url)("@vercel/routing-utils");

/** The site of each host, whose job `production` ran once for all tests. */
const sites = new Map();
async function productionSite(host) {
  if (!sites.has(host)) sites.set(host, await runOnGitHub(host, "production"));
  return sites.get(host);
}

/** Sends a request and does not follow redirects. Returns status, headers and text. */
function ask(address, path) {
  const { hostname: host, port } = new URL(address);
  return new Promise((answered, failed) => {
    // `fetch` would change the path.
    const sent = request({ host, port, path }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part));
      response.on("end", () => answered({ status: response.statusCode, headers: new Headers(Object.entries(response.headers)), text }));
    });
    sent.on("error", failed).end();
  });
}

const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const hashedAsset = (folder) => `/assets/${readdirSync(join(folder, "assets")).find((name) => name.endsWith(".css"))}`;

/** What every host must do that takes headers and redirects from the site, whatever its files look like. */
async function checkAnswers(folder, address) {
  const page = await ask(address, "/about/");
  assert.equal(page.status, 200);
  assert.match(page.headers.get("content-security-policy"), /^default-src 'self'; /);
  assert.equal(page.headers.get("x-content-type-options"), "nosniff");
  assert.equal(page.headers.get("cache-control"), "public, max-age=300");
  assert.equal(page.text, readFileSync(join(folder, "about/index.html"), "utf8"));

  const asset = await ask(address, hashedAsset(folder));
  assert.equal(asset.status, 200);
  assert.equal(asset.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.match(asset.headers.get("content-security-policy"), /^default-src 'self'; /);

  for (const path of ["/old/about-us/", "/old/%C3%BCber%20us/"]) {
    const redirect = await ask(address, path);
    assert.equal(redirect.status, 301, path);
    assert.equal(new URL(redirect.headers.get("location"), address).pathname, "/about/", path);
  }

  const missing = await ask(address, "/no/such/page/");
  assert.equal(missing.status, 404);
  assert.equal(missing.text, readFileSync(join(folder, "404.html"), "utf8"));
}

/** What a host needs in addition to `checkAnswers`. */
const moreChecks = {
  netlify: () => {},
  cloudflare: () => {},
  azure: () => {},
  server: () => {},
  firebase: async (site, folder, address) => {
    assert.equal((await ask(address, "/about")).headers.get("location"), "/about/");
    assert.ok(!existsSync(join(folder, "_headers")));
  },
  vercel: async (site, folder, address) => {
    const config = json(join(folder, "vercel.json"));
    const ajv = new Ajv({ strict: false });
    for (const [key, schema] of Object.entries({ headers: headersSchema, redirects: redirectsSchema, trailingSlash: trailingSlashSchema })) {
      assert.ok(ajv.validate(schema, config[key]), `${key}: ${ajv.errorsText()}`);
    }
    const redirect = await ask(address, "/about");
    assert.equal(redirect.status, 308);
    assert.equal(redirect.headers.get("location"), "/about/");
  },
};
for (const [host, check] of Object.entries(moreChecks)) {
  const skip = host === "server" && (withoutRsync || withoutNginx);
  test(`${host} sends the headers and redirects of the site`, { skip }, async () => {
    const site = await productionSite(host);
    const folder = publishedFolder(site, host);
    const address = await startHost(host, site, folder);
    await checkAnswers(folder, address);
    await check(site, folder, address);
  });
}

test("GitHub Pages gets pages for the address that GitHub names", async () => {
  const site = await productionSite("pages");
  const page = readFileSync(join(site, "public/about/index.html"), "utf8");
  assert.match(page, /<link rel="canonical" href="https:\/\/pages.test.example\/guide\/about\/">/);
  assert.match(readFileSync(join(site, "public/old/about-us/index.html"), "utf8"), /url=\/guide\/about\//);
});

test("the upload to a server replaces and deletes files", { skip: withoutRsync }, async () => {
  const site = await runOnGitHub("server", "production", (site) => writeFileSync(join(site, "www/withdrawn.html"), ""));
  assert.ok(!existsSync(join(site, "www/withdrawn.html")));
  assert.deepEqual(readdirSync(join(site, "www")).sort(), readdirSync(join(site, "public")).sort());
  assert.equal(statSync(join(site, "home/.ssh/wellpress")).mode & 0o077, 0, "others can read the key");
});

/**
 * The files that a host gets, by path. Those of wellpress itself are on no host but a bucket. `build-info.json` has a sum of the
 * settings, which name the folder in place of a bucket.
 */
function publishedFiles(folder) {
  const isPublished = (path) => statSync(join(folder, path)).isFile() && !path.startsWith(".wellpress-deploy") && path !== "build-info.json";
  const paths = readdirSync(folder, { recursive: true }).filter(isPublished);
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

for (const host of hosts) {
  test(`GitLab publishes the same files to ${host} as GitHub`, async () => {
    const [github, gitlab] = [await productionSite(host), await runOnGitLab(host)];
    const files = publishedFiles(join(github, "public"));
    assert.ok(files.has("about/index.html") && !files.has(".wellpress-manifest"));
    assert.deepEqual(publishedFiles(join(gitlab, "public")), files);
    record({ scaffold: `GitLab, \`${host}\``, chromium: `the same files as GitHub, \`${host}\`` });
  });
}

const withPreview = hosts.filter((host) => publishingJobs(host).includes("preview"));

test("all hosts but Pages and a server have previews", () => {
  assert.deepEqual(withPreview, hosts.filter((host) => host !== "pages" && host !== "server"));
});

for (const host of withPreview) {
  test(`the preview of GitHub for ${host} has the drafts`, async () => {
    const site = await runOnGitHub(host, "preview", (site) => writeFileSync(join(site, "content/pages/plan.md"), "---\ntitle: A plan\ndraft: true\n---\nWords.\n"));
    // In a bucket, each preview has a folder.
    const folder = ["s3", "gcs"].includes(host) ? "preview/pr-1" : "public";
    assert.match(readFileSync(join(site, folder, "plan/index.html"), "utf8"), /A plan/);
  });
}
