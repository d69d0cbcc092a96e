// Starts the language server of wellpress, shows the preview beside the text, and makes new pages from a menu.

const { execFile, spawn } = require("node:child_process");
const { randomBytes } = require("node:crypto");
const { readFileSync } = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const KINDS = ["article", "exercise", "programme", "page", "person", "topic", "disclaimer", "snippet", "term"];

let client;
// The program that serves the site; the panel that shows it, the address of the site there, and that of the page.
let preview;
let panel;
let siteAddress;
let shownAddress;
let scrolling;

function setting(name) {
  return vscode.workspace.getConfiguration("wellpress").get(name);
}

async function startServer() {
  const args = setting("published") ? ["lsp", "--published"] : ["lsp"];
  const selector = ["markdown", "yaml", "bibtex", "json"].map((language) => ({ scheme: "file", language }));
  client = new LanguageClient("wellpress", "wellpress", { command: setting("path"), args }, { documentSelector: selector });
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(`wellpress cannot start: ${error.message}. Is \`wellpress.path\` in the settings right?`);
  }
}

// The folder of the nearest `wellpress.yaml` above the text in the editor, else of the first in the workspace.
async function siteRoot() {
  const settings = await vscode.workspace.findFiles("**/wellpress.yaml", "**/{node_modules,output}/**", 50);
  const roots = settings.map((uri) => path.dirname(uri.fsPath)).sort((a, b) => b.length - a.length);
  const text = vscode.window.activeTextEditor?.document.uri.fsPath;
  return roots.find((root) => text?.startsWith(root + path.sep)) ?? roots.at(-1);
}

// Starts the preview of a site, once, and returns its address.
function startPreview(root) {
  if (preview?.root === root) return preview.address;
  preview?.process.kill();
  const frames = ["vscode-webview:", "vscode-file:"].flatMap((scheme) => ["--allow-frame", scheme]);
  const process = spawn(setting("path"), ["serve", "--open-changed", "--color", "never", ...frames, "--root", root]);
  const address = new Promise((resolve, reject) => {
    let printed = "";
    const read = (data) => {
      printed += data;
      const found = /Preview at (http:\S+)/.exec(printed);
      if (found) resolve(found[1]);
    };
    process.stdout.on("data", read);
    process.stderr.on("data", read);
    process.on("error", reject);
    process.on("exit", () => {
      if (preview?.process === process) preview = undefined;
      reject(new Error(printed.trim() || "the preview ended"));
    });
  });
  preview = { root, process, address };
  return address;
}

async function showPreview() {
  const root = await siteRoot();
  if (!root) return vscode.window.showErrorMessage("There is no wellpress.yaml in this workspace.");
  try {
    siteAddress = (await vscode.env.asExternalUri(vscode.Uri.parse(await startPreview(root)))).toString(true);
    shownAddress = await pageAddress();
    if (panel) panel.reveal(vscode.ViewColumn.Beside, true);
    else {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      panel = vscode.window.createWebviewPanel("wellpress.preview", "Preview", place, { enableScripts: true, retainContextWhenHidden: true });
      panel.onDidDispose(() => (panel = undefined));
    }
    panel.webview.html = previewHtml(shownAddress);
  } catch (error) {
    vscode.window.showErrorMessage(`wellpress serve: ${error.message}`);
  }
}

function previewHtml(address) {
  const values = { address, origin: new URL(address).origin, nonce: randomBytes(16).toString("hex") };
  const html = readFileSync(path.join(__dirname, "preview.html"), "utf8");
  return html.replace(/\{(address|origin|nonce)\}/g, (_, name) => values[name]);
}

// The address of the page of the text in the editor; that of the site if the text is no page.
async function pageAddress() {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "markdown") return siteAddress;
  const request = client?.sendRequest("wellpress/address", { textDocument: { uri: document.uri.toString() } });
  const page = await request?.catch(() => null);
  return typeof page === "string" ? new URL(page, siteAddress).href : siteAddress;
}

// Leads the preview to the page of the text that the author turns to.
async function followText() {
  if (!panel) return;
  const address = await pageAddress();
  if (!panel || address === siteAddress || address === shownAddress) return;
  shownAddress = address;
  panel.webview.postMessage({ address });
}

// Scrolls the preview to the first words in the window of the text.
function followScroll({ textEditor, visibleRanges }) {
  clearTimeout(scrolling);
  if (!panel || textEditor.document.languageId !== "markdown" || !visibleRanges.length) return;
  scrolling = setTimeout(() => {
    const { start, end } = visibleRanges[0];
    for (let line = start.line; line <= Math.min(end.line, start.line + 20); line++) {
      const words = textEditor.document.lineAt(line).text.replace(/^[\s#>*+-]+|^\s*\d+[.)]\s+/u, "");
      if (/\p{L}{2}/u.test(words) && !/^(:{2,}|<!--|---)/.test(words)) return panel?.webview.postMessage({ words });
    }
  }, 80);
}

async function newPage() {
  const root = await siteRoot();
  if (!root) return vscode.window.showErrorMessage("There is no wellpress.yaml in this workspace.");
  const kind = await vscode.window.showQuickPick(KINDS, { placeHolder: "What is it?" });
  const title = kind && (await vscode.window.showInputBox({ prompt: `The title of the new ${kind}` }));
  if (!title) return;
  execFile(setting("path"), ["new", kind, title, "--root", root], { cwd: root }, async (error, stdout, stderr) => {
    if (error) return vscode.window.showErrorMessage(stderr.trim() || error.message);
    const file = path.resolve(root, stdout.trim().split("\n")[0]);
    await vscode.window.showTextDocument(vscode.Uri.file(file));
  });
}

async function activate(context) {
  await vscode.commands.executeCommand("setContext", "wellpress.hasSite", true);
  context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor(followText),
    vscode.window.onDidChangeTextEditorVisibleRanges(followScroll),
    vscode.commands.registerCommand("wellpress.preview", showPreview),
    vscode.commands.registerCommand("wellpress.new", newPage),
    vscode.commands.registerCommand("wellpress.restart", async () => {
      await client?.stop();
      await startServer();
    }),
  );
  await startServer();
}

async function deactivate() {
  preview?.process.kill();
  await client?.stop();
}

module.exports = { activate, deactivate };
