// The table of tested.md that says what was tested of each scaffold, made from what the tests recorded.
//
//   node table.mjs --clear   before the tests: forgets what earlier tests recorded
//   node table.mjs           after them: fails if the page has another table
//   node table.mjs --write   after them: writes the table into the page

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clearResults, readResults } from "./results.mjs";
import { hosts, methods } from "./scaffolds.mjs";

const page = join(import.meta.dirname, "tested.md");
const heading = "| scaffold | linter | steps executed | opened in Chromium |";
const services = ["GitHub", "GitLab"];

/** The rows in the order of the page: for each service the hosts, then the ways of installing. */
const scaffolds = services.flatMap((service) => [
  ...hosts.map((host) => `${service}, \`${host}\``),
  ...methods.map((method) => `${service}, \`--install ${method}\``),
  `${service}, checks and care`,
]);

/** Each job counts once, however many tests ran it. */
function stepsCell(results) {
  const jobs = [...new Map(results.filter(({ job }) => job).map((result) => [result.job, result])).values()];
  if (jobs.length === 0) return "–";
  const sum = (key) => jobs.reduce((total, result) => total + result[key], 0);
  const leftOut = [...new Set(jobs.flatMap((result) => result.leftOut))].map((name) => `\`${name}\``).join(", ");
  const executed = sum("executed") === sum("steps") ? `all ${sum("steps")}` : `${sum("executed")} of ${sum("steps")}`;
  return leftOut === "" ? executed : `${executed}, without ${leftOut}`;
}

/** The linters, and how much they found in all files of a scaffold. */
function linterCell(results) {
  const own = results.filter(({ linter }) => linter !== undefined);
  const findings = own.reduce((total, result) => total + result.findings, 0);
  const names = [...new Set(own.map(({ linter }) => linter))].sort();
  return names.length === 0 ? "–" : `${names.join(", ")}: ${findings} findings`;
}

/** Why the table cannot be made here, such as a missing browser; undefined if it can. */
const missingPart = (results) => results.find(({ missing }) => missing !== undefined)?.missing;

function table(results) {
  const rows = scaffolds.map((scaffold) => {
    const own = results.filter((result) => result.scaffold === scaffold);
    const chromium = own.find((result) => result.chromium !== undefined)?.chromium ?? "–";
    return `| ${scaffold} | ${linterCell(own)} | ${stepsCell(own)} | ${chromium} |`;
  });
  return [heading, "| --- | --- | --- | --- |", ...rows].join("\n");
}

if (process.argv[2] === "--clear") {
  clearResults();
} else {
  const results = readResults();
  const text = readFileSync(page, "utf8");
  const [before, rest] = text.split(heading);
  const after = rest.slice(rest.search(/\n(?!\|)/));
  const expected = `${before}${table(results)}${after}`;
  if (missingPart(results) !== undefined) {
    console.log(`THE TABLE OF SCAFFOLDS IS NOT CHECKED: ${missingPart(results)}`);
  } else if (process.argv[2] === "--write") {
    writeFileSync(page, expected);
  } else if (text !== expected) {
    console.error(`${page} has another table of scaffolds than the tests found. Run \`npm run table\` in tests/workflows after \`npm test\`. It should be:\n${table(results)}`);
    process.exitCode = 1;
  }
}
