// Makes the packages of dist/ from a stand-in for the program, a script, and installs them: what is tested is how a program is
// packaged. dist/test does the same with the program itself, which takes long to build.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { gitlabInstallation, installOnGitHub, serve, stepEnvironment, withoutNpmSettings } from "./registries.mjs";
import { record } from "./results.mjs";
import { methods, newSite, root, temporaryFolder } from "./sites.mjs";
import { githubSteps, runScript } from "./steps.mjs";

const version = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.*)"/m)[1];
const targets = Object.keys(JSON.parse(readFileSync(join(root, "dist/targets.json"), "utf8")));
const standIn = `#!/bin/sh\ncase $1 in completions) echo "# $2" ;; fail) exit 3 ;; kill) kill -TERM $$ ;; *) echo "wellpress ${version} $*" ;; esac\n`;
// maturin makes the wheels of a release; their sums are in its SHA256SUMS.
const standInWheel = `import hashlib, pathlib, sys, zipfile
folder, version, program = sys.argv[1:]
info = f"wellpress-{version}.dist-info"
wheel = pathlib.Path(folder, f"wellpress-{version}-py3-none-any.whl")
with zipfile.ZipFile(wheel, "w") as archive:
    def add(name, text, mode=0o644):
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (0o100000 | mode) << 16
        archive.writestr(entry, text)
    add(f"wellpress-{version}.data/scripts/wellpress", program, 0o755)
    add(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: wellpress\\nVersion: {version}\\n")
    add(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: py3-none-any\\n")
    add(f"{info}/RECORD", "")
with open(wheel.parent.parent / "SHA256SUMS", "a") as sums:
    sums.write(f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.name}\\n")
`;
let packages, address;

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

/** Adds the crate `wellpress` without dependencies to a folder of packages. A release does not have it: Cargo takes it from its registry. */
function addCrate(packages) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "Cargo.toml"), `[package]\nname = "wellpress"\nversion = "${version}"\nedition = "2021"\ndescription = "A stand-in"\nlicense = "MIT"\n\n[workspace]\n`);
  writeFileSync(join(folder, "src/main.rs"), `fn main() { let words: Vec<String> = std::env::args().skip(1).collect(); println!("wellpress ${version} {}", words.join(" ")); }\n`);
  execFileSync("cargo", ["package", "--quiet", "--offline", "--no-verify", "--allow-dirty", "--target-dir", join(folder, "target")], { cwd: folder });
  copyFileSync(join(folder, `target/package/wellpress-${version}.crate`), join(packages, `wellpress-${version}.crate`));
}

before(async () => {
  packages = makePackages();
  addCrate(packages);
  address = await serve(packages);
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
  const npm = (...command) => execFileSync("npm", [...command, "--registry", `${address}/npm/`, "--prefix", prefix, "--cache", join(prefix, "cache")], { cwd: prefix, env: withoutNpmSettings, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  npm("install", `wellpress@${version}`);
  assert.deepEqual(readdirSync(join(prefix, "node_modules/@wellpress")), [`${process.platform}-${process.arch}`]);
  const run = (...command) => spawnSync(join(prefix, "node_modules/.bin/wellpress"), command, { encoding: "utf8" });
  assert.equal(run("build", "a b").stdout, `wellpress ${version} build a b\n`);
  assert.equal(run("fail").status, 3);
  assert.equal(run("kill").status, 128 + 15);
});

for (const method of methods) {
  test(`the steps of GitHub's action install the ${method}`, async () => {
    const site = newSite("--ci", "github", "--install", method);
    const path = await installOnGitHub(site, stepEnvironment(address));
    assert.equal(execFileSync(join(path, "wellpress"), ["-V"], { encoding: "utf8" }), `wellpress ${version} -V\n`);
    const { length } = githubSteps(join(site, ".github/actions/wellpress/action.yml"));
    record({ scaffold: `GitHub, \`--install ${method}\``, job: "action", executed: length, steps: length, leftOut: [] });
  });

  test(`the lines of GitLab's jobs install the ${method}`, async () => {
    const site = newSite("--ci", "gitlab", "--install", method);
    const env = { ...stepEnvironment(address), CI_PROJECT_DIR: site };
    const before = gitlabInstallation(site);
    const { stdout } = await runScript([...before, "wellpress build"].join("\n"), { cwd: site, env });
    assert.match(stdout, new RegExp(`^wellpress ${version} build$`, "m"));
    record({ scaffold: `GitLab, \`--install ${method}\``, job: "before", executed: before.length, steps: before.length, leftOut: [] });
  });

  test(`a part of a version stops the installation of the ${method}`, async () => {
    for (const part of ["0.1", "latest", ""]) {
      const site = newSite("--ci", "github", "--install", method);
      writeFileSync(join(site, ".wellpress-version"), `${part}\n`);
      const message = `.wellpress-version has "${part}"; a workflow needs a whole version, such as 1.2.3\n`;
      await assert.rejects(installOnGitHub(site, stepEnvironment(address)), { code: 1, stderr: message });
    }
  });
}

/** What stops a step that installs a version that has no packages. Here every release has the sums of the only one. */
const withoutPackages = {
  archive: /404/,
  wheel: /has no sum of wellpress-999\.0\.0-/,
  npm: /No matching version found for wellpress@999\.0\.0/,
  cargo: /could not find `wellpress` in registry `crates-io` with version `=999\.0\.0`/,
};
for (const [method, message] of Object.entries(withoutPackages)) {
  test(`a version that does not exist stops the installation of the ${method}`, async () => {
    const site = newSite("--ci", "github", "--install", method);
    writeFileSync(join(site, ".wellpress-version"), "999.0.0\n");
    await assert.rejects(installOnGitHub(site, stepEnvironment(address)), { stderr: message });
  });
}

/** What a method says of a file with another sum than the one in the list. */
const wrongSum = { archive: /did NOT match/, wheel: /DO NOT MATCH THE HASHES/, npm: /did NOT match/ };
for (const [method, message] of Object.entries(wrongSum)) {
  test(`sums in the repository count in place of those of the release, for the ${method}`, async () => {
    const sums = readFileSync(join(packages, "SHA256SUMS"), "utf8");
    const site = newSite("--ci", "github", "--install", method);
    const file = join(site, ".wellpress-sha256");
    const install = () => installOnGitHub(site, stepEnvironment(address));
    writeFileSync(file, sums.replace(/^\w{64}/gm, "2".repeat(64)));
    await assert.rejects(install(), (error) => message.test(error.stdout + error.stderr) || assert.fail(error));
    writeFileSync(file, sums.replaceAll(version, "0.0.1"));
    await assert.rejects(install(), { stderr: new RegExp(`^\\.wellpress-sha256 has no sum of \\S+; it must be the SHA256SUMS of version ${version}$`, "m") });
    writeFileSync(file, sums);
    assert.ok(await install());
  });

  test(`without sums of the release the ${method} is not installed`, async () => {
    const site = newSite("--ci", "github", "--install", method);
    const env = { ...stepEnvironment(address), WELLPRESS_RELEASES: `${address}/nothing` };
    await assert.rejects(installOnGitHub(site, env), { stderr: /404/ });
  });
}
