// Installs the extension of VS Code into code-server and runs checks.js there, on a new site: `node tests/vscode/run.mjs CODE_SERVER`.
// CODE_SERVER is the folder of code-server's npm package. CHROMIUM is the browser. tests/browser and editors/vscode need their `npm ci`.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const inRepository = (name) => path.join(import.meta.dirname, "../..", name);
const { chromium } = createRequire(inRepository("tests/browser/package.json"))("playwright-core");
const program = path.resolve(process.env.WELLPRESS ?? inRepository("target/debug/wellpress"));
const vsce = inRepository("editors/vscode/node_modules/.bin/vsce");

const folder = mkdtempSync(path.join(tmpdir(), "wellpress-vscode-"));
const inFolder = (name) => path.join(folder, name);
const [site, resultFile] = [inFolder("site"), inFolder("result.json")];
process.env.WELLPRESS_RESULT = resultFile;
const folders = ["--user-data-dir", inFolder("user"), "--extensions-dir", inFolder("extensions"), "--config", inFolder("config.yaml")];
const codeServer = [path.resolve(process.argv[2], "out/node/entry.js"), ...folders];

function prepare() {
  execFileSync(program, ["init", site], { stdio: "ignore" });
  const article = path.join(site, "content/articles/back-pain-at-a-desk/index.md");
  writeFileSync(article, `${readFileSync(article, "utf8")}\nA wrong key [@cdc-2012].\n`);
  // Not by the PATH: VS Code takes that of a login shell.
  writeFileSync(path.join(site, ".vscode/settings.json"), JSON.stringify({ "wellpress.path": program }));
  for (const extension of ["editors/vscode", "tests/vscode"]) {
    const file = inFolder(`${path.dirname(extension)}.vsix`);
    const options = ["package", "--skip-license", "--allow-missing-repository", "--out", file];
    execFileSync(vsce, options, { cwd: inRepository(extension), stdio: "ignore" });
    execFileSync(process.execPath, [...codeServer, "--install-extension", file], { stdio: "ignore" });
  }
}

function addressOf(server) {
  let printed = "";
  return new Promise((resolve, reject) => {
    server.on("exit", () => reject(new Error(printed)));
    server.stdout.on("data", (data) => {
      const address = /listening on (http:\S+)/.exec((printed += data));
      if (address) resolve(address[1]);
    });
  });
}

async function showsArticle(page) {
  for (let tries = 0; tries < 100; tries++) {
    const frame = page.frames().find((frame) => frame.url().endsWith("/articles/back-pain-at-a-desk/"));
    const heading = await frame?.locator("h1").innerText({ timeout: 2000 }).catch(() => undefined);
    if (heading?.startsWith("Back pain at a desk")) return true;
    await sleep(200);
  }
  return false;
}

let server, browser;
try {
  prepare();
  const options = ["--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-workspace-trust", "--disable-telemetry", "--disable-update-check"];
  server = spawn(process.execPath, [...codeServer, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await addressOf(server);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  await page.goto(`${address}?folder=${site}`);
  for (let tries = 0; tries < 600 && !existsSync(resultFile); tries++) await sleep(200);
  const { version, count, failed } = JSON.parse(readFileSync(resultFile, "utf8"));
  if (!(await showsArticle(page))) failed.push("preview: does not show the article");
  console.log([`VS Code ${version}: ${count} checks, ${failed.length} failed`, ...failed].join("\n"));
  process.exitCode = failed.length ? 1 : 0;
} finally {
  await browser?.close();
  server?.kill();
  if (server?.exitCode === null) await once(server, "exit");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
