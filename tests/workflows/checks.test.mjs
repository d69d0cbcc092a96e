// Runs the jobs that check a site and that keep the issue about overdue reviews. `gh` and `apt-get` are replaced by scripts, and the
// API of GitLab by a server on this machine. The job that tries links to other sites is left out: it needs the network.

import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { record } from "./results.mjs";
import { environment, newSite, program, temporaryFolder, withPrograms } from "./sites.mjs";
import { githubSteps, gitlabJob, jobVariables, runScript } from "./steps.mjs";

const title = "Reviews that are overdue";

/** Makes the review of the article overdue. */
function addOverdueReview(site) {
  const path = join(site, "content/articles/back-pain-at-a-desk/index.md");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^published: .*/m, "published: 2020-01-01\nnext_review: 2021-01-01"));
}

async function runSteps(workflow, job, site, env) {
  const steps = githubSteps(workflow, job);
  for (const step of steps) await runScript(step.run, { cwd: site, env });
  record({ scaffold: "GitHub, checks and reviews", job, executed: steps.length, steps: steps.length, leftOut: [] });
}

test("GitHub's check writes findings for pull requests", async () => {
  const site = newSite("--ci", "github");
  addOverdueReview(site);
  await runSteps(join(site, ".github/workflows/check.yml"), "check", site, environment);
  assert.match(readFileSync(join(site, "findings.sarif"), "utf8"), /"ruleId": ?"review-overdue"/);
});

test("GitHub's check fails for a site with errors, after it has written the findings", async () => {
  const site = newSite("--ci", "github");
  writeFileSync(join(site, "content/pages/broken.md"), "---\ntitle: A\nunknown: 1\n---\n");
  await assert.rejects(runSteps(join(site, ".github/workflows/check.yml"), "check", site, environment), { code: 1, stdout: /^::error file=content\/pages\/broken.md/m });
  assert.ok(existsSync(join(site, "findings.sarif")));
});

for (const [name, overdue, issue, expected] of [
  ["opens an issue", true, "", `issue create --title ${title} --body-file body.md`],
  ["updates the open issue", true, "7", "issue edit 7 --body-file body.md"],
  ["closes the issue", false, "7", "issue close 7 --comment No review is overdue."],
  ["does nothing", false, "", undefined],
]) {
  test(`GitHub's reviews job ${name}`, async () => {
    const site = newSite("--ci", "github");
    if (overdue) addOverdueReview(site);
    const workflow = join(site, ".github/workflows/care.yml");
    const gh = `echo "$*" >> gh.log; if [ "$2" = list ]; then printf '%s' '${issue}'; fi`;
    const { TITLE } = jobVariables(workflow, "reviews");
    assert.equal(TITLE, title);
    await runSteps(workflow, "reviews", site, { ...withPrograms({ gh }), TITLE });
    const [search, ...changes] = readFileSync(join(site, "gh.log"), "utf8").trimEnd().split("\n");
    assert.match(search, /^issue list --state open --search "Reviews that are overdue" in:title /);
    assert.deepEqual(changes, expected === undefined ? [] : [expected]);
    assert.equal(/back-pain-at-a-desk/.test(readFileSync(join(site, "body.md"), "utf8")), overdue);
  });
}

/** Runs a job of GitLab in a site in which wellpress is there already, as from the cache. */
async function runJob(site, name, env) {
  mkdirSync(join(site, ".program/bin"), { recursive: true });
  symlinkSync(program, join(site, ".program/bin/wellpress"));
  const { before, script } = gitlabJob(join(site, ".gitlab-ci.yml"), name);
  const lines = [...before, ...script];
  await runScript(lines.join("\n"), { cwd: site, env: { ...env, CI_PROJECT_DIR: site } });
  record({ scaffold: "GitLab, checks and reviews", job: name, executed: lines.length, steps: lines.length, leftOut: [] });
}

test("GitLab's check writes findings as files", async () => {
  const site = newSite("--ci", "gitlab");
  await runJob(site, "check", environment);
  assert.ok(existsSync(join(site, "findings.sarif")) && existsSync(join(site, "findings.html")));
});

test("GitLab's job for a theme installs a browser", async () => {
  await runJob(newSite("--ci", "gitlab"), "theme", withPrograms({ "apt-get": "exit 0" }));
});

/** GitLab searches for words in titles, so it also finds this. */
const otherIssue = { iid: 3, title: `How we handle ${title}` };

/** A server in place of GitLab's API, with one issue or none. `requests` has what it was asked to change. */
async function startApi(issues) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const url = new URL(request.url, "http://127.0.0.1");
    const known = request.headers["private-token"] === "token" && url.pathname.startsWith("/projects/1/issues");
    if (request.method !== "GET") requests.push({ method: request.method, path: url.pathname, ...Object.fromEntries(new URLSearchParams(body)) });
    else assert.equal(url.searchParams.get("search"), title);
    response.writeHead(known ? 200 : 404).end(JSON.stringify(issues));
  }).listen(0, "127.0.0.1");
  after(() => server.close());
  await once(server, "listening");
  return { requests, address: `http://127.0.0.1:${server.address().port}` };
}

for (const [name, overdue, issues, expected] of [
  ["opens an issue", true, [], { method: "POST", path: "/projects/1/issues", title }],
  ["updates the open issue", true, [otherIssue, { iid: 7, title }], { method: "PUT", path: "/projects/1/issues/7" }],
  ["closes the issue", false, [otherIssue, { iid: 7, title }], { method: "PUT", path: "/projects/1/issues/7", state_event: "close" }],
  ["does nothing", false, [otherIssue], undefined],
]) {
  test(`GitLab's reviews job ${name}`, async () => {
    const site = newSite("--ci", "gitlab");
    if (overdue) addOverdueReview(site);
    const { requests, address } = await startApi(issues);
    await runJob(site, "reviews", { ...withPrograms({ "apt-get": "exit 0" }), CI_API_V4_URL: address, CI_PROJECT_ID: "1", ISSUE_TOKEN: "token" });
    const changes = requests.map(({ description, ...request }) => request);
    assert.deepEqual(changes, expected === undefined ? [] : [expected]);
    if (overdue) assert.match(requests[0].description, /back-pain-at-a-desk/);
  });
}

// The jobs that try links need the network. Here a script prints what the program prints of a link, where it prints it.
const outputs = {
  dead: ["::warning file=a.md,line=1,col=1,endColumn=2,title=link-dead::gone", "warning[link-dead]: gone"],
  moved: ["::notice file=link-dead.md,line=1,col=1,endColumn=2,title=link-moved::moved", "note[link-moved]: moved"],
};
for (const [state, [annotation, text]] of Object.entries(outputs)) {
  test(`GitHub's and GitLab's links jobs with a ${state} link`, async () => {
    const site = newSite("--ci", "github");
    const wellpress = `case "$*" in *github*) echo '${annotation}';; *) echo '${text}' >&2; echo Checked;; esac`;
    const [step] = githubSteps(join(site, ".github/workflows/care.yml"), "links");
    const { script } = gitlabJob(join(newSite("--ci", "gitlab"), ".gitlab-ci.yml"), "links");
    for (const lines of [step.run, script.join("\n")]) {
      const run = runScript(lines, { cwd: site, env: withPrograms({ wellpress }) });
      if (state === "dead") await assert.rejects(run, { code: 1, stdout: /gone/ });
      else assert.match((await run).stdout, /moved/);
    }
  });
}

const leftOut = ["wellpress check --external"];
const links = githubSteps(join(newSite("--ci", "github"), ".github/workflows/care.yml"), "links");
record({ scaffold: "GitHub, checks and reviews", job: "links", executed: 0, steps: links.length, leftOut });
const { before, script } = gitlabJob(join(newSite("--ci", "gitlab"), ".gitlab-ci.yml"), "links");
record({ scaffold: "GitLab, checks and reviews", job: "links", executed: 0, steps: before.length + script.length, leftOut });
