// Runs the steps of the workflows that install the program, unchanged, against the packages of a release, and then the steps that
// check and build a site. dist/test runs this file, which needs packages that take long to build.
//
//   node --test release.mjs
//
// PACKAGES  the folder of packages that dist/build made
// CRATES    a folder of crates (a directory source of Cargo) for `--install cargo`, in place of the other ways
// WELLPRESS the program that writes the sites

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { crateRegistry, gitlabInstallation, installOnGitHub, serve, stepEnvironment } from "./registries.mjs";
import { methods, newSite } from "./sites.mjs";
import { githubSteps, gitlabJob, runScript } from "./steps.mjs";

const { PACKAGES, CRATES } = process.env;
let address;
before(async () => {
  address = await serve(PACKAGES);
});

const environment = () => stepEnvironment(address, CRATES ? `directory = "${CRATES}"` : crateRegistry(address));

function assertBuilt(site, folder) {
  const page = readFileSync(join(site, folder, "articles/back-pain-at-a-desk/index.html"), "utf8");
  assert.match(page, /bouxsein-2003/);
}

for (const method of CRATES ? ["cargo"] : methods.filter((method) => method !== "cargo")) {
  test(`GitHub: ${method}`, async () => {
    const site = newSite("--ci", "github", "--host", "server", "--install", method);
    const env = environment();
    env.PATH = `${await installOnGitHub(site, env)}:${env.PATH}`;
    const steps = githubSteps(join(site, ".github/workflows/check.yml"), "check");
    const builds = githubSteps(join(site, ".github/workflows/publish.yml"), "production").filter(({ run }) => run.startsWith("wellpress build "));
    assert.ok(builds.length > 0);
    for (const { run } of [...steps, ...builds]) await runScript(run, { cwd: site, env });
    assertBuilt(site, "output");
  });

  test(`GitLab: ${method}`, async () => {
    const site = newSite("--ci", "gitlab", "--host", "server", "--install", method);
    const env = { ...environment(), CI_PROJECT_DIR: site };
    const { script } = gitlabJob(join(site, ".gitlab-ci.yml"), "check");
    await runScript([...gitlabInstallation(site), ...script, "wellpress build"].join("\n"), { cwd: site, env });
    assertBuilt(site, "output");
  });
}
