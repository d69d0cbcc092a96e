// The base of the tests: a copy of this repository's site in a temporary folder, `wellpress serve` on it, and Chromium.
// The binary is target/debug/wellpress, or WELLPRESS. The browser is the headless shell of Chromium, /usr/bin/chromium-headless-shell or
// CHROMIUM_HEADLESS_SHELL: its engine without the windows around it, so that it opens a page in a quarter of the time. Where it is
// missing, the browser is Chromium itself, /usr/bin/chromium or CHROMIUM.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const program = process.env.WELLPRESS ?? join(repository, "target/debug/wellpress");

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Chromium itself, with windows. */
export const wholeBrowser = process.env.CHROMIUM ?? "/usr/bin/chromium";
const headlessShell = process.env.CHROMIUM_HEADLESS_SHELL ?? "/usr/bin/chromium-headless-shell";
/** The browser that most tests start. */
export const testBrowser = existsSync(headlessShell) ? headlessShell : wholeBrowser;

/** Starts the browser with an empty profile. It runs without its sandbox, which needs rights that containers rarely give. */
export function launchBrowser(moreFlags = [], executablePath = testBrowser) {
  return chromium.launch({
    executablePath,
    headless: true,
    chromiumSandbox: false,
    args: [...flags, ...moreFlags],
  });
}

/** The longest wait for anything in a page, in ms. A busy machine needs less, so that only a page that hangs reaches it. */
const pageTimeout = 90_000;

/** The folders and files of this repository that are its own site. */
export const siteParts = ["content", "static", "themes", "wellpress.yaml"];

/** Copies the parts of a site that exist into a temporary folder, which a test may change, and gives the folder. */
export async function copySite(from = repository, parts = siteParts) {
  const folder = await mkdtemp(join(tmpdir(), "wellpress-preview-"));
  for (const part of parts) {
    await cp(join(from, part), join(folder, part), { recursive: true }).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
  }
  return folder;
}

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** A site that is being served: its folder, its address, and the edits that tests make. */
export class ServedSite {
  /** `prepare` may change the copy before it is served. */
  static async start({ folder, options = [], prepare } = {}) {
    const site = new ServedSite();
    site.folder = folder ?? (await copySite());
    site.port = await freePort();
    await prepare?.(site);
    await site.serve(options);
    return site;
  }

  /** Starts the server and waits for the address that it prints. */
  async serve(options = []) {
    this.process = spawn(program, ["serve", "--root", this.folder, "--port", String(this.port), ...options], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.output = "";
    this.ended = once(this.process, "exit");
    this.address = await new Promise((resolveAddress, reject) => {
      for (const stream of [this.process.stdout, this.process.stderr]) {
        createInterface(stream).on("line", (line) => {
          this.output += `${line}\n`;
          const address = line.match(/http:\/\/[^\s/]+/);
          if (address) resolveAddress(address[0]);
        });
      }
      this.process.once("error", reject);
      this.process.once("exit", (status) => reject(new Error(`the server ended with ${status}:\n${this.output}`)));
    });
  }

  async stop() {
    this.process.kill("SIGINT");
    await this.ended;
  }

  async remove() {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  path(file) {
    return join(this.folder, file);
  }
  read(file) {
    return readFile(this.path(file), "utf8");
  }
  write(file, text) {
    return writeFile(this.path(file), text);
  }
  delete(file) {
    return rm(this.path(file), { recursive: true });
  }
  move(from, to) {
    return rename(this.path(from), this.path(to));
  }

  /** Replaces words of a file, which must occur in it, and saves the whole file as an editor does. */
  async edit(file, from, to) {
    const text = await this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not have \`${from}\``);
    await this.write(
      file,
      text.replace(from, () => to),
    );
  }
}

/** Opens a page and waits until the preview in it is ready. The page collects its errors in `problems`. */
export async function openPage(browser, address, settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...settings });
  context.setDefaultTimeout(pageTimeout);
  const page = noteProblems(await context.newPage(), address);
  await goTo(page, address);
  return page;
}

/**
 * Closes a page with its context. The browser may never report the end of a page that is navigating; such a page is left, and
 * closes with the browser.
 */
export async function closePage(page) {
  await Promise.race([page.context().close(), setTimeout(10_000, undefined, { ref: false })]);
}

/** Collects the errors of a page, and its requests to another origin, in its `problems`. */
export function noteProblems(page, address) {
  page.problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") page.problems.push(`${message.text()} at ${message.location().url}`);
  });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(address).origin && !request.url().startsWith("data:"))
      page.problems.push(`asked ${request.url()}`);
  });
  return page;
}

/** The findings of axe, as text. `rules` are the tags of the rules to run.
 * Axe sets styles that the site's policy refuses, so problems that the browser reports meanwhile are dropped. */
export async function axeFindings(page, rules) {
  const problems = [...page.problems];
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(`${axe}; undefined`);
  const result = await page.evaluate(
    // Axe describes each element in its results, which takes long: here only those that break a rule.
    (tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }),
    rules ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  );
  page.problems.splice(0, Infinity, ...problems);
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** Loads a page and waits until the preview has read its source and heard from the server. */
export async function goTo(page, address) {
  const isPreviewPage = new URL(address).pathname.startsWith("/__wellpress/");
  const source = isPreviewPage
    ? null
    : page.waitForResponse((response) => response.url() === address && response.request().resourceType() === "fetch");
  await page.goto(address);
  await Promise.all([
    source,
    isPreviewPage ? page.locator("#state.good, #state.warned, #state.failed").waitFor() : corner(page).waitFor(),
  ]);
}

export const corner = (page) =>
  page.locator(
    "wellpress-preview .corner[data-state=good], wellpress-preview .corner[data-state=warned], wellpress-preview .corner[data-state=failed]",
  );
export const overlay = (page) => page.locator("wellpress-preview .overlay");
