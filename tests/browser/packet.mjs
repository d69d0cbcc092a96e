// The packet for a reviewer in a real browser. It is one file with a style sheet and a script of its own; a reviewer judges postures
// from its pictures, and answers in it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { launchBrowser, program } from "./preview_site.mjs";

/** A drawing of this size in pixels. */
const drawing = (width, height) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path d="M0 0L${width} ${height}"/></svg>`;
const files = {
  "wellpress.yaml": "title: Test\nbase_url: https://test.example/\nsearch: none\n",
  "content/pages/index.md": "---\ntitle: Home\n---\nWords.\n",
  "content/articles/back.md": `---
title: The back
hero: {src: tall.svg, alt: Somebody stands}
---
Words.

![Somebody lies](wide.svg)

::exercise{#rise}
`,
  "content/articles/tall.svg": drawing(600, 1200),
  "content/articles/wide.svg": drawing(1600, 700),
  "content/exercises/rise.md": `---
title: Rise
images: [{src: all.svg, alt: all}, {src: step.svg, alt: one, step: 1}]
---
1. Rise.
2. Sink.
`,
  "content/exercises/all.svg": drawing(900, 1100),
  "content/exercises/step.svg": drawing(1200, 800),
};
const ids = ["back", "rise"];
const packets = {};
let browser, folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "wellpress-packet-"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  for (const id of ids) packets[id] = (await promisify(execFile)(program, ["review", "request", id, "--root", folder])).stdout;
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the pictures of a packet keep their proportions", () => {
  for (const id of ids)
    for (const [media, width] of [["screen", 1280], ["screen", 390], ["print", 794]])
      test(`${id}, ${width} pixels wide, on ${media === "print" ? "paper" : "a screen"}`, { timeout: 60_000 }, async () => {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        await page.emulateMedia({ media });
        await page.setContent(packets[id]);
        const pictures = await page.locator("img").evaluateAll((images) => images.map((image) => {
          const box = image.getBoundingClientRect();
          return { alt: image.alt, shown: box.width / box.height, own: image.naturalWidth / image.naturalHeight, overflow: Math.max(0, Math.round(box.right - innerWidth)) };
        }));
        assert.ok(pictures.length >= 2, `${pictures.length} pictures`);
        for (const { alt, shown, own, overflow } of pictures) {
          assert.ok(Math.abs(shown / own - 1) < 0.02, `${alt}: ${shown} in place of ${own}`);
          assert.equal(overflow, 0, alt);
        }
        await page.close();
      });
});

describe("a packet takes an answer by keyboard alone, on a phone", () => {
  test("comment, suggestion, decision, file", { timeout: 60_000 }, async () => {
    const file = join(folder, "packet.html");
    await writeFile(file, packets.rise);
    const context = await browser.newContext({ viewport: { width: 375, height: 700 }, acceptDownloads: true });
    const page = await context.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("request", (request) => request.url().startsWith("http") && problems.push(request.url()));
    const second = await context.newPage();
    await second.goto(`file://${file}`);
    await page.bringToFront();
    await page.goto(`file://${file}`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it fits the phone");
    const focus = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") || document.activeElement.name || document.activeElement.textContent);
    const tabTo = async (wanted) => {
      for (let presses = 0; presses < 200; presses++) {
        await page.keyboard.press("Tab");
        if ((await focus()) === wanted) return;
      }
      assert.fail(`${wanted} is not reached`);
    };
    const step = page.locator("li[data-paragraph]", { hasText: "Sink." });
    await tabTo(`Comment on paragraph ${await step.getAttribute("data-paragraph")}`);
    await page.keyboard.press("Enter");
    assert.equal(await focus(), "comment");
    await page.keyboard.type("How far? <b>");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("Sink slowly.");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".remark").count(), 1);
    assert.equal(await page.locator(".remark b").count(), 0, "words are shown as text");
    // The browser stores in another process. A second window that shows the answer says that it is stored; a page that is loaded again
    // before that can lose it.
    await second.locator(".remark", { hasText: "How far?" }).waitFor();
    await second.close();
    // On a busy machine the browser can give a page an older store; the next load has the newer one.
    for (let loads = 0; loads < 5; loads++) {
      await page.reload();
      if ((await page.locator(".remark").count()) === 1) break;
    }
    assert.equal(await page.locator(".remark").count(), 1, "kept in the browser");
    // Whoever clicks on something else keeps what they have written.
    await page.locator("li[data-paragraph]", { hasText: "Rise." }).click({ position: { x: 40, y: 10 } });
    await page.getByLabel("Your comment").fill("Both feet?");
    await step.click({ position: { x: 40, y: 10 } });
    assert.equal(await page.locator(".remark", { hasText: "Both feet?" }).count(), 1, "kept without a click on Save");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.locator(".remark", { hasText: "Both feet?" }).getByRole("button", { name: "Delete" }).click();
    assert.equal(await page.locator(".remark").count(), 1);
    await tabTo("name");
    await page.keyboard.type("Jo Roe");
    await tabTo("decision");
    await page.keyboard.press("Space");
    await tabTo("Download answer");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    const answer = JSON.parse(await readFile(await download.path(), "utf8"));
    assert.equal(answer.decision, "approved");
    assert.equal(answer.name, "Jo Roe");
    const [remark] = answer.remarks;
    assert.deepEqual([remark.quote, remark.comment, remark.suggestion], ["Sink.", "How far? <b>", "Sink slowly."]);
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator(".remark").isVisible(), "a printed packet has the remarks");
    assert.ok(!(await page.locator(".comment").first().isVisible()));
    assert.deepEqual(problems, []);
    await context.close();
  });
});
