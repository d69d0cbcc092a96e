// A small site that is built once and served like a static host does, with the policy that the build writes into `_headers`.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { launchBrowser, noteProblems, program } from "./preview_site.mjs";

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };

/** The built site and the server in front of it. A test may set `policy` to null, for a host without headers, and `change` to a
 * function that gets the path and the bytes of each file and returns what is sent instead. */
export class BuiltSite {
  /** `files` holds text by path: a whole site, or what is added to the site in `folder`. The folder is removed in the end. */
  static async start(files, folder) {
    const site = new BuiltSite();
    site.folder = folder ?? (await mkdtemp(join(tmpdir(), "wellpress-built-")));
    await site.build(files);
    const headers = await readFile(join(site.folder, "output/_headers"), "utf8");
    site.policy = headers.match(/Content-Security-Policy: (.*)/i)[1];
    site.server = createServer((request, response) => site.respond(request, response)).listen(0, "127.0.0.1");
    await once(site.server, "listening");
    site.address = `http://127.0.0.1:${site.server.address().port}`;
    return site;
  }

  /** Writes these files into the folder and builds the site. */
  async build(files) {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, path)), { recursive: true });
      await writeFile(join(this.folder, path), text);
    }
    await promisify(execFile)(program, ["build", "--root", this.folder, "--cache", "off"]);
  }

  async respond(request, response) {
    const path = decodeURIComponent(new URL(request.url, this.address).pathname);
    const file = join(this.folder, "output", path.endsWith("/") ? `${path}index.html` : path);
    try {
      const bytes = await readFile(file);
      response.writeHead(200, { "Content-Type": types[extname(file)] ?? "text/plain", ...(this.policy && { "Content-Security-Policy": this.policy }) });
      response.end(this.change?.(path, bytes) ?? bytes);
    } catch {
      // Chromium requests this icon for every page that names none.
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    }
  }

  async remove() {
    this.server.closeAllConnections();
    this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Opens a page with reduced motion, so that the target of a click does not move. The page collects its errors in `problems`. */
export async function openBuilt(browser, address, settings = {}, prepare = undefined) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, reducedMotion: "reduce", ...settings });
  const page = noteProblems(await context.newPage(), address);
  await prepare?.(page);
  await page.goto(address);
  return page;
}

/** Builds one site and starts one browser for all tests of a file. `prepare` gives the arguments of `BuiltSite.start`,
 * `flags` are for the browser, and `browser` is its program. */
export function forAllTests(prepare, flags = [], browser = undefined) {
  const shared = {};
  before(async () => {
    // The site comes first: when its build fails, no browser is left running.
    shared.site = await BuiltSite.start(...(await prepare()));
    shared.browser = await launchBrowser(flags, browser);
  });
  after(async () => {
    await shared.browser?.close();
    await shared.site?.remove();
  });

  /** Runs a function on a fresh page. `prepare` gets the page before it is opened. `expected` are the problems that the page
   * must report; null skips that check. */
  shared.withPage = async (path, run, { settings, expected = [], prepare } = {}) => {
    const page = await openBuilt(shared.browser, shared.site.address + path, settings, prepare);
    page.setDefaultTimeout(15_000);
    try {
      await run(page);
      if (expected) assert.deepEqual(page.problems, expected);
    } finally {
      await page.context().close();
    }
  };
  /** A test that `withPage` runs on a fresh page. */
  shared.pageTest = (name, path, run, options) => test(name, { timeout: 90_000 }, () => shared.withPage(path, run, options));
  return shared;
}

/** Loads all pictures of a page, also those that would wait until they are scrolled to. */
export const loadPictures = (page) => page.evaluate(async () => {
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode()));
});

/** The text of a `.bib` file. Each entry lists kind, key, title, authors, year and further fields. */
export function libraryOf(entries) {
  const entry = ([kind, key, title, authors, year, more]) =>
    `@${kind}{${key}, title = {${title}}, author = {${authors}}, ${year ? `date = {${year}}, ` : ""}${more}}\n`;
  return entries.map(entry).join("");
}
