// Makes the packages of dist/ from a stand-in for the program, a script, and installs them: what is tested is how a program is
// packaged. dist/test does the same with the program itself, which takes long to build.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { newSite, root } from "./sites.mjs";
import { githubSteps, gitlabScripts, runScript } from "./steps.mjs";

const version = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.*)"/m)[1];
const targets = Object.keys(JSON.parse(readFileSync(join(root, "dist/targets.json"), "utf8")));
const standIn = `#!/bin/sh\ncase $1 in completions) echo "# $2" ;; fail) exit 3 ;; kill) kill -TERM $$ ;; *) echo "wellpress ${version} $*" ;; esac\n`;
// maturin makes the wheels of a release.
const standInWheel = `import sys, zipfile
folder, version, program = sys.argv[1:]
info = f"wellpress-{version}.dist-info"
with zipfile.ZipFile(f"{folder}/wellpress-{version}-py3-none-any.whl", "w") as wheel:
    entry = zipfile.ZipInfo(f"wellpress-{version}.data/scripts/wellpress")
    entry.external_attr = 0o100755 << 16
    wheel.writestr(entry, program)
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: wellpress\\nVersion: {version}\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: py3-none-any\\n")
    wheel.writestr(f"{info}/RECORD", "")
`;
// `npm test` hands the settings of this folder on, which leave out optional dependencies.
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
const servers = [];
const folders = [];
let packages, address;

function temporaryFolder() {
  folders.push(mkdtempSync(join(tmpdir(), "wellpress-packages-")));
  return folders.at(-1);
}

function makePackages() {
  const folder = temporaryFolder();
  for (const target of targets) {
    const path = join(folder, target, "dist", target.includes("windows") ? "wellpress.exe" : "wellpress");
    mkdirSync(join(folder, target, "dist"), { recursive: true });
    writeFileSync(path, standIn);
    chmodSync(path, 0o755);
  }
  const out = join(folder, "packages");
  mkdirSync(join(out, "wheels"), { recursive: true });
  execFileSync("python3", [join(root, "dist/package.py"), "--target-folder", folder, "--out", out, ...targets], { env: { ...process.env, SOURCE_DATE_EPOCH: "1782864000" } });
  execFileSync("python3", ["-c", standInWheel, join(out, "wheels"), version, standIn]);
  return out;
}

async function serve(folder) {
  const server = spawn("python3", [join(root, "dist/registry.py"), folder], { stdio: ["ignore", "pipe", "inherit"] });
  servers.push(server);
  const [line] = await once(server.stdout, "data");
  return line.toString().trim();
}

before(async () => {
  packages = makePackages();
  address = await serve(packages);
});
after(() => {
  servers.forEach((server) => server.kill());
  folders.forEach((folder) => rmSync(folder, { recursive: true }));
});

test("the same programs give the same packages", () => {
  const again = makePackages();
  const sums = readFileSync(join(packages, "SHA256SUMS"), "utf8");
  assert.equal(readFileSync(join(again, "SHA256SUMS"), "utf8"), sums);
  for (const target of targets) assert.match(sums, new RegExp(` wellpress-${version}-${target}\\.(tar\\.gz|zip)\n`));
  for (const file of [`wellpress_${version}_amd64.deb`, "wellpress.rb", `wellpress-${version}-oci.tar`, "install.sh", "install.ps1"]) assert.match(sums, new RegExp(` ${file}\n`));
  execFileSync("sha256sum", ["--check", "--quiet", "--ignore-missing", "SHA256SUMS"], { cwd: packages });
});

test("no template has a placeholder left, and the formula has the checksums of the archives", () => {
  for (const file of ["install.sh", "install.ps1", "wellpress.rb"]) assert.doesNotMatch(readFileSync(join(packages, file), "utf8"), /@[A-Z0-9_]+@/);
  const formula = readFileSync(join(packages, "wellpress.rb"), "utf8");
  const archives = readFileSync(join(packages, "SHA256SUMS"), "utf8").matchAll(/^(\w{64}) {2}\S+(?:darwin|linux-musl)\.tar\.gz$/gm);
  const sums = [...archives].map(([, sum]) => sum);
  assert.equal(sums.length, 4);
  for (const sum of sums) assert.ok(formula.includes(sum));
});

/** Runs install.sh with an empty home. */
function install(releases) {
  const home = temporaryFolder();
  const run = spawnSync("sh", [join(packages, "install.sh")], { env: { PATH: process.env.PATH, HOME: home, WELLPRESS_RELEASES: releases }, encoding: "utf8" });
  return { ...run, program: join(home, ".local/bin/wellpress") };
}

test("install.sh installs the program and says where it is", () => {
  const { status, stdout, stderr, program } = install(`${address}/releases`);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^wellpress \S+ is installed in .*\nThat folder is not on your PATH yet/);
  assert.equal(execFileSync(program, ["-V"], { encoding: "utf8" }), `wellpress ${version} -V\n`);
});

test("install.sh installs nothing with a wrong checksum, or without the file", async () => {
  const wrong = makePackages();
  const sums = join(wrong, "SHA256SUMS");
  writeFileSync(sums, readFileSync(sums, "utf8").replace(/^\w{64}/gm, "0".repeat(64)));
  const refused = install(`${await serve(wrong)}/releases`);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /has the checksum \w{64}, and SHA256SUMS says 0{64}/);
  assert.equal(existsSync(refused.program), false);
  const missing = install(`${address}/nothing`);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /cannot fetch/);
});

test("npm installs the program of this platform and no other, and its status is passed on", () => {
  const prefix = temporaryFolder();
  const npm = (...command) => execFileSync("npm", [...command, "--registry", `${address}/npm/`, "--prefix", prefix, "--cache", join(prefix, "cache")], { cwd: prefix, env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  npm("install", `wellpress@${version}`);
  assert.deepEqual(readdirSync(join(prefix, "node_modules/@wellpress")), [`${process.platform}-${process.arch}`]);
  const run = (...command) => spawnSync(join(prefix, "node_modules/.bin/wellpress"), command, { encoding: "utf8" });
  assert.equal(run("build", "a b").stdout, `wellpress ${version} build a b\n`);
  assert.equal(run("fail").status, 3);
  assert.equal(run("kill").status, 128 + 15);
});

for (const method of ["wheel", "npm", "archive"]) {
  const registries = () => ({ PIP_INDEX_URL: `${address}/simple/`, npm_config_registry: `${address}/npm/`, WELLPRESS_RELEASES: `${address}/releases` });

  test(`the steps of GitHub's action install the ${method}`, async () => {
    const site = newSite("--ci", "github", "--install", method);
    const home = temporaryFolder();
    const env = { ...environment, ...registries(), HOME: home, GITHUB_PATH: join(home, "path") };
    for (const step of githubSteps(join(site, ".github/actions/wellpress/action.yml"))) await runScript(step.run, { cwd: site, env });
    const path = readFileSync(env.GITHUB_PATH, "utf8").trim();
    assert.equal(execFileSync(join(path, "wellpress"), ["-V"], { encoding: "utf8" }), `wellpress ${version} -V\n`);
  });

  test(`the lines of GitLab's jobs install the ${method}`, async () => {
    const site = newSite("--ci", "gitlab", "--install", method);
    const env = { ...environment, ...registries(), HOME: temporaryFolder(), CI_PROJECT_DIR: site };
    const { before } = gitlabScripts(join(site, ".gitlab-ci.yml"), "check");
    const { stdout } = await runScript([...before, "wellpress build"].join("\n"), { cwd: site, env });
    assert.match(stdout, new RegExp(`^wellpress ${version} build$`, "m"));
  });
}
