// The test suite of the Citation Style Language, each fixture as a site with one page that wellpress builds. csl/judge.py runs it.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { downloads, folder, program, run } from "./site.mjs";

const suite = "csl-test-suite";
const python = join(downloads, "python/bin/python");
let compared;

export const csl = {
  name: "csl",
  program: "CSL test suite",
  suite,
  version: async () => (await run("git", "-C", join(downloads, suite), "log", "-1", "--format=%cs %h")).trim(),
  cases: () => readdirSync(join(downloads, suite, "processor-tests/humans"), { recursive: true }).filter((file) => file.endsWith(".txt")).map((file) => basename(file, ".txt")).sort(),
  fault: { case: "affix_PrefixFullCitationTextOnly", damage: ' delimiter=" "', rule: "differs" },
  async judge(site, cases, damage = "") {
    const names = damage ? cases : [];
    const answer = JSON.parse(await run("env", `WELLPRESS=${program}`, python, join(folder, "csl/judge.py"), join(downloads, suite), damage, ...names));
    if (!damage) compared = answer;
    return answer.findings;
  },
  note: () => `citeproc-js answers ${compared.asIs} fixtures as they are, and ${compared.answered} of ${compared.jobs} as a page asks for them`,
};
