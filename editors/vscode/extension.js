// Starts the language server of wellpress, shows the preview beside the text, and makes new pages from a menu.

const { execFile, spawn } = require("node:child_process");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const KINDS = ["article", "exercise", "programme", "page", "person", "topic", "disclaimer", "snippet", "term"];

let client;
let preview;

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
  const process = spawn(setting("path"), ["serve", "--open-changed", "--color", "never", "--root", root]);
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
    const address = await startPreview(root);
    const options = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    await vscode.commands.executeCommand("simpleBrowser.api.open", vscode.Uri.parse(address), options);
  } catch (error) {
    vscode.window.showErrorMessage(`wellpress serve: ${error.message}`);
  }
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
