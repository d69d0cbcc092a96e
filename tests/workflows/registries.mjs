// Runs the steps that install the program, unchanged, against registries and releases on this machine.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { root, temporaryFolder } from "./sites.mjs";
import { githubSteps, gitlabJob, runScript } from "./steps.mjs";

// `npm test` hands the settings of this folder on, which leave out optional dependencies.
export const withoutNpmSettings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

const servers = [];
after(() => servers.forEach((server) => server.kill()));

/** Serves a folder of packages until the tests of a file end. Returns the address. */
export async function serve(packages) {
  const server = spawn("python3", [join(root, "dist/registry.py"), packages], { stdio: ["ignore", "pipe", "inherit"] });
  servers.push(server);
  const [line] = await once(server.stdout, "data");
  return line.toString().trim();
}

/** The source of crates that `dist/registry.py` serves. */
export const crateRegistry = (address) => `registry = "sparse+${address}/crates/"`;

/**
 * The environment of a step in which each registry, and the releases, are at an address of this machine. `crates` is where
 * Cargo finds crates, a line of its settings.
 */
export function stepEnvironment(address, crates = crateRegistry(address)) {
  const home = temporaryFolder();
  const cargoHome = join(home, "cargo");
  mkdirSync(cargoHome);
  writeFileSync(join(cargoHome, "config.toml"), `[source.crates-io]\nreplace-with = "test"\n\n[source.test]\n${crates}\n`);
  const registries = { PIP_INDEX_URL: `${address}/simple/`, npm_config_registry: `${address}/npm/`, CARGO_HOME: cargoHome, WELLPRESS_RELEASES: `${address}/releases` };
  // rustup looks for its compilers in the home, which is empty here.
  const rustup = process.env.RUSTUP_HOME ?? join(homedir(), ".rustup");
  return { ...withoutNpmSettings, ...registries, RUSTUP_HOME: rustup, HOME: home, GITHUB_PATH: join(home, "path") };
}

/** Runs the steps of GitHub's action as for a cache without the program. Returns the folder that they add to the path. */
export async function installOnGitHub(site, env) {
  for (const step of githubSteps(join(site, ".github/actions/wellpress/action.yml"))) await runScript(step.run, { cwd: site, env });
  return readFileSync(env.GITHUB_PATH, "utf8").trim();
}

/** The lines of GitLab's jobs that install the program. */
export const gitlabInstallation = (site) => gitlabJob(join(site, ".gitlab-ci.yml"), "check").before;
