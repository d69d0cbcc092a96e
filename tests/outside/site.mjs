// The Well Guide, built once into a temporary folder and served from it, and the browser that opens it. A check may damage a file for
// a while: the server and `file` then give the damaged one.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import puppeteer from "puppeteer";

export const folder = import.meta.dirname;
export const repository = resolve(folder, "../..");
/** What `run` downloads: the environment of Python, and the vocabulary of schema.org. */
export const downloads = process.env.OUTSIDE ?? join(repository, "target/outside");
export const program = resolve(process.env.WELLPRESS ?? join(repository, "target/debug/wellpress"));
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const headlessShell = process.env.CHROMIUM_HEADLESS_SHELL ?? "/usr/bin/chromium-headless-shell";
export const browserProgram = existsSync(headlessShell) ? headlessShell : chromium;

const siteParts = ["content", "static", "themes", "wellpress.yaml"];
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".xml": "application/xml", ".json": "application/json", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json", ".webm": "video/webm" };

/** A page of each kind, and the site's own pages. */
export const kinds = [
  "/", "/articles/", "/articles/osteoporosis-spine/", "/articles/smoking-food-sleep/easy/", "/exercises/", "/exercises/cat-cow/",
  "/exercises/cat-cow/print/", "/programmes/", "/programmes/first-standing-routine/", "/programmes/first-standing-routine/print/",
  "/topics/", "/topics/spine/", "/glossary/", "/references/", "/references/green-2016/", "/people/", "/people/editorial-team/",
  "/search/", "/sheet/", "/about/", "/404.html",
];

/** What a program prints. The server here answers meanwhile, so nothing may wait for a program in another way. */
export const run = async (command, ...options) => (await promisify(execFile)(command, options, { encoding: "utf8", maxBuffer: 1 << 28 })).stdout;
/** What a program prints that ends with a status above 0 when it has findings. */
export const runJudge = (command, ...options) => run(command, ...options).catch((error) => error.stdout || Promise.reject(error));

export class Site {
  damaged = new Map();
  /** Whether text is sent compressed, as hosts do. */
  compresses = false;

  /** `printed` also prints the sheets and makes the books, which takes a browser and half a minute. */
  static async build(printed) {
    const site = new Site();
    site.folder = mkdtempSync(join(tmpdir(), "wellpress-outside-"));
    site.source = join(site.folder, "source");
    site.output = join(site.folder, "output");
    for (const part of siteParts) {
      if (existsSync(join(repository, part))) cpSync(join(repository, part), join(site.source, part), { recursive: true });
    }
    if (printed) await site.print();
    await run(program, "build", "--root", site.source, "--output-dir", site.output, "--quiet");
    site.server = createServer((request, response) => site.respond(request, response)).listen(0, "127.0.0.1");
    await once(site.server, "listening");
    site.address = `http://127.0.0.1:${site.server.address().port}`;
    return site;
  }

  async print() {
    const settings = join(this.source, "wellpress.yaml");
    writeFileSync(settings, `${readFileSync(settings, "utf8")}\nhandouts:\n  epub: true\n  pdf: true\n`);
    await run(program, "handouts", "--root", this.source, "--browser", browserProgram, "--quiet");
  }

  /** The paths of all files with this ending, from the root of the site. */
  paths(ending) {
    const files = readdirSync(this.output, { recursive: true, withFileTypes: true });
    const found = files.filter((file) => file.isFile() && file.name.endsWith(ending));
    return found.map((file) => `/${relative(this.output, join(file.parentPath ?? file.path, file.name))}`).sort();
  }

  /** The addresses of all pages, from the root of the site. */
  pages() {
    return this.paths(".html").map((path) => path.replace(/index\.html$/, ""));
  }

  bytes(path) {
    const name = path.endsWith("/") ? `${path}index.html` : path;
    return this.damaged.get(name) ?? readFileSync(join(this.output, name));
  }

  text(path) {
    return this.bytes(path).toString("utf8");
  }

  /** The file on the disk, for programs that read files. */
  file(path) {
    if (!this.damaged.has(path)) return join(this.output, path);
    const copy = join(this.folder, "damaged", path);
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, this.damaged.get(path));
    return copy;
  }

  /** Puts `change(bytes)` in place of a file, until `mend`. */
  damage(path, change) {
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const before = readFileSync(join(this.output, name));
    const after = Buffer.from(change(before));
    if (after.equals(before)) throw new Error(`the fault that is planted in ${path} changes nothing there`);
    this.damaged.set(name, after);
  }

  mend() {
    this.damaged.clear();
  }

  respond(request, response) {
    const path = decodeURIComponent(new URL(request.url, this.address).pathname);
    try {
      const bytes = this.bytes(path);
      const type = types[extname(path.endsWith("/") ? "/index.html" : path)] ?? "application/octet-stream";
      const packed = this.compresses && /^text|json|xml/.test(type);
      response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store", ...(packed && { "Content-Encoding": "gzip" }) });
      response.end(packed ? gzipSync(bytes) : bytes);
    } catch {
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    }
  }

  /** One browser for all checks, with an empty profile, and without the sandbox, which needs rights that containers rarely give. */
  async browser() {
    this.started ??= await puppeteer.launch({
      executablePath: browserProgram,
      headless: true,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    return this.started;
  }

  async remove() {
    await this.started?.close();
    this.server.closeAllConnections();
    this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A page in a view: its address, the width of the window, and the colours. */
export const views = (pages = kinds) => pages.flatMap((page) => [375, 1280].flatMap((width) => ["light", "dark"].map((scheme) => `${page} ${width} ${scheme}`)));

/** Opens a view of the site, and gives the page. */
export async function open(site, view) {
  const [path, width, scheme] = view.split(" ");
  const page = await (await site.browser()).newPage();
  await page.setBypassCSP(true);
  await page.setViewport({ width: Number(width), height: 800 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
  await page.goto(site.address + path, { waitUntil: "load" });
  return page;
}
