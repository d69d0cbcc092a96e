// What search and the citation index of a built site cost a reader with a phone: `node phone.mjs OUTPUT [WORD ..]`, for the manual
// page about speed, not a test. Serves the folder OUTPUT with gzip to Chromium, on a screen of 375 pixels, with a network of 150 ms
// and 1.6 Mbit/s and a processor slowed down to a quarter. Words are typed, a letter every 200 ms. Prints a line of JSON for each row.
import { createServer } from "node:http";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { launchBrowser } from "./preview_site.mjs";

const [folder, ...words] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node phone.mjs OUTPUT [WORD ..]");
  process.exit(2);
}

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2" };

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname);
  try {
    const bytes = await readFile(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    const type = types[extname(path.endsWith("/") ? "index.html" : path)] ?? "application/octet-stream";
    const isText = /text|json|svg/.test(type);
    response.writeHead(200, { "content-type": type, "cache-control": "max-age=600", ...(isText && { "content-encoding": "gzip" }) });
    response.end(isText ? gzipSync(bytes) : bytes);
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, "127.0.0.1");
await once(server, "listening");
const address = `http://127.0.0.1:${server.address().port}`;
const browser = await launchBrowser();

/** A new phone with an empty cache, which counts what it loads. */
async function phone(javaScriptEnabled = true) {
  const context = await browser.newContext({ viewport: { width: 375, height: 700 }, isMobile: true, hasTouch: true, javaScriptEnabled });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const throughput = { downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, ...throughput });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const loaded = { requests: 0, bytes: 0, last: 0 };
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    loaded.requests += 1;
    loaded.bytes += encodedDataLength;
    loaded.last = performance.now();
  });
  return { page, loaded };
}

/** Waits until nothing was loaded for two seconds. */
async function quiet({ page, loaded }) {
  do await page.waitForTimeout(200);
  while (performance.now() - loaded.last < 2000);
}

/** What was loaded since a mark, until now or until the last byte. */
function since(loaded, mark, end) {
  return { requests: loaded.requests - mark.requests, kB: Math.round((loaded.bytes - mark.bytes) / 1000), seconds: Number(((end - mark.time) / 1000).toFixed(1)) };
}

const mark = (loaded) => ({ ...loaded, time: performance.now() });
const print = (row, values) => console.log(JSON.stringify({ row, ...values }));

for (const word of words.length > 0 ? words : ["osteoporosis", "walking spine", "balance"]) {
  const reader = await phone();
  await reader.page.goto(`${address}/`);
  await quiet(reader);
  const opened = mark(reader.loaded);
  await reader.page.evaluate(() => document.querySelector("[data-search-open]").click());
  const field = reader.page.locator("dialog input[name=q]");
  await field.waitFor();
  await quiet(reader);
  print("search: opening the dialog", since(reader.loaded, opened, reader.loaded.last));
  const typed = mark(reader.loaded);
  const first = reader.page.waitForSelector(".found-title", { timeout: 60_000 }).then(() => since(reader.loaded, typed, performance.now()));
  await field.pressSequentially(word, { delay: 200 });
  const lastLetter = performance.now();
  print(`search: "${word}", from the first letter to the first result`, await first);
  await quiet(reader);
  print(`search: "${word}", from the first letter to all results`, since(reader.loaded, typed, reader.loaded.last));
  print(`search: "${word}", typing`, { seconds: Number(((lastLetter - typed.time) / 1000).toFixed(1)) });
  await reader.page.context().close();
}

for (const hasScripts of [true, false]) {
  const name = `citation index ${hasScripts ? "with" : "without"} JavaScript`;
  const reader = await phone(hasScripts);
  const start = mark(reader.loaded);
  await reader.page.goto(`${address}/references/`);
  await quiet(reader);
  print(`${name}, its first page`, since(reader.loaded, start, reader.loaded.last));
  const next = mark(reader.loaded);
  if (hasScripts) {
    const before = await reader.page.locator(".filters [role=status]").textContent();
    await reader.page.locator(".filters input").first().pressSequentially("sleep", { delay: 200 });
    await reader.page.waitForFunction((before) => document.querySelector(".filters [role=status]").textContent !== before, before);
  } else {
    await reader.page.goto(new URL(await reader.page.locator(".letters a").nth(5).getAttribute("href"), `${address}/references/`).href);
  }
  await quiet(reader);
  print(`${name}, ${hasScripts ? "sources with a word in the title" : "a page of one letter"}`, since(reader.loaded, next, reader.loaded.last));
  await reader.page.context().close();
}

await browser.close();
server.close();
