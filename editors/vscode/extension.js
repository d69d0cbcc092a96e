// Starts the language server of wellpress, shows the preview beside the text, and makes new pages from a menu.

const { execFile, spawn } = require("node:child_process");
const { randomBytes } = require("node:crypto");
const { readFileSync } = require("node:fs");
const http = require("node:http");
const { createServer } = require("node:net");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const KINDS = ["article", "exercise", "programme", "page", "person", "topic", "disclaimer", "snippet", "term"];

const NO_SITE = "There is no wellpress.yaml in this workspace.";

let client;
// The last start, restart or end of the server. The next one waits for it.
let serverTask = Promise.resolve();
// The process that serves a site, the root of the site, the port, the address under which the editor reaches the port, and a promise
// that resolves once it listens.
let preview;
// The panel with the preview, and the address of the page there.
let panel;
let shownAddress;
let scrolling;

function setting(name) {
  return vscode.workspace.getConfiguration("wellpress").get(name);
}

// Programs run in the folder of the workspace, so that a relative `wellpress.path` means the same for each of them.
function workingFolder() {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

// Why the program cannot run, or `undefined`. The client of the language server reports a missing program in words that do not name
// the setting, so the program is tried first.
function programFault() {
  const program = setting("path");
  if (!program) return Promise.resolve("the setting has no program");
  return new Promise((resolve) => {
    execFile(program, ["--version"], { cwd: workingFolder(), timeout: 10_000 }, (error, _, stderr) => {
      if (!error) resolve(undefined);
      else if (error.code === "ENOENT") resolve(`there is no program \`${program}\``);
      else if (error.code === "EACCES") resolve(`\`${program}\` is no program, or may not be started`);
      else resolve(stderr.trim() || `\`${program} --version\` failed`);
    });
  });
}

async function reportProgramFault(fault) {
  const openSettings = "Open the settings";
  const message = `wellpress cannot start: ${fault}. Install wellpress, or name the program in the setting wellpress.path.`;
  const choice = await vscode.window.showErrorMessage(message, openSettings);
  if (choice !== openSettings) return;
  // The program runs on the remote machine, whose settings are not among those of the user.
  const settings = vscode.env.remoteName ? "openRemoteSettings" : "openSettings";
  await vscode.commands.executeCommand(`workbench.action.${settings}`, { query: "wellpress.path" });
}

async function startServer() {
  const fault = await programFault();
  if (fault) {
    // Not awaited: the message stays until the author closes it, and a restart has to be possible meanwhile.
    reportProgramFault(fault);
    return;
  }
  const args = setting("published") ? ["lsp", "--published"] : ["lsp"];
  const server = { command: setting("path"), args, options: { cwd: workingFolder() } };
  const selector = ["markdown", "yaml", "bibtex", "json"].map((language) => ({ scheme: "file", language }));
  client = new LanguageClient("wellpress", "wellpress", server, { documentSelector: selector });
  // The client shows a failed start itself.
  await client.start().catch(() => {});
}

async function stopServer() {
  const stopped = client;
  client = undefined;
  // A client whose server ended or never started cannot be stopped.
  await stopped?.dispose().catch(() => {});
}

function restartServer() {
  serverTask = serverTask.catch(() => {}).then(stopServer).then(startServer);
  return serverTask;
}

// The folder of the nearest `wellpress.yaml` above a file or folder, else of the first in the workspace.
async function siteRoot(place = vscode.window.activeTextEditor?.document.uri) {
  const settings = await vscode.workspace.findFiles("**/wellpress.yaml", "**/{node_modules,output}/**", 50);
  const roots = settings.map((uri) => path.dirname(uri.fsPath)).sort((a, b) => b.length - a.length);
  return roots.find((root) => place && isBelow(place, root)) ?? roots.at(-1);
}

function isBelow(uri, root) {
  return uri.fsPath === root || uri.fsPath.startsWith(root + path.sep);
}

// A port of this machine that is free now.
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// The address under which the window of the editor reaches a port of this machine. It has another host or a path if the editor runs
// in a browser, or if this machine is a remote one.
async function forwardedAddress(port) {
  const uri = await vscode.env.asExternalUri(vscode.Uri.parse(`http://127.0.0.1:${port}/`));
  // code-server takes `/proxy/PORT` out of the requests that it passes on, and keeps `/absproxy/PORT`. The links of pages need the path.
  return new URL(uri.toString(true).replace(`/proxy/${port}/`, `/absproxy/${port}/`));
}

function previewArguments({ root, port, forwarded }) {
  const isInBrowser = vscode.env.uiKind === vscode.UIKind.Web;
  // An extension is not told the origin of an editor in a browser.
  const frames = isInBrowser ? ["http:", "https:"] : ["vscode-webview:", "vscode-file:"];
  return [
    ...["serve", "--open-changed", "--color", "never", "--root", root, "--port", String(port)],
    ...(setting("published") ? ["--no-drafts"] : ["--future", "--expired"]),
    ...frames.flatMap((source) => ["--allow-frame", source]),
    ...(forwarded.host === `127.0.0.1:${port}` ? [] : ["--allow-host", forwarded.host]),
    ...(forwarded.pathname === "/" ? [] : ["--base-url", forwarded.href]),
  ];
}

// Starts the preview of a site, once, and resolves when it listens.
function startPreview(root) {
  if (preview?.root !== root) {
    stopPreview();
    const started = { root };
    preview = started;
    started.listening = servePreview(started).catch((error) => {
      // The next call tries again.
      if (preview === started) preview = undefined;
      throw error;
    });
  }
  return preview.listening;
}

async function servePreview(started) {
  started.port = await freePort();
  started.forwarded = await forwardedAddress(started.port);
  // It was ended while its port and address were found out.
  if (preview !== started) throw new Error("the preview was ended");
  const process = spawn(setting("path"), previewArguments(started), { cwd: workingFolder() });
  started.process = process;
  return new Promise((resolve, reject) => {
    let printed = "";
    const read = (data) => {
      printed += data;
      if (printed.includes("Preview at http:")) resolve();
    };
    process.stdout.on("data", read);
    process.stderr.on("data", read);
    process.on("error", reject);
    process.on("exit", () => {
      if (preview === started) preview = undefined;
      reject(new Error(printed.trim() || "the preview ended"));
    });
  });
}

function stopPreview() {
  preview?.process?.kill();
  preview = undefined;
}

async function showPreview() {
  const root = await siteRoot();
  if (!root) return vscode.window.showErrorMessage(NO_SITE);
  try {
    await startPreview(root);
    shownAddress = await addressInPreview((await pageOfText()) ?? "");
    if (panel) panel.reveal(vscode.ViewColumn.Beside, true);
    else {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      panel = vscode.window.createWebviewPanel("wellpress.preview", "Preview", place, { enableScripts: true, retainContextWhenHidden: true });
      panel.onDidDispose(() => {
        panel = undefined;
        stopPreview();
      });
    }
    panel.webview.html = previewHtml(shownAddress);
  } catch (error) {
    const fault = await programFault();
    if (fault) return reportProgramFault(fault);
    vscode.window.showErrorMessage(`wellpress serve: ${error.message}`);
  }
}

async function restartAll() {
  await restartServer();
  if (!panel) return;
  stopPreview();
  await showPreview();
}

function previewHtml(address) {
  const values = { address, origin: new URL(address).origin, nonce: randomBytes(16).toString("hex") };
  const html = readFileSync(path.join(__dirname, "preview.html"), "utf8");
  return html.replace(/\{(address|origin|nonce)\}/g, (_, name) => values[name]);
}

// The path of the page of the text in the editor, relative to the site; `null` if the text is no page.
async function pageOfText() {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "markdown" || !client) return null;
  return client.sendRequest("wellpress/address", { textDocument: { uri: document.uri.toString() } }).catch(() => null);
}

// The address of a page in the preview. The site may have a path there, such as `/guide/`. The preview redirects `/` to it as soon as
// the site has no mistake that keeps it from being built, so it is asked each time.
function addressInPreview(page) {
  const { port, forwarded } = preview;
  return new Promise((resolve) => {
    const answer = (sitePath) => resolve(new URL(page, new URL(sitePath, forwarded)).href);
    const request = http.get({ host: "127.0.0.1", port, path: "/" }, (response) => {
      response.resume();
      answer(response.headers.location ?? forwarded.pathname);
    });
    request.on("error", () => answer(forwarded.pathname));
  });
}

// Leads the preview to the page of the text that the author turns to.
async function followText() {
  const text = vscode.window.activeTextEditor?.document.uri;
  if (!panel || !preview || !text || !isBelow(text, preview.root)) return;
  const page = await pageOfText();
  if (page === null || !preview) return;
  const address = await addressInPreview(page);
  if (!panel || address === shownAddress) return;
  shownAddress = address;
  panel.webview.postMessage({ address });
}

// Scrolls the preview to the first words in the window of the text.
function followScroll({ textEditor, visibleRanges }) {
  clearTimeout(scrolling);
  if (!panel || textEditor.document.languageId !== "markdown" || !visibleRanges.length) return;
  scrolling = setTimeout(() => {
    const words = wordsAtTop(textEditor.document, visibleRanges[0]);
    if (words) panel?.webview.postMessage({ words });
  }, 80);
}

// The first words of a range of lines that the page shows. The front matter stands for the title.
function wordsAtTop(document, { start, end }) {
  const lineText = (line) => document.lineAt(line).text;
  let line = 0;
  if (lineText(0).trimEnd() === "---") {
    let title;
    for (line = 1; line < document.lineCount && lineText(line).trimEnd() !== "---"; line++) {
      title ??= /^title:(.*)/.exec(lineText(line))?.[1];
    }
    if (start.line <= line) return title;
  }
  for (line = start.line; line <= Math.min(end.line, start.line + 20); line++) {
    const words = lineText(line).replace(/^[\s#>*+-]+|^\s*\d+[.)]\s+/u, "");
    if (/\p{L}{2}/u.test(words) && !/^(:{2,}|<!--|---)/.test(words)) return words;
  }
}

// `folder` is the one whose menu was opened.
async function newPage(folder) {
  const root = await siteRoot(folder);
  if (!root) return vscode.window.showErrorMessage(NO_SITE);
  const kind = await vscode.window.showQuickPick(KINDS, { placeHolder: "What is it?" });
  const title = kind && (await vscode.window.showInputBox({ prompt: `The title of the new ${kind}` }));
  if (!title) return;
  execFile(setting("path"), ["new", "--root", root, "--", kind, title], { cwd: workingFolder() }, async (error, stdout, stderr) => {
    if (error?.code === "ENOENT" || error?.code === "EACCES") return reportProgramFault(await programFault());
    if (error) return vscode.window.showErrorMessage(stderr.trim() || error.message);
    const file = path.resolve(root, stdout.trim().split("\n")[0]);
    await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  });
}

async function activate(context) {
  await vscode.commands.executeCommand("setContext", "wellpress.hasSite", true);
  context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor(followText),
    vscode.window.onDidChangeTextEditorVisibleRanges(followScroll),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("wellpress") && restartAll()),
    vscode.commands.registerCommand("wellpress.preview", showPreview),
    vscode.commands.registerCommand("wellpress.new", newPage),
    vscode.commands.registerCommand("wellpress.restart", restartServer),
  );
  await restartServer();
}

async function deactivate() {
  stopPreview();
  await serverTask.then(stopServer);
}

module.exports = { activate, deactivate };
