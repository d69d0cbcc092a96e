// `wellpress theme check --accessibility` on a theme with a barrier of each kind that axe and the search for its line tell apart, and on
// one without.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { program, testBrowser } from "./preview_site.mjs";

const asText = (path) => readFile(new URL(path, import.meta.url), "utf8");

/** A site with two plain pages and a theme, which gets these files. */
async function site(themeFiles = {}) {
  const folder = await mkdtemp(join(tmpdir(), "wellpress-accessibility-"));
  const files = {
    "wellpress.yaml": "title: Barriers\nbase_url: https://example.org/\ntheme: mine\n",
    "content/pages/index.md": "---\ntitle: Home\n---\nWords.\n",
    "content/pages/about.md": "---\ntitle: About\n---\nMore words.\n",
    "themes/mine/theme.yaml": "name: mine\nextends: well\n",
    ...Object.fromEntries(Object.entries(themeFiles).map(([path, text]) => [`themes/mine/${path}`, text])),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** Runs a command of the program in a folder. */
const run = (folder, call) => new Promise((resolve) => {
  execFile(program, call, { cwd: folder }, (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr }));
});

/** Runs the check and gives its status, its findings, the record in the cache, and what `audit wcag` reads in the record. */
async function check(folder, options = []) {
  const call = ["theme", "check", "--accessibility", "--root", folder, "--browser", testBrowser, "--format", "json", ...options];
  const { status, stdout, stderr } = await run(folder, call);
  const path = join(folder, ".wellpress/accessibility.json");
  const record = existsSync(path) ? JSON.parse(await readFile(path, "utf8")) : null;
  const report = record && (await run(folder, ["audit", "wcag"])).stdout;
  await rm(folder, { recursive: true });
  return { status, stderr, record, report, findings: stdout.startsWith("{") ? JSON.parse(stdout).findings : [] };
}

describe("a theme with barriers", async () => {
  const page = await asText("../../themes/well/templates/page.html");
  const faults = '<img class="planted" src="/nothing.png">\n<button class="bare"></button>\n<p class="pale planted">Pale words</p>\n';
  const end = page.lastIndexOf("</article>");
  assert.ok(end > 0);
  const template = page.slice(0, end) + faults + page.slice(end);
  const inTheDark = "@media (prefers-color-scheme: dark) {\n  .pale { color: #000 }\n}\n";
  const style = `/* .pale { color: black } */\n.pale {\n  background: #fff;\n  color: #bbb;\n}\n${inTheDark}`;
  const { status, findings, record, report, stderr } = await check(await site({ "templates/page.html": template, "assets/brand.css": style }));
  const lineOf = (text, words) => text.slice(0, text.indexOf(words)).split("\n").length;
  const findingOf = (rule) => {
    const found = findings.filter(({ message }) => message.includes(`(${rule})`));
    assert.equal(found.length, 1, JSON.stringify(findings));
    return found[0];
  };

  test("fails", () => assert.equal(status, 1, stderr));

  test("pale letters, with the line of the style sheet", () => {
    const finding = findingOf("color-contrast");
    assert.deepEqual([finding.rule, finding.severity], ["theme-accessibility", "error"]);
    assert.deepEqual([finding.file, finding.line], ["themes/mine/assets/brand.css", lineOf(style, "color: #bbb")]);
    assert.match(finding.message, /^`<p class="pale planted">` breaks WCAG 1\.4\.3 \(level AA\) on a desktop, .*: Elements must meet/);
    assert.doesNotMatch(finding.message, /dark|forced/);
    assert.match(finding.help, /insufficient color contrast of 1\.9\d* \(foreground color: #bbbbbb/);
  });

  test("a picture without words and a button without a name, with the lines of the template", () => {
    for (const [rule, number, words] of [["image-alt", "1.1.1", "<img"], ["button-name", "4.1.2", "<button class=\"bare"]]) {
      const finding = findingOf(rule);
      assert.ok(finding.message.includes(`breaks WCAG ${number} (level A) in every view at \`/`), finding.message);
      assert.deepEqual([finding.file, finding.line], ["themes/mine/templates/page.html", lineOf(template, words)]);
    }
  });

  test("are recorded for other programs", async () => {
    const { devDependencies } = JSON.parse(await asText("package.json"));
    assert.deepEqual([record.format, record.axe, record.theme], [1, devDependencies["axe-core"], "mine"]);
    assert.match(record.day, /^\d{4}-\d\d-\d\d$/);
    assert.ok(record.pages.some(({ address, template }) => address === "/404.html" && template === "not-found.html"));
    const { element, views, help, ...image } = record.violations.find(({ rule }) => rule === "image-alt");
    const place = { page: image.page, file: "themes/mine/templates/page.html", line: lineOf(template, "<img") };
    assert.deepEqual(image, { rule: "image-alt", criteria: ["1.1.1"], level: "A", ...place });
    assert.ok(element.endsWith('<img class="planted">') && help === "Images must have alternative text", element);
    assert.ok(views.includes("without JavaScript") && views.every((view) => record.views.includes(view)));
    assert.deepEqual(record.passes.find(({ rule }) => rule === "document-title"), { rule: "document-title", criteria: ["2.4.2"] });
    assert.ok(!record.passes.some(({ rule }) => rule === "image-alt"));
    // What one tool writes, the other one reads.
    assert.match(report, new RegExp(`axe ${record.axe} looked at ${record.pages.length} pages in a browser`));
    assert.match(report, /1\.1\.1 Non-text Content: Partially Supports[^]*by its rule `?image-alt/);
  });
});

test("a theme without barriers, and a run without a cache", async () => {
  const { status, findings, record, stderr } = await check(await site(), ["--cache", "off"]);
  assert.equal(status, 0, stderr);
  assert.deepEqual(findings, []);
  assert.equal(record, null);
});

test("a theme of its last check says nothing about the pages", async () => {
  const { status, stderr } = await check(await site(), ["--if-changed"]);
  assert.equal(status, 2);
  assert.match(stderr, /--if-changed/);
});
