// An extension beside that of wellpress: asks VS Code for what an author sees, and writes what failed to the file in WELLPRESS_RESULT.
const assert = require("node:assert/strict");
const { renameSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const ask = (command, ...values) => vscode.commands.executeCommand(command, ...values);

async function until(what, look) {
  for (let tries = 0; tries < 200; tries++) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not within 20 seconds: ${what}`);
}

const rulesAt = (uri) => vscode.languages.getDiagnostics(uri).map(({ code }) => code.value ?? code);

const checks = {
  async "findings"({ uri }) {
    await vscode.extensions.getExtension("wellpress.wellpress").activate();
    await until("a finding of the wrong key", () => rulesAt(uri).includes("citation-unknown"));
  },
  async "completion"({ uri, at }) {
    const { items } = await ask("vscode.executeCompletionItemProvider", uri, at("[@cdc-2012", 2), "@");
    assert.ok(items.some(({ label }) => (label.label ?? label) === "bouxsein-2003"));
  },
  async "hover and definition"({ uri, at }) {
    const [hover] = await ask("vscode.executeHoverProvider", uri, at("[@cdc-2021", 4));
    assert.match(hover.contents.map(({ value }) => value).join(), /Centers for Disease Control/);
    const [place] = await ask("vscode.executeDefinitionProvider", uri, at("[@cdc-2021", 4));
    assert.equal(path.basename((place.targetUri ?? place.uri).fsPath), "library.bib");
  },
  async "quick fix"({ uri, at }) {
    const place = at("[@cdc-2012", 4);
    const fixes = await ask("vscode.executeCodeActionProvider", uri, new vscode.Range(place, place), "quickfix");
    await vscode.workspace.applyEdit(fixes.find(({ title }) => title === "Change to `cdc-2021`").edit);
    await until("no finding", () => !rulesAt(uri).includes("citation-unknown"));
  },
  async "renaming"({ uri, at }) {
    const edit = await ask("vscode.executeDocumentRenameProvider", uri, at("[@bouxsein-2003", 4), "guide-2003");
    assert.deepEqual(edit.entries().map(([file]) => path.basename(file.fsPath)).sort(), ["index.md", "library.bib"]);
  },
  async "preview"({ document }) {
    await document.save();
    await ask("wellpress.preview");
    await until("a tab", () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === "Preview")));
  },
};

exports.activate = async () => {
  const [uri] = await vscode.workspace.findFiles("content/articles/*/index.md");
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  const at = (words, offset) => document.positionAt(document.getText().indexOf(words) + offset);
  const failed = [];
  for (const [name, check] of Object.entries(checks)) {
    await check({ uri, document, at }).catch((error) => failed.push(`${name}: ${error.message}`));
  }
  const result = JSON.stringify({ version: vscode.version, count: Object.keys(checks).length, failed });
  // The launcher reads the file as soon as it is there.
  writeFileSync(`${process.env.WELLPRESS_RESULT}.part`, result);
  renameSync(`${process.env.WELLPRESS_RESULT}.part`, process.env.WELLPRESS_RESULT);
};
