// Sites made by the program for the tests of this folder.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { root } from "./scaffolds.mjs";

export { hosts, methods, root } from "./scaffolds.mjs";
export const program = resolve(process.env.WELLPRESS ?? join(root, "target/debug/wellpress"));

const folders = [];
// Here and not where a folder is made: within a test, it would run after that test.
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A folder that is removed after the tests of a file. */
export function temporaryFolder() {
  folders.push(mkdtempSync(join(tmpdir(), "wellpress-workflows-")));
  return folders.at(-1);
}

/** The environment in which `wellpress` is the program under test, whatever its file is called. */
export const environment = { ...process.env, PATH: `${folderOfProgram()}:${process.env.PATH}` };

function folderOfProgram() {
  const folder = temporaryFolder();
  symlinkSync(program, join(folder, "wellpress"));
  return folder;
}

/** An environment in which these programs, shell scripts by name, come first. */
export function withPrograms(scripts) {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { ...environment, PATH: `${folder}:${environment.PATH}` };
}

/** A new site with the workflows that these flags of `init` ask for. A workflow publishes it only with an address and its own texts. */
export function newSite(...flags) {
  const folder = temporaryFolder();
  execFileSync(program, ["init", folder, "--quiet", ...flags], { stdio: ["ignore", "ignore", "inherit"] });
  const settings = join(folder, "wellpress.yaml");
  const text = readFileSync(settings, "utf8").replace("https://example.org/", "https://guide.test.example/");
  writeFileSync(settings, text.replace("  rules:\n", "  rules:\n    placeholder: off\n"));
  return folder;
}

/** Gives the page `about` two old addresses, one with characters that hosts treat in different ways. */
export function addAliases(site) {
  const path = join(site, "content/pages/about.md");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace("---\n", '---\naliases: ["/old/about-us/", "/old/über us/"]\n'));
}
