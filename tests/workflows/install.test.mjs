// Runs the steps that install the program, unchanged, against releases on this machine: an archive made of the program under
// test and its sums.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { arch } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { installOnGitHub, stepEnvironment } from "./registries.mjs";
import { newSite, program, root, temporaryFolder, withPrograms } from "./sites.mjs";
import { githubSteps, gitlabJob, runScript } from "./steps.mjs";

const version = execFileSync(program, ["--version"], { encoding: "utf8" }).trim().split(" ")[1];
const machine = { x64: "x86_64", arm64: "aarch64" }[arch()];
const name = `wellpress-${version}-${machine}-unknown-linux-musl`;
const served = temporaryFolder();
const folder = join(served, `releases/v${version}`);
let server;
let address;

before(async () => {
  mkdirSync(join(folder, name), { recursive: true });
  copyFileSync(program, join(folder, name, "wellpress"));
  execFileSync("tar", ["-C", folder, "-czf", join(folder, `${name}.tar.gz`), name]);
  server = createServer((request, response) => {
    const path = join(served, request.url);
    response.writeHead(existsSync(path) ? 200 : 404).end(existsSync(path) ? readFileSync(path) : "");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  address = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

const archiveSum = () => createHash("sha256").update(readFileSync(join(folder, `${name}.tar.gz`))).digest("hex");
/** Other files of the release come first, and one whose name ends in that of the archive. */
const sums = (sum) => `${"0".repeat(64)}  install.sh\n${"1".repeat(64)}  x-${name}.tar.gz\n${sum}  ${name}.tar.gz\n`;
const publishSums = (text) => writeFileSync(join(folder, "SHA256SUMS"), text);

const install = (site) => installOnGitHub(site, stepEnvironment(address));

test("GitHub's action installs the archive of the version that the site names", async () => {
  publishSums(sums(archiveSum()));
  const path = await install(newSite("--ci", "github"));
  assert.equal(execFileSync(join(path, "wellpress"), ["-V"], { encoding: "utf8" }), `wellpress ${version}\n`);
});

test("a wrong sum stops the step", async () => {
  publishSums(sums("2".repeat(64)));
  await assert.rejects(install(newSite("--ci", "github")), /did NOT match/);
});

test("a release without the archive's sum stops the step", async () => {
  publishSums(`${"0".repeat(64)}  install.sh\n`);
  await assert.rejects(install(newSite("--ci", "github")));
});

test("GitLab's job installs the archive and checks the site", async () => {
  publishSums(sums(archiveSum()));
  const site = newSite("--ci", "gitlab");
  const { before, script } = gitlabJob(join(site, ".gitlab-ci.yml"), "check");
  const env = { ...stepEnvironment(address), CI_PROJECT_DIR: site };
  await runScript([...before, ...script].join("\n"), { cwd: site, env });
  assert.ok(existsSync(join(site, ".program/bin/wellpress")));
  assert.match(readFileSync(join(site, "findings.html"), "utf8"), /<html/);
  // The program is there now, as it is from the cache, and nothing is fetched.
  await runScript(before.join("\n"), { cwd: site, env: { ...env, WELLPRESS_RELEASES: "http://127.0.0.1:1" } });
});

test("a wrong sum stops GitLab's job", async () => {
  publishSums(sums("2".repeat(64)));
  const site = newSite("--ci", "gitlab");
  const { before, script } = gitlabJob(join(site, ".gitlab-ci.yml"), "check");
  const env = { ...stepEnvironment(address), CI_PROJECT_DIR: site };
  await assert.rejects(runScript([...before, ...script].join("\n"), { cwd: site, env }), /did NOT match/);
  assert.ok(!existsSync(join(site, ".program/bin/wellpress")));
});

/** Runs the step of the project's own action that installs the program, at a tag or a commit. Returns what it printed. */
async function installByOwnAction(ref, programs = {}) {
  const installer = readFileSync(join(root, "dist/install.sh"), "utf8").replaceAll("@VERSION@", version).replace("@TARGETS@", name.replace(/^wellpress-[^-]+-/, ""));
  writeFileSync(join(folder, "install.sh"), installer);
  const { run } = githubSteps(join(root, "action.yml")).find((step) => step.run.includes("cargo install"));
  const env = { ...stepEnvironment(address), REF: ref, REPOSITORY: "a/b", RUNNER_OS: "Linux", RUNNER_TEMP: temporaryFolder(), GITHUB_ACTION_PATH: root };
  if (Object.keys(programs).length > 0) env.PATH = withPrograms(programs).PATH;
  const { stdout } = await runScript(run, { cwd: root, env });
  return { stdout, path: join(env.HOME, ".wellpress/bin/wellpress") };
}

test("the project's action installs the program of a release at its tag", async () => {
  publishSums(sums(archiveSum()));
  const { path } = await installByOwnAction(`v${version}`);
  assert.equal(execFileSync(path, ["-V"], { encoding: "utf8" }), `wellpress ${version}\n`);
  publishSums(sums("2".repeat(64)));
  await assert.rejects(installByOwnAction(`v${version}`), /has the checksum/);
});

test("the project's action compiles the sources at any other commit", async () => {
  const { stdout } = await installByOwnAction("0123abc", { cargo: 'echo "$WELLPRESS_COMMIT: $*"' });
  assert.match(stdout, /^0123abc: install --path \S+ --locked --root /);
});
