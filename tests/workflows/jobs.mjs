// Runs the jobs that publish a site, with their steps unchanged, up to the upload. A bucket is replaced by a folder, which the
// settings of the site name as target, and a server by a folder, so there the upload runs too.

import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { record } from "./results.mjs";
import { addAliases, environment, newSite, program, withPrograms } from "./sites.mjs";
import { githubJobs, githubSteps, gitlabJob, runScript } from "./steps.mjs";

const buckets = ["s3", "gcs"];
const pagesAddress = "https://pages.test.example/guide";
/** What the services and the settings of a repository give to the jobs. */
const variables = {
  BASE_URL: pagesAddress,
  CI_PAGES_URL: pagesAddress,
  PREVIEW_URL: "https://previews.example.org",
  SSH_KEY: "key",
  SSH_KNOWN_HOSTS: "hosts",
};

// Continuous integration has rsync, so there the upload to a server cannot be left out.
export const withoutRsync = !process.env.CI && spawnSync("rsync", ["--version"]).status !== 0 && "there is no rsync";
if (withoutRsync) record({ missing: withoutRsync });

function siteFor(service, host) {
  const site = newSite("--ci", service, "--host", host);
  addAliases(site);
  if (buckets.includes(host)) {
    const target = (name) => pathToFileURL(join(site, name));
    appendFileSync(join(site, "wellpress.yaml"), `deploy: {target: "${target("public")}", targets: {preview: "${target("preview")}"}}\n`);
  }
  mkdirSync(join(site, "home"));
  mkdirSync(join(site, "www"));
  return site;
}

const jobEnvironment = (site) => ({ ...environment, ...variables, HOME: join(site, "home"), SSH_TARGET: join(site, "www"), CI_PROJECT_DIR: site });

/** The variables of a job of GitLab, with the values of the variables that they name. */
const expanded = (ofJob, known) =>
  Object.fromEntries(Object.entries(ofJob).map(([name, value]) => [name, value.replace(/\$(\w+)/g, (_, other) => known[other] ?? "")]));

/** The folder that a host serves after `production` has run. */
export const publishedFolder = (site, host) => join(site, host === "server" && !withoutRsync ? "www" : "public");

/** The jobs of the workflow for a host that publish the site. */
export const publishingJobs = (host) => githubJobs(join(newSite("--ci", "github", "--host", host), ".github/workflows/publish.yml"));

/** Runs a job of GitHub's `publish.yml` in a new site, which `change` may change before, and returns the site's folder. */
export async function runOnGitHub(host, job, change = () => {}) {
  const site = siteFor("github", host);
  change(site);
  const steps = githubSteps(join(site, ".github/workflows/publish.yml"), job);
  const isLeftOut = ({ run }) => run.startsWith("npx ") || (run.startsWith("install ") && withoutRsync);
  const executed = steps.filter((step) => !isLeftOut(step));
  const env = { ...jobEnvironment(site), PREVIEW: "pr-1" };
  for (const step of executed) await runScript(step.run, { cwd: site, env });
  // Without the version, so that an update of the program does not change the table in the manual.
  const leftOut = steps.filter(isLeftOut).map(({ run }) => run.replace(/^npx --yes (@?[^@ ]+)@\S+ (\S+).*/s, "$1 $2"));
  record({ scaffold: `GitHub, \`${host}\``, job, executed: executed.length, steps: steps.length, leftOut });
  return site;
}

/**
 * Runs the jobs of GitLab's pipeline that publish, in a new site, and returns the site's folder. Jobs that only fetch a program
 * and upload are left out. wellpress is there already, as from the cache, and a script takes the place of `apt-get`.
 */
export async function runOnGitLab(host) {
  const site = siteFor("gitlab", host);
  mkdirSync(join(site, ".program/bin"), { recursive: true });
  symlinkSync(program, join(site, ".program/bin/wellpress"));
  for (const job of ["site", "pages", "production", "preview"]) {
    const content = gitlabJob(join(site, ".gitlab-ci.yml"), job);
    if (content === undefined) continue;
    const lines = [...content.before, ...content.script];
    const isLeftOut = content.script[0].startsWith("npx ") || (content.script[0].startsWith("apt-get ") && withoutRsync);
    const ofServices = { ...jobEnvironment(site), CI_MERGE_REQUEST_IID: "1" };
    const env = { ...ofServices, PATH: withPrograms({ "apt-get": "exit 0" }).PATH, ...expanded(content.variables, ofServices) };
    if (!isLeftOut) await runScript(lines.join("\n"), { cwd: site, env });
    const leftOut = isLeftOut ? [job] : [];
    record({ scaffold: `GitLab, \`${host}\``, job, executed: isLeftOut ? 0 : lines.length, steps: lines.length, leftOut });
  }
  return site;
}
