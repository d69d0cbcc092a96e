// Runs the jobs that check a site, that keep the issue and the pull request of its care, and that publish when a date has come. `gh` and
// `apt-get` are replaced by scripts, the API of GitLab by a server and the repository at the service by one on this machine. A script also
// takes the place of the command that asks other servers.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { record } from "./results.mjs";
import { environment, newSite, program, temporaryFolder, withPrograms } from "./sites.mjs";
import { githubSteps, gitlabJob, jobVariables, runScript } from "./steps.mjs";

const title = "Care of this site";

/** Makes the review of the article overdue. */
function addOverdueReview(site) {
  const path = join(site, "content/articles/back-pain-at-a-desk/index.md");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^published: .*/m, "published: 2020-01-01\nnext_review: 2021-01-01"));
}

async function runSteps(workflow, job, site, env) {
  const steps = githubSteps(workflow, job);
  for (const step of steps) await runScript(step.run, { cwd: site, env });
  record({ scaffold: "GitHub, checks and care", job, executed: steps.length, steps: steps.length, leftOut: [] });
}

/** What GitHub gives to the check of a pull request. `gh` prints `comment` as the id of an earlier comment. */
function pullRequest(comment = "") {
  const log = join(temporaryFolder(), "gh.log");
  const gh = `echo "$*" >> "${log}"; case "$*" in *--paginate*) printf '%s' '${comment}';; esac`;
  const env = { ...withPrograms({ gh }), GITHUB_REPOSITORY: "clinic/guide", NUMBER: "3", PREVIEW_ADDRESS: "https://pr-3--guide.netlify.app/" };
  const requests = () => readFileSync(log, "utf8").trimEnd().split("\n").filter((line) => line.includes("--method"));
  return { env, requests };
}

test("GitHub's check writes findings for pull requests", async () => {
  const site = newSite("--ci", "github");
  addOverdueReview(site);
  const { env, requests } = pullRequest();
  await runSteps(join(site, ".github/workflows/check.yml"), "check", site, env);
  assert.deepEqual(requests(), ["api --silent --method POST repos/clinic/guide/issues/3/comments --field body=@.wellpress/comment.md"]);
  const comment = readFileSync(join(site, ".wellpress/comment.md"), "utf8");
  assert.match(comment, /^<!-- wellpress: findings -->\n### This can be published, with \d+ warnings?/);
  assert.match(comment, /^- \*\*\[Back pain at a desk: two small exercises\]\(<https:\/\/pr-3--guide\.netlify\.app\/articles\/back-pain-at-a-desk\/>\)\*\*, line \d+: .*review.*\n {2}To do: /m);
  assert.match(readFileSync(join(site, "findings.sarif"), "utf8"), /"ruleId": ?"review-overdue"/);
});

test("GitHub's check fails for a site with errors, after it has written the findings", async () => {
  const site = newSite("--ci", "github");
  writeFileSync(join(site, "content/pages/broken.md"), "---\ntitle: A\nunknown: 1\n---\n");
  await assert.rejects(runSteps(join(site, ".github/workflows/check.yml"), "check", site, pullRequest().env), { code: 1, stdout: /^::error file=content\/pages\/broken.md/m });
  assert.ok(existsSync(join(site, "findings.sarif")));
});

for (const [name, comment, finding, expected] of [
  ["changes the comment that is there", "17", true, ["api --silent --method PATCH repos/clinic/guide/issues/comments/17 --field body=@.wellpress/comment.md"]],
  ["says in the comment that is there that nothing is left", "17", false, ["api --silent --method PATCH repos/clinic/guide/issues/comments/17 --field body=@.wellpress/comment.md"]],
  ["writes no comment about nothing", "", false, []],
]) {
  test(`GitHub's check ${name}`, async () => {
    const site = newSite("--ci", "github");
    if (finding) addOverdueReview(site);
    const { env, requests } = pullRequest(comment);
    const quiet = finding ? {} : withPrograms({ wellpress: `case "$*" in *comment*) "${program}" "$@"; sed -i '/^- /d' .wellpress/comment.md; exit;; esac\nexec "${program}" "$@"` });
    const [step] = githubSteps(join(site, ".github/workflows/check.yml"), "check").filter((other) => other.name === "Keep one comment");
    await runScript(step.run, { cwd: site, env: { ...env, ...(finding ? {} : { PATH: `${quiet.PATH.split(":")[0]}:${env.PATH}` }) } });
    assert.deepEqual(requests(), expected);
  });
}

/** A repository with a remote, in which the site is committed. Returns the folder of the remote. */
function newRepository(site) {
  const remote = temporaryFolder();
  const git = (...args) => execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@localhost", ...args], { cwd: site, stdio: "pipe" });
  execFileSync("git", ["init", "--quiet", "--bare", remote]);
  git("init", "--quiet", "--initial-branch", "main");
  git("add", "--all");
  git("commit", "--quiet", "--message", "Begin");
  git("remote", "add", "origin", remote);
  git("push", "--quiet", "origin", "main");
  return remote;
}

const branchOf = (remote) => spawnSync("git", ["show", "--stat", "--format=%s", "wellpress-care"], { cwd: remote, encoding: "utf8" }).stdout;

/** The program, which asks nobody: `care --fetch` ends with `status`, and writes a file if services had something new. Another program leaves
 * a file that belongs to nobody. */
const wellpressWith = ({ status = 0, isNew = false } = {}) => `case "$*" in
  *--fetch*) ${isNew ? "mkdir -p data; echo new > data/notices.csv; echo data/notices.csv > .wellpress/stored.txt;" : ""} echo asked > .wellpress/fetched.txt; echo left > data.log; exit ${status};;
esac
exec "${program}" "$@"`;

/** The program in a site in which nothing but an overdue review is to do: a new site has texts that somebody has to write yet. */
const careProgram = (overdue, isNew) => (overdue ? "" : `case "$*" in *markdown*) echo "Nothing to do" > .wellpress/care.md; exit 0;; esac\n`) + wellpressWith({ isNew });

/** A page that appears on 2026-06-01. */
function addFuturePage(site) {
  writeFileSync(join(site, "content/articles/new.md"), "---\ntitle: New\npublished: 2026-06-01\n---\nText.\n");
}
const listsIn = { issue: /^issue list --state open --search "Care of this site" in:title /, pull: /^pr list --state open --head wellpress-care / };

for (const [name, { overdue, isNew, issue = "", pull = "" }, expected] of [
  ["opens an issue", { overdue: true }, [`issue create --title ${title} --body-file .wellpress/care.md`]],
  ["updates the open issue", { overdue: true, issue: "7" }, ["issue edit 7 --body-file .wellpress/care.md"]],
  ["closes the issue and the pull request", { issue: "7", pull: "8" }, ["issue close 7 --comment Nothing is left to do.", "pr close 8 --delete-branch --comment Nothing is left to bring up to date."]],
  ["does nothing", {}, []],
  ["opens a pull request", { isNew: true }, ["auth setup-git", `pr create --head wellpress-care --title ${title}: data on sources --body What services say of the sources now. Look at each change, and merge.`]],
  ["updates the pull request", { isNew: true, pull: "8" }, ["auth setup-git"]],
]) {
  test(`GitHub's care job ${name}`, async () => {
    const site = newSite("--ci", "github");
    if (overdue) addOverdueReview(site);
    const remote = newRepository(site);
    const workflow = join(site, ".github/workflows/care.yml");
    const log = join(temporaryFolder(), "gh.log");
    const gh = `echo "$*" >> "${log}"; case "$1 $2" in "issue list") printf '%s' '${issue}';; "pr list") printf '%s' '${pull}';; esac`;
    const { TITLE, BRANCH } = jobVariables(workflow, "care");
    assert.equal(TITLE, title);
    const programs = { ...withPrograms({ gh, wellpress: careProgram(overdue, isNew) }), TITLE, BRANCH };
    await runSteps(workflow, "care", site, programs);
    const lines = readFileSync(log, "utf8").trimEnd().split("\n");
    assert.ok(Object.values(listsIn).every((list) => lines.some((line) => list.test(line))), lines.join("\n"));
    assert.deepEqual(lines.filter((line) => !Object.values(listsIn).some((list) => list.test(line))), expected);
    assert.equal(/back-pain-at-a-desk/.test(readFileSync(join(site, ".wellpress/care.md"), "utf8")), Boolean(overdue));
    if (isNew) assert.match(branchOf(remote), /^Bring the data on sources up to date\n\n data\/notices.csv \| 1 \+\n 1 file changed/);
    else assert.equal(branchOf(remote), "");
  });
}

test("GitHub's care job keeps what it got, and fails, if a service did not answer", async () => {
  const site = newSite("--ci", "github");
  addOverdueReview(site);
  const remote = newRepository(site);
  const workflow = join(site, ".github/workflows/care.yml");
  const log = join(temporaryFolder(), "gh.log");
  const wellpress = wellpressWith({ status: 3, isNew: true });
  await assert.rejects(runSteps(workflow, "care", site, { ...withPrograms({ gh: `echo "$*" >> "${log}"`, wellpress }), ...jobVariables(workflow, "care") }), { code: 1 });
  assert.match(readFileSync(log, "utf8"), /^issue create [\s\S]*^pr create /m);
  assert.match(branchOf(remote), /notices.csv/);
});

test("a list that is longer than an issue has a section for each person, with a count of what is left out", async () => {
  const site = newSite("--ci", "github");
  const people = ["Ann", "Bo", "Cem"];
  for (const person of people) writeFileSync(join(site, `content/people/${person.toLowerCase()}.md`), `---\nname: ${person}\n---\n`);
  for (let page = 0; page < 600; page++) {
    const person = people[page < 590 ? 0 : page % 2 + 1].toLowerCase();
    writeFileSync(join(site, `content/articles/p${page}.md`), `---\ntitle: Überfällige Seite ${page}\nreviewers: [{person: ${person}, role: medical, date: 2020-01-01}]\nnext_review: 2021-01-01\n---\nText.\n`);
  }
  const workflow = join(site, ".github/workflows/care.yml");
  const [ask] = githubSteps(workflow, "care");
  await runScript(ask.run, { cwd: site, env: withPrograms({ wellpress: wellpressWith() }) });
  const body = readFileSync(join(site, ".wellpress/care.md"), "utf8");
  assert.ok(body.length > 55000 && body.length <= 60000, String(body.length));
  assert.match(body, /^## Ann \(ann\)\n[\s\S]*^- \[ \] \d+ items more\n[\s\S]*^## Bo \(bo\)\n[\s\S]*^## Cem \(cem\)\n[\s\S]*`wellpress care` prints all of it\.\n$/m);
  assert.equal(body.match(/^- \[ \] \d+ items? more$/gm).length, 1);
});

for (const [name, last, day, expected] of [
  ["publishes if a date has come", "2026-05-31T01:09:00Z", "2026-06-01", "came=yes\n"],
  ["publishes nothing if none has come", "2026-06-01T01:09:00Z", "2026-06-02", undefined],
  ["publishes nothing before the first publication", "", "2026-06-01", undefined],
]) {
  test(`GitHub's dates job ${name}`, async () => {
    const site = newSite("--ci", "github");
    addFuturePage(site);
    const output = join(temporaryFolder(), "output");
    const env = { ...withPrograms({ gh: `printf '%s' '${last}'` }), SOURCE_DATE_EPOCH: String(Date.parse(day) / 1000), GITHUB_OUTPUT: output };
    await runSteps(join(site, ".github/workflows/publish.yml"), "dates", site, env);
    assert.equal(existsSync(output) ? readFileSync(output, "utf8") : undefined, expected);
  });
}

/** Runs a job of GitLab in a site in which wellpress is there already, as from the cache. */
async function runJob(site, name, env, wellpress) {
  mkdirSync(join(site, ".program/bin"), { recursive: true });
  if (wellpress) writeFileSync(join(site, ".program/bin/wellpress"), `#!/bin/bash\n${wellpress}\n`, { mode: 0o755 });
  else symlinkSync(program, join(site, ".program/bin/wellpress"));
  const { before, script } = gitlabJob(join(site, ".gitlab-ci.yml"), name);
  const lines = [...before, ...script];
  await runScript(lines.join("\n"), { cwd: site, env: { ...env, CI_PROJECT_DIR: site } });
  record({ scaffold: "GitLab, checks and care", job: name, executed: lines.length, steps: lines.length, leftOut: [] });
}

test("GitLab's check writes findings as files", async () => {
  const site = newSite("--ci", "gitlab");
  await runJob(site, "check", environment);
  assert.ok(existsSync(join(site, "findings.sarif")) && existsSync(join(site, "findings.html")));
});

test("GitLab's job for a theme installs a browser", async () => {
  await runJob(newSite("--ci", "gitlab"), "theme", withPrograms({ "apt-get": "exit 0" }));
});

for (const [name, notes, expected] of [
  ["writes a comment", [{ id: 4, author: { id: 1 }, body: "<!-- wellpress: findings --> by somebody else" }], { method: "POST", path: "/projects/1/merge_requests/3/notes" }],
  ["changes its comment", [{ id: 4, author: { id: 1 }, body: "Hello" }, { id: 5, author: { id: 9 }, body: "<!-- wellpress: findings -->\n" }], { method: "PUT", path: "/projects/1/merge_requests/3/notes/5" }],
]) {
  test(`GitLab's comment job ${name}`, async () => {
    const site = newSite("--ci", "gitlab");
    addOverdueReview(site);
    const { requests, address } = await startApi({ notes });
    const ofService = { CI_API_V4_URL: address, CI_PROJECT_ID: "1", CI_MERGE_REQUEST_IID: "3", COMMENT_TOKEN: "token", PREVIEW_ADDRESS: "" };
    await runJob(site, "comment", { ...withPrograms({ "apt-get": "exit 0" }), ...ofService });
    const [{ body, ...request }] = requests;
    assert.deepEqual([request, requests.length], [expected, 1]);
    assert.match(body, /^<!-- wellpress: findings -->\n[\s\S]*^- \*\*Back pain at a desk: two small exercises\*\*, line /m);
  });
}

/** GitLab searches for words in titles, so it also finds this. */
const otherIssue = { iid: 3, title: `How we handle ${title}` };
/** A merge request of a fork with the same branch. */
const otherMerge = { iid: 4, source_project_id: 2, target_project_id: 1 };

/** A server in place of GitLab's API. `requests` has what it was asked to change. */
async function startApi({ issues = [], merges = [], notes = [] } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const url = new URL(request.url, "http://127.0.0.1");
    const isTrigger = url.pathname === "/projects/1/trigger/pipeline";
    const known = isTrigger || (request.headers["private-token"] === "token" && /^\/(user$|projects\/1\/(issues|merge_requests))/.test(url.pathname));
    if (isTrigger) requests.push({ path: url.pathname, fields: [...body.matchAll(/name="(\w+)"\r\n\r\n(\w+)/g)].map(([, name, value]) => `${name}=${value}`) });
    else if (request.method !== "GET") requests.push({ method: request.method, path: url.pathname, ...Object.fromEntries(new URLSearchParams(body)) });
    else if (url.pathname.endsWith("issues")) assert.equal(url.searchParams.get("search"), title);
    const answer = { issues, notes, user: { id: 9 } }[url.pathname.split("/").pop()] ?? merges;
    response.writeHead(known ? 200 : 404).end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  after(() => server.close());
  await once(server, "listening");
  return { requests, address: `http://127.0.0.1:${server.address().port}` };
}

const own = { iid: 8, source_project_id: 1, target_project_id: 1 };
const newMerge = { method: "POST", path: "/projects/1/merge_requests", source_branch: "wellpress-care", target_branch: "main", remove_source_branch: "true", title: `${title}: data on sources` };
for (const [name, { overdue, isNew, ...known }, expected] of [
  ["opens an issue", { overdue: true }, [{ method: "POST", path: "/projects/1/issues", title }]],
  ["updates the open issue", { overdue: true, issues: [otherIssue, { iid: 7, title }] }, [{ method: "PUT", path: "/projects/1/issues/7" }]],
  ["closes the issue and the merge request", { issues: [otherIssue, { iid: 7, title }], merges: [otherMerge, own] }, [{ method: "PUT", path: "/projects/1/issues/7", state_event: "close" }, { method: "PUT", path: "/projects/1/merge_requests/8", state_event: "close" }]],
  ["does nothing", { issues: [otherIssue], merges: [otherMerge] }, []],
  ["opens a merge request", { isNew: true, merges: [otherMerge] }, [newMerge]],
  ["updates the merge request", { isNew: true, merges: [own] }, []],
]) {
  test(`GitLab's care job ${name}`, async () => {
    const site = newSite("--ci", "gitlab");
    if (overdue) addOverdueReview(site);
    const remote = newRepository(site);
    const { requests, address } = await startApi(known);
    const { variables } = gitlabJob(join(site, ".gitlab-ci.yml"), "care");
    const ofService = { CI_API_V4_URL: address, CI_PROJECT_ID: "1", CI_DEFAULT_BRANCH: "main", CI_REPOSITORY_URL: remote, CARE_TOKEN: "token" };
    await runJob(site, "care", { ...withPrograms({ "apt-get": "exit 0" }), ...variables, ...ofService }, careProgram(overdue, isNew));
    const changes = requests.map(({ description, ...request }) => request);
    assert.deepEqual(changes, expected);
    if (overdue) assert.match(requests[0].description, /back-pain-at-a-desk/);
    if (isNew) assert.match(branchOf(remote), /notices.csv/);
    else assert.equal(branchOf(remote), "");
  });
}

test("GitLab's care job fails, with its issue written, if a service did not answer", async () => {
  const site = newSite("--ci", "gitlab");
  addOverdueReview(site);
  newRepository(site);
  const { requests, address } = await startApi();
  const ofService = { CI_API_V4_URL: address, CI_PROJECT_ID: "1", CI_DEFAULT_BRANCH: "main", CI_REPOSITORY_URL: site, CARE_TOKEN: "token", TITLE: title, BRANCH: "wellpress-care" };
  await assert.rejects(runJob(site, "care", { ...withPrograms({ "apt-get": "exit 0" }), ...ofService }, wellpressWith({ status: 3 })), { code: 1 });
  assert.deepEqual(requests.map(({ path }) => path), ["/projects/1/issues"]);
});

for (const [name, last, day, isPublished] of [
  ["starts a pipeline if a date has come", "2026-05-31", "2026-06-01", true],
  ["starts none if no date has come", "2026-06-01", "2026-06-02", false],
  ["looks a week back without the day of the last look, on which a new site has begun", undefined, undefined, true],
]) {
  test(`GitLab's dates job ${name}`, async () => {
    const site = newSite("--ci", "gitlab");
    addFuturePage(site);
    if (last) {
      mkdirSync(join(site, ".dates"));
      writeFileSync(join(site, ".dates/last"), `${last}\n`);
    }
    const { requests, address } = await startApi();
    const clock = day ? { SOURCE_DATE_EPOCH: String(Date.parse(day) / 1000) } : {};
    const ofService = { CI_API_V4_URL: address, CI_PROJECT_ID: "1", CI_DEFAULT_BRANCH: "main", CI_JOB_TOKEN: "job" };
    await runJob(site, "dates", { ...withPrograms({ "apt-get": "exit 0" }), ...ofService, ...clock });
    assert.deepEqual(requests, isPublished ? [{ path: "/projects/1/trigger/pipeline", fields: ["token=job", "ref=main"] }] : []);
    assert.match(readFileSync(join(site, ".dates/last"), "utf8"), /^\d{4}-\d{2}-\d{2}\n$/);
  });
}
