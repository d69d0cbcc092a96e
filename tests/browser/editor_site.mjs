// A site with the web editor, for its tests: the command writes the editor into a copy of this repository's site, from the package that
// `tests/run` has fetched.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { copySite, program } from "./preview_site.mjs";

const execute = promisify(execFile);
const archive = join(dirname(fileURLToPath(import.meta.url)), "node_modules/sveltia-cms-0.221.1.tgz");

/** Why the editor is not tested; nothing if it is. */
export const skip = existsSync(archive) ? false : "the package of Sveltia CMS is missing: run `npm pack @sveltia/cms@0.221.1` in tests/browser/node_modules";

/** Runs the program in a folder. */
export const run = (folder, ...parameters) => execute(program, [...parameters, "--root", folder], { maxBuffer: 1 << 26 });

/** A copy of the site with the editor in it. */
export async function siteWithEditor(from, parts) {
  const folder = await copySite(from, parts);
  await run(folder, "new", "editor", "--repo", "clinic/guide", "--from", archive);
  return folder;
}

/** The configuration of a site's editor. */
export async function configurationOf(folder) {
  const names = await readdir(join(folder, "static/editor"));
  const name = names.find((candidate) => /^config\.[0-9a-f]+\.json$/.test(candidate));
  return JSON.parse(await readFile(join(folder, "static/editor", name), "utf8"));
}

/** The paths of all files below a folder, relative to it. */
export async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

/** What Sveltia CMS does with the text of a file before it gives it to a format, and behind it. */
export const asOpened = (text) => text.trim().replace(/\r\n?/g, "\n");
export const asSaved = (text) => `${text.trim()}\n`;

/** Puts the files of a served site into the browser's own file system, hands it to whoever asks for a folder, and opens it in the editor. */
export async function openFolder(page, site) {
  const paths = (await filesBelow(join(site.folder, "content"))).map((path) => `content/${path}`);
  const files = await Promise.all(paths.map(async (path) => [path, (await readFile(site.path(path))).toString("base64")]));
  await page.goto(`${site.address}/editor/`);
  await page.evaluate(async (contents) => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("guide", { create: true });
    await root.getDirectoryHandle(".git", { create: true });
    for (const [path, data] of contents) {
      const parts = path.split("/");
      let folder = root;
      for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
      const stream = await (await folder.getFileHandle(parts.at(-1), { create: true })).createWritable();
      await stream.write(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
      await stream.close();
    }
    window.showDirectoryPicker = async () => root;
  }, files);
  await page.getByRole("button", { name: "Work with Local Repository" }).click();
  await page.getByRole("button", { name: "New" }).waitFor();
}

/** Scrolls down to the text and gives it: the editor makes a field when it comes near. */
export async function showText(page) {
  const text = page.locator('[contenteditable="true"]').first();
  await page.locator("[data-key-path]").first().waitFor();
  await page.mouse.move(300, 600);
  for (let turn = 0; turn < 100 && (await text.count()) === 0; turn += 1) {
    await page.mouse.wheel(0, 300);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  await text.waitFor();
  return text;
}

/** The dialog that is open. Those of other components stay in the page, out of sight; lists of choices are in dialogs, too. */
export const visibleDialog = (page) => page.locator("dialog.modal.dialog").filter({ visible: true });

/** The dialog of a new citation at the cursor, with a source chosen. */
export async function citationDialog(page, source) {
  await page.getByRole("button", { name: "Citation", exact: true }).first().click();
  const dialog = visibleDialog(page);
  await dialog.getByRole("combobox").first().click();
  await page.getByRole("option", { name: source }).first().click();
  return dialog;
}

/** Writes a citation at the cursor, by the dialog. */
export async function cite(page, source, place) {
  const dialog = await citationDialog(page, source);
  if (place) await dialog.getByRole("textbox", { name: "Place in it" }).fill(place);
  await dialog.getByRole("button", { name: "Insert" }).click();
  await dialog.waitFor({ state: "hidden" });
  // Sveltia CMS goes on in a new paragraph behind the citation.
  await page.locator('[contenteditable="true"] > p').last().click();
}
