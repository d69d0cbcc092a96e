// What the tests found out about each scaffold, for the table in tested.md: a line of JSON for each finding, in a file for
// each file of tests. `npm test` clears the folder before the tests, and `table.mjs` reads it after them.

import { appendFileSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

const folder = join(import.meta.dirname, "results");

export function record(result) {
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${basename(process.argv[1])}.jsonl`), `${JSON.stringify(result)}\n`);
}

export function readResults() {
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"));
  return lines.map((line) => JSON.parse(line));
}

export const clearResults = () => rmSync(folder, { recursive: true, force: true });
