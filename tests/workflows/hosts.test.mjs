// Whether the hosts obey what a site writes for them. A site is built and prepared by the steps of each workflow, unchanged, up to
// the upload. Then the host's own code answers requests from these files: its local server, or the part of it that decides on
// headers and redirects.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import Ajv from "ajv";
import { createMetadataObject } from "@cloudflare/pages-shared/dist/metadata-generator/createMetadataObject.js";
import { generateHandler } from "@cloudflare/pages-shared/dist/asset-server/handler.js";
import { parseAllHeaders } from "netlify-headers-parser";
import { parseAllRedirects } from "netlify-redirect-parser";
import { addAliases, environment, newSite } from "./sites.mjs";
import { githubSteps, runScript } from "./steps.mjs";

const require = createRequire(import.meta.url);
const { getTransformedRoutes, headersSchema, redirectsSchema, trailingSlashSchema } = require("@vercel/routing-utils");
const superstatic = require("superstatic").server;

/** A site as the workflow for the host hands it to the upload. The files are in its folder `public`. */
async function preparedSite(host) {
  const site = newSite("--ci", "github", "--host", host);
  addAliases(site);
  for (const step of githubSteps(join(site, ".github/workflows/publish.yml"), "production")) {
    if (/^(npx|install) /.test(step.run)) break;
    await runScript(step.run, { cwd: site, env: { ...environment, BASE_URL: "https://example.org" } });
  }
  assert.ok(!existsSync(join(site, "public/.wellpress-deploy")) && !existsSync(join(site, "public/.wellpress-manifest")));
  return site;
}

const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const hashedAsset = (site) => `/assets/${readdirSync(join(site, "public/assets")).find((name) => name.endsWith(".css"))}`;
const freePort = () =>
  new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

/** Sends a request and does not follow redirects. Returns status, headers and text. */
function ask(port, path) {
  return new Promise((answered, failed) => {
    const sent = request({ host: "127.0.0.1", port, path }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part));
      response.on("end", () => answered({ status: response.statusCode, headers: new Headers(Object.entries(response.headers)), text }));
    });
    sent.on("error", failed).end();
  });
}

/** What every host must do, whatever its files look like. `answer` gives status, headers and text for an address. */
async function checkAnswers(site, answer, { compareText = true } = {}) {
  const page = await answer("/about/");
  assert.equal(page.status, 200);
  assert.match(page.headers.get("content-security-policy"), /^default-src 'self'; /);
  assert.equal(page.headers.get("x-content-type-options"), "nosniff");
  assert.equal(page.headers.get("cache-control"), "public, max-age=300");
  if (compareText) assert.equal(page.text, readFileSync(join(site, "public/about/index.html"), "utf8"));

  const asset = await answer(hashedAsset(site));
  assert.equal(asset.status, 200);
  assert.equal(asset.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.match(asset.headers.get("content-security-policy"), /^default-src 'self'; /);

  for (const path of ["/old/about-us/", "/old/%C3%BCber%20us/"]) {
    const redirect = await answer(path);
    assert.equal(redirect.status, 301, path);
    assert.equal(new URL(redirect.headers.get("location"), "http://127.0.0.1").pathname, "/about/", path);
  }
}

async function checkNotFound(site, answer) {
  const missing = await answer("/no/such/page/");
  assert.equal(missing.status, 404);
  assert.equal(missing.text, readFileSync(join(site, "public/404.html"), "utf8"));
}

test("Firebase", async () => {
  const site = await preparedSite("firebase");
  const port = await freePort();
  const { hosting } = json(join(site, "firebase.json"));
  const app = superstatic({ port, hostname: "127.0.0.1", cwd: site, config: hosting, errorPage: join(site, "public/404.html") });
  const server = await new Promise((started) => {
    const listening = app.listen(() => started(listening));
  });
  after(() => server.close());
  const answer = (path) => ask(port, path);
  await checkAnswers(site, answer);
  await checkNotFound(site, answer);
  assert.equal((await answer("/about")).headers.get("location"), "/about/");
  assert.ok(!existsSync(join(site, "public/_headers")));
});

test("Azure Static Web Apps", async () => {
  const site = await preparedSite("azure");
  const folder = join(site, "public");
  const port = await freePort();
  const server = spawn(process.execPath, [join(import.meta.dirname, "node_modules/@azure/static-web-apps-cli/dist/msha/server.js")], {
    cwd: folder,
    env: {
      ...process.env,
      SWA_CLI_APP_LOCATION: folder,
      SWA_CLI_OUTPUT_LOCATION: folder,
      SWA_CLI_HOST: "127.0.0.1",
      SWA_CLI_PORT: `${port}`,
      SWA_CLI_APP_SSL: "false",
      SWA_CLI_DEBUG: "log",
      SWA_RUNTIME_CONFIG_LOCATION: folder,
    },
  });
  after(() => server.kill());
  // The emulator checks the file against its schema before it starts.
  await new Promise((started, failed) => {
    let log = "";
    const read = (part) => {
      log += part;
      if (log.includes("emulator started")) started();
      if (log.includes("Failed to validate")) failed(new Error(log));
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.on("exit", () => failed(new Error(log)));
  });
  const answer = (path) => ask(port, path);
  await checkAnswers(site, answer);
  await checkNotFound(site, answer);
});

test("Vercel", async () => {
  const site = await preparedSite("vercel");
  const config = json(join(site, "public/vercel.json"));
  const ajv = new Ajv({ strict: false });
  for (const [key, schema] of Object.entries({ headers: headersSchema, redirects: redirectsSchema, trailingSlash: trailingSlashSchema })) {
    assert.ok(ajv.validate(schema, config[key]), `${key}: ${ajv.errorsText()}`);
  }
  const { routes, error } = getTransformedRoutes(config);
  assert.equal(error, null);
  // The order that Vercel documents: headers and redirects by the list of routes, then the files.
  const answer = (path) => {
    const headers = new Headers();
    for (const route of routes.filter((route) => route.src !== undefined && new RegExp(route.src).test(path))) {
      for (const [name, value] of Object.entries(route.headers ?? {})) {
        assert.ok(name === "Location" || !headers.has(name), `two routes set ${name}`);
        headers.set(name, value);
      }
      if (route.status !== undefined) return { status: route.status, headers };
    }
    return { status: fileAt(site, path) === null ? 404 : 200, headers };
  };
  await checkAnswers(site, answer, { compareText: false });
  assert.equal(answer("/about").status, 308);
});

test("Netlify", async () => {
  const site = await preparedSite("netlify");
  const { headers, errors } = await parseAllHeaders({ headersFiles: [join(site, "public/_headers")] });
  assert.deepEqual(errors, []);
  const { redirects, errors: redirectErrors } = await parseAllRedirects({ redirectsFiles: [join(site, "public/_redirects")] });
  assert.deepEqual(redirectErrors, []);
  // The way Netlify's own local server combines blocks: a later one replaces headers of an earlier one.
  const answer = (path) => {
    const blocks = headers.filter((block) => block.forRegExp.test(path));
    const values = new Headers(Object.assign({}, ...blocks.map((block) => block.values)));
    const redirect = redirects.find((rule) => rule.from === path || encodeURI(rule.from) === path);
    if (redirect !== undefined) values.set("location", redirect.to);
    return { status: redirect?.status ?? (fileAt(site, path) === null ? 404 : 200), headers: values };
  };
  await checkAnswers(site, answer, { compareText: false });
});

test("Cloudflare Pages", async () => {
  const site = await preparedSite("cloudflare");
  const lines = (name) => readFileSync(join(site, "public", name), "utf8").split("\n").filter((line) => line !== "");
  // Cloudflare's parser of the two files is a part of wrangler, which is too large for this test. These are its results.
  const headerRules = [];
  for (const line of lines("_headers")) {
    assert.ok(line.length <= 2000);
    if (!line.startsWith("  ")) headerRules.push({ path: line, headers: {}, unsetHeaders: [] });
    else if (line.startsWith("  ! ")) headerRules.at(-1).unsetHeaders.push(line.slice(4));
    else headerRules.at(-1).headers[line.slice(2, line.indexOf(": "))] = line.slice(line.indexOf(": ") + 2);
  }
  const redirectRules = lines("_redirects").map((line, index) => {
    const [from, to, status] = line.split(" ");
    return { from, to, status: Number(status), lineNumber: index + 1 };
  });
  const logger = { log() {}, info() {}, warn: assert.fail };
  const metadata = createMetadataObject({
    redirects: { rules: redirectRules, invalid: [] },
    headers: { rules: headerRules, invalid: [] },
    logger,
  });
  const answer = async (path) => {
    const response = await generateHandler({
      request: new Request(`https://example.org${path}`),
      metadata,
      logError: assert.fail,
      findAssetEntryForPath: async (asset) => fileAt(site, decodeURIComponent(asset), false),
      getAssetKey: (asset) => asset,
      negotiateContent: () => ({ encoding: null }),
      fetchAsset: async (asset) => ({ body: readFileSync(asset), contentType: asset.endsWith(".html") ? "text/html" : "text/css" }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  await checkAnswers(site, answer);
  await checkNotFound(site, answer);
});

test("GitHub Pages gets pages at the address that GitHub names, and no file of the program", async () => {
  const site = await preparedSite("pages");
  assert.match(readFileSync(join(site, "public/about/index.html"), "utf8"), /<link rel="canonical" href="https:\/\/example.org\/about\/">/);
  assert.match(readFileSync(join(site, "public/old/about-us/index.html"), "utf8"), /url=\/about\//);
});

// Continuous integration has rsync, so there the test cannot be left out.
const withoutRsync = !process.env.CI && spawnSync("rsync", ["--version"]).status !== 0 && "there is no rsync";

test("the upload to a server replaces and deletes files", { skip: withoutRsync }, async () => {
  const site = await preparedSite("server");
  const target = join(site, "www");
  mkdirSync(target);
  writeFileSync(join(target, "withdrawn.html"), "");
  const env = { ...environment, HOME: join(site, "home"), SSH_KEY: "key", SSH_KNOWN_HOSTS: "hosts", SSH_TARGET: target };
  mkdirSync(env.HOME);
  const upload = githubSteps(join(site, ".github/workflows/publish.yml"), "production").at(-1);
  await runScript(upload.run, { cwd: site, env });
  assert.ok(!existsSync(join(target, "withdrawn.html")));
  assert.deepEqual(readdirSync(target).sort(), readdirSync(join(site, "public")).sort());
  assert.equal(statSync(join(env.HOME, ".ssh/wellpress")).mode & 0o077, 0, "others can read the key");
});

/** The published file at an address; null if there is none. With `index`, a folder stands for its page. */
function fileAt(site, path, index = true) {
  const file = join(site, "public", index && path.endsWith("/") ? `${path}index.html` : path);
  return existsSync(file) && statSync(file).isFile() ? file : null;
}
