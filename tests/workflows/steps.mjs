// The shell steps of a workflow: taken out of its YAML, and run unchanged.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { parse } from "yaml";

/** The steps with `run` of a composite action of GitHub, or of a job of a workflow. */
export function githubSteps(path, job) {
  const document = parse(readFileSync(path, "utf8"));
  const steps = job === undefined ? document.runs.steps : document.jobs[job].steps;
  return steps.filter((step) => step.run !== undefined);
}

/** The names of the jobs of a workflow of GitHub. */
export const githubJobs = (path) => Object.keys(parse(readFileSync(path, "utf8")).jobs);

/** The variables of a job of a workflow of GitHub, with its expressions as they are. */
export const jobVariables = (path, job) => parse(readFileSync(path, "utf8")).jobs[job].env ?? {};

/**
 * What a job of GitLab runs, in one shell: `before`, which its template has, then `script`. `variables` are those of the job.
 * Undefined if there is no such job.
 */
export function gitlabJob(path, name) {
  const document = parse(readFileSync(path, "utf8"));
  const job = document[name];
  return job && { before: document[job.extends]?.before_script ?? [], script: job.script, variables: job.variables ?? {} };
}

/**
 * Runs a script as the services do: with bash, which stops at the first command that fails. Returns what it printed; throws
 * an error with `code`, `stdout` and `stderr` if it fails.
 */
export async function runScript(script, { cwd, env }) {
  return await promisify(execFile)("bash", ["--noprofile", "--norc", "-euo", "pipefail", "-c", script], { cwd, env });
}
