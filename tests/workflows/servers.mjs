// Serves what a job has published as the host would: the host's own server, or the part of it that decides on headers and redirects,
// in front of the files. Pages and buckets get a server without headers.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { extname, join } from "node:path";
import { after } from "node:test";
import { setTimeout } from "node:timers/promises";
import { createMetadataObject } from "@cloudflare/pages-shared/dist/metadata-generator/createMetadataObject.js";
import { generateHandler } from "@cloudflare/pages-shared/dist/asset-server/handler.js";
import { parseAllHeaders } from "netlify-headers-parser";
import { parseAllRedirects } from "netlify-redirect-parser";
import { record } from "./results.mjs";
import { program, temporaryFolder } from "./sites.mjs";

const require = createRequire(import.meta.url);
const { getTransformedRoutes } = require("@vercel/routing-utils");
const superstatic = require("superstatic").server;

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".woff2": "font/woff2", ".xml": "text/xml" };
const typeOf = (file) => types[extname(file)] ?? "application/octet-stream";
const json = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The published file at the path of a request; null if there is none. With `index`, a folder stands for its page. */
function fileAt(folder, path, index = true) {
  const name = decodeURIComponent(path);
  const file = join(folder, index && name.endsWith("/") ? `${name}index.html` : name);
  return existsSync(file) && statSync(file).isFile() ? file : null;
}

/** Starts a server whose answers a function gives: `{ status, headers, body }` for the path of a request. Returns its address. */
async function serveAnswers(answer) {
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(new URL(request.url, "http://127.0.0.1").pathname);
    response.writeHead(status, Object.fromEntries(headers)).end(body);
  }).listen(0, "127.0.0.1");
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${server.address().port}`;
}

/** The file for a path, or the page for missing addresses, with these headers. */
function fileAnswer(folder, path, headers = new Headers()) {
  const file = fileAt(folder, path);
  const sent = file ?? join(folder, "404.html");
  headers.set("content-type", typeOf(sent));
  return { status: file === null ? 404 : 200, headers, body: readFileSync(sent) };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Without headers, as a bucket or a service for pages does. `prefix` is the path of the site. */
const withoutHeaders = (prefix = "") => async (site, folder) => {
  const address = await serveAnswers((path) => fileAnswer(folder, path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : "/404"));
  return address + prefix;
};

async function firebase(site, folder) {
  const port = await freePort();
  const { hosting } = json(join(site, "firebase.json"));
  const app = superstatic({ port, hostname: "127.0.0.1", cwd: site, config: hosting, errorPage: join(folder, "404.html") });
  const server = await new Promise((started) => {
    const listening = app.listen(() => started(listening));
  });
  after(() => server.close());
  return `http://127.0.0.1:${port}`;
}

async function azure(site, folder) {
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
  return `http://127.0.0.1:${port}`;
}

function vercel(site, folder) {
  const { routes, error } = getTransformedRoutes(json(join(folder, "vercel.json")));
  assert.equal(error, null);
  // The order that Vercel documents: headers and redirects by the list of routes, then the files.
  return serveAnswers((path) => {
    const headers = new Headers();
    for (const route of routes.filter((route) => route.src !== undefined && new RegExp(route.src).test(path))) {
      for (const [name, value] of Object.entries(route.headers ?? {})) {
        assert.ok(name === "Location" || !headers.has(name), `two routes set ${name}`);
        headers.set(name, path.replace(new RegExp(route.src), value));
      }
      if (route.status !== undefined) return { status: route.status, headers };
    }
    return fileAnswer(folder, path, headers);
  });
}

async function netlify(site, folder) {
  const { headers, errors } = await parseAllHeaders({ headersFiles: [join(folder, "_headers")] });
  assert.deepEqual(errors, []);
  const { redirects, errors: redirectErrors } = await parseAllRedirects({ redirectsFiles: [join(folder, "_redirects")] });
  assert.deepEqual(redirectErrors, []);
  // The way Netlify's own local server combines blocks: a later one replaces headers of an earlier one.
  return serveAnswers((path) => {
    const blocks = headers.filter((block) => block.forRegExp.test(path));
    const values = new Headers(Object.assign({}, ...blocks.map((block) => block.values)));
    const redirect = redirects.find((rule) => rule.from === path || encodeURI(rule.from) === path);
    if (redirect === undefined) return fileAnswer(folder, path, values);
    values.set("location", redirect.to);
    return { status: redirect.status, headers: values };
  });
}

function cloudflare(site, folder) {
  const lines = (name) => readFileSync(join(folder, name), "utf8").split("\n").filter((line) => line !== "");
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
  const metadata = createMetadataObject({
    redirects: { rules: redirectRules, invalid: [] },
    headers: { rules: headerRules, invalid: [] },
    logger: { log() {}, info() {}, warn: assert.fail },
  });
  return serveAnswers(async (path) => {
    const response = await generateHandler({
      request: new Request(`https://example.org${path}`),
      metadata,
      logError: assert.fail,
      findAssetEntryForPath: async (asset) => fileAt(folder, asset, false),
      getAssetKey: (asset) => asset,
      negotiateContent: () => ({ encoding: null }),
      fetchAsset: async (asset) => ({ body: readFileSync(asset), contentType: typeOf(asset) }),
    });
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  });
}

/** nginx, as its package has it. The binary is on the path, or WELLPRESS_NGINX. */
const nginxProgram = process.env.WELLPRESS_NGINX ?? "nginx";
// Continuous integration has nginx, so there the tests cannot be left out.
export const withoutNginx = !process.env.CI && spawnSync(nginxProgram, ["-v"]).status !== 0 && "there is no nginx";
if (withoutNginx) record({ missing: withoutNginx });

/** With the configuration that the manual of the host `server` tells people to print. */
async function nginx(site, folder) {
  const port = await freePort();
  const work = temporaryFolder();
  const snippet = execFileSync(program, ["deploy", "--root", site, "--snippet", "nginx"], { encoding: "utf8" });
  const mediaTypes = Object.entries(types).map(([extension, type]) => `${type.split(";")[0]} ${extension.slice(1)};`);
  const temporaryPaths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${work}/${name};`);
  writeFileSync(
    join(work, "nginx.conf"),
    // One process, because the others of nginx run as a user who may not read the folder.
    `daemon off; master_process off; pid ${work}/pid; error_log stderr; events {}
http { access_log off; ${temporaryPaths.join(" ")} types { ${mediaTypes.join(" ")} }
server { listen 127.0.0.1:${port}; root ${folder}; ${snippet} } }\n`,
  );
  const server = spawn(nginxProgram, ["-c", join(work, "nginx.conf"), "-p", work], { stdio: ["ignore", "ignore", "inherit"] });
  after(() => server.kill());
  for (let attempt = 0; attempt < 200; attempt++) {
    const socket = connect(port, "127.0.0.1");
    // Rejects if nginx does not listen yet.
    const isConnected = await once(socket, "connect").then(() => true, () => false);
    socket.destroy();
    if (isConnected) return `http://127.0.0.1:${port}`;
    assert.equal(server.exitCode, null, "nginx ended");
    await setTimeout(25);
  }
  throw new Error("nginx does not answer");
}

/** For each host what answers in its place, and the function that starts it and returns the address of the site. */
const servers = {
  pages: { name: "a server without headers, below a path", start: withoutHeaders("/guide") },
  netlify: { name: "Netlify's parsers", start: netlify },
  cloudflare: { name: "Cloudflare's asset server", start: cloudflare },
  vercel: { name: "Vercel's library of routes", start: vercel },
  s3: { name: "a server without headers", start: withoutHeaders() },
  gcs: { name: "a server without headers", start: withoutHeaders() },
  azure: { name: "Azure's emulator", start: azure },
  firebase: { name: "superstatic", start: firebase },
  server: { name: "nginx", start: nginx },
};

/** Serves the folder that a host gets, and returns the address of the site until the tests of the file end. */
export const startHost = (host, site, folder) => servers[host].start(site, folder);
export const serverName = (host) => servers[host].name;
