// The built site in Chromium itself, whose paper readers print on: handouts, and the filters of the exercise library.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { forAllTests, loadPictures } from "./built_site.mjs";
import { axeFindings, copySite, program, wholeBrowser } from "./preview_site.mjs";

// Without width and height, as many drawing programs write it.
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><path d="M0 0L400 300"/></svg>`;
const words = "Breathe out and bring the arms down in front of you until the hands are as high as the breast.";
const advice = `${words} Go slowly.`;
const conditions = ["osteoporosis", "back-pain", "spine"];
/** The source of an exercise with this many cautions and steps, and pictures of its first steps. */
const exercise = ({ disclaimers = "long", more, cautions, steps, pictures, text, intro }) => `---
title: A long exercise with a long title
description: A description that goes on for a while, so that the head of the sheet has more than one line to it.
dose: {sets: 3, reps: 10-20, hold: 30 s, rounds: 2, rest: 1 min, frequency: three times a week, sides: both}
cautions: [${conditions.slice(0, cautions).map((id) => `{condition: ${id}, advice: "${advice}"}`)}]
stop_if: ["Pain shoots down a leg.", "You feel dizzy or short of breath.", "Numbness comes into a foot."]
disclaimers: [${disclaimers}]
images: [${[...Array(pictures).keys()].map((number) => `{src: drawing.svg, alt: one, step: ${number + 1}}`)}${more ?? ""}]
---
${intro}

## How to do it

${Array.from({ length: steps }, (_, number) => `${number + 1}. ${text}`).join("\n")}

A note that follows: go on only while it is comfortable, and rest in between for as long as you want to.
`;
const ten = "Breathe and move slowly now, breathe and move slowly now.";
const exercises = {
  // The longest exercise that an author may write.
  "long-one": exercise({ disclaimers: "", cautions: 3, steps: 8, pictures: 2, more: ", {src: drawing.svg, alt: all}", text: words, intro: `It says what it is good for. ${words}` }),
  "eight-steps": exercise({ cautions: 3, steps: 8, pictures: 3, text: ten, intro: `${ten} ${ten} ${ten}` }),
  "three-steps": exercise({ cautions: 1, steps: 3, pictures: 1, text: ten, intro: `${ten} ${ten} ${ten}` }),
  "six-steps": exercise({ cautions: 2, steps: 6, pictures: 0, text: words, intro: words }),
  "two-steps": exercise({ cautions: 0, steps: 2, pictures: 2, text: ten, intro: "Short." }),
};
const disclaimer = "This is general information and no medical advice for you. ".repeat(7);

const shared = forAllTests(async () => {
  const folder = await copySite();
  // Four exercises on a page, so that the library has several pages.
  const settings = `${await readFile(join(folder, "wellpress.yaml"), "utf8")}\npagination: 4\n`;
  return [{ "wellpress.yaml": settings, "content/disclaimers/long.md": `---\ntitle: Long\n---\n${disclaimer}\n`, ...exerciseFiles() }, folder];
}, [], wholeBrowser);
const { pageTest, withPage } = shared;

function exerciseFiles() {
  const folders = Object.entries(exercises).map(([id, text]) => [`content/exercises/${id}`, text]);
  return Object.fromEntries(folders.flatMap(([folder, text]) => [[`${folder}/index.md`, text], [`${folder}/drawing.svg`, drawing]]));
}

/** Sizes of type in points. */
const pointsOf = (page, selector) =>
  page.locator(selector).evaluateAll((nodes) => nodes.map((node) => Math.round(parseFloat(getComputedStyle(node).fontSize) * 7.5) / 10));

const pagesOf = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;

/** Exercises that need a second sheet, because no type is smaller than 13 points. */
const sheets = { "long-one": 2, "eight-steps": 2, "six-steps": 2 };

describe("a PDF file", () => {
  test("of each sheet is printed once, with tags, title, language and bookmarks, and a browser that dies leaves nothing", { timeout: 240_000 }, async () => {
    const folder = await copySite();
    const run = (...call) => promisify(execFile)(program, [...call, "--root", folder]);
    const output = (path) => readFile(join(folder, "output", path), "latin1");
    try {
      const settings = await readFile(join(folder, "wellpress.yaml"), "utf8");
      await writeFile(join(folder, "wellpress.yaml"), `${settings}\nhandouts: {pdf: true}\n`);
      // It starts, and is gone as soon as it has taken the first commands.
      const dying = join(folder, "dying.sh");
      await writeFile(dying, `#!/bin/sh\n"${wholeBrowser}" "$@" & browser=$!\nsleep 2; kill -9 $browser; wait $browser\n`);
      await chmod(dying, 0o755);
      await assert.rejects(run("handouts", "--browser", dying), (error) => error.code === 3 && /error: the browser/.test(error.stderr));
      for (const name of await readdir(join(folder, ".wellpress/handouts")).catch(() => [])) {
        assert.match(await readFile(join(folder, ".wellpress/handouts", name), "latin1"), /%%EOF\s*$/);
      }
      await run("handouts", "--browser", wholeBrowser);
      assert.match((await run("handouts", "--browser", "/no/such/browser")).stdout, /^Printed 0 sheets .*; 18 were as they are/);
      assert.doesNotMatch((await run("build")).stderr, /no PDF/);
      const sheet = await output("exercises/cat-cow/print/cat-cow.pdf");
      for (const part of [/\/StructTreeRoot/, /\/Marked true/, /\/Title ?\(Cat-cow \| Well Guide\)/, /\/Lang ?\(en\)/, /\/Alt ?\(Two positions/, /\/Outlines/, /pdfuaid:part/]) {
        assert.match(sheet, part);
      }
      assert.doesNotMatch(sheet, /CreationDate|ModDate/);
      assert.equal(pagesOf(Buffer.from(sheet, "latin1")), 1);
      assert.match(await output("exercises/cat-cow/index.html"), /href="\/exercises\/cat-cow\/print\/cat-cow.pdf">Download as PDF \(\d+ kB\)</);
      assert.ok(pagesOf(Buffer.from(await output("articles/osteoporosis-spine/osteoporosis-spine.pdf"), "latin1")) <= 8);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("a handout", () => {
  test("of each exercise is one sheet, which those of this site fill, with the address at the foot", { timeout: 240_000 }, async () => {
    const ids = await readdir(join(shared.site.folder, "content/exercises"));
    assert.equal(ids.length, 11 + Object.keys(exercises).length);
    // The area of a sheet of Letter within its margins.
    const [width, height] = [(215.9 - 28) * 96 / 25.4, (279.4 - 24) * 96 / 25.4];
    for (const id of ids) {
      await withPage(`/exercises/${id}/print/`, async (page) => {
        await loadPictures(page);
        // Letter has less room. Only the exercises that are made to fill a sheet are also tried on A4.
        for (const format of id in exercises ? ["A4", "Letter"] : ["Letter"]) {
          const pdf = await page.pdf({ format, preferCSSPageSize: false });
          assert.equal(pagesOf(pdf), sheets[id] ?? 1, `${id} on ${format}`);
        }
        if (id in exercises) return;
        await page.emulateMedia({ media: "print" });
        const { text, sheet, foot } = await page.locator(".sheet").evaluate((sheet) => ({
          text: [...sheet.children].reduce((sum, part) => sum + part.offsetHeight, 0),
          sheet: sheet.getBoundingClientRect(),
          foot: sheet.querySelector(".sheet-foot").getBoundingClientRect(),
        }));
        assert.ok(text > 0.8 * height && sheet.height <= height, `${id}: ${text} of ${height}`);
        assert.ok(sheet.height > 0.95 * height && Math.abs(sheet.bottom - foot.bottom) < 2, `${id}: ${foot.bottom} of ${sheet.bottom}`);
        const [widthOfA4, heightOfA4] = [210 - 28, 297 - 24].map((length) => Math.floor(length * 96 / 25.4));
        await page.setViewportSize({ width: widthOfA4, height: heightOfA4 });
        const reached = await page.locator(".sheet").evaluate((sheet) => sheet.getBoundingClientRect().height);
        assert.ok(reached > 0.98 * heightOfA4 && reached <= heightOfA4, `${id} on A4: ${reached} of ${heightOfA4}`);
      }, { settings: { viewport: { width: Math.round(width), height: Math.floor(height) } } });
    }
  });

  pageTest("has large type, and a disclaimer and a caution above the first step", "/exercises/cat-cow/print/", async (page) => {
    const size = await page.locator(".steps > li").first().evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
    assert.ok(size >= 16, `${size} px`);
    const [disclaimer, caution, step] = await Promise.all(
      [".disclaimer", ".caution", ".steps > li"].map((name) => page.locator(name).first().boundingBox()),
    );
    assert.ok(disclaimer.y + disclaimer.height <= caution.y);
    assert.ok(caution.y + caution.height <= step.y);
    const code = await page.locator(".code-image").boundingBox();
    assert.ok(code.width >= 90, "a camera can read the code");
  });

  pageTest("has no smaller type than 13 points, and a button that prints it", "/exercises/long-one/print/", async (page) => {
    await page.evaluate(() => { window.print = () => { window.printed = true; }; });
    await page.getByRole("button", { name: "Print this sheet" }).click();
    assert.equal(await page.evaluate(() => window.printed), true);
    await page.emulateMedia({ media: "print" });
    assert.ok(Math.min(...await pointsOf(page, ".steps > li, .dose dd, .dose dt, .caution, .stop-if li")) >= 13);
    assert.equal(await page.locator(".sheet-tools").locator("visible=true").count(), 0);
  });

  pageTest("of a programme has its doses in the size of its text, and no disclaimer below 11.5 points", "/programmes/first-standing-routine/print/", async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.ok(Math.min(...await pointsOf(page, ".schedule :is(a, th, td, li), .steps > li, .dose dd")) >= 13);
    assert.ok(Math.min(...await pointsOf(page, ".disclaimer p, .sheet-foot p")) >= 11.5);
  });

  pageTest("of an article is its page in type of 13 points, with its sources and its address as a code", "/articles/osteoporosis-spine/", async (page) => {
    await loadPictures(page);
    const pages = pagesOf(await page.pdf({ format: "A4" }));
    assert.ok(pages <= 8, `${pages} sheets`);
    await page.emulateMedia({ media: "print" });
    assert.ok(Math.min(...await pointsOf(page, ".text > p, .steps > li, .dose dd, .dose dt, .disclaimer, .not-reviewed, .key-points li, .footnotes p, .references .entry")) >= 13);
    assert.ok(Math.min(...await pointsOf(page, ".byline :is(span, a, time), .byline-line li, .ledger :is(dt, dd), .accessed, figcaption span")) >= 12);
    assert.ok((await page.locator(".on-paper .code-image").boundingBox()).width >= 90);
    assert.equal(await page.locator(".references > li").locator("visible=true").count(), 7);
  });

  pageTest("shows the whole label of each dose", "/exercises/cobra-pose/print/", async (page) => {
    const dose = await page.locator(".dose").boundingBox();
    const labels = await page.locator(".dose dt").evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().left));
    assert.equal(labels.length, 2);
    for (const left of labels) assert.ok(left >= dose.x, `${left} is left of ${dose.x}`);
  });

  pageTest("shows the picture of each step, whatever size a drawing says it has", "/exercises/long-one/print/", async (page) => {
    for (const room of ["ample", "some", "little", "least"]) {
      const sizes = await page.locator(".step-picture img").evaluateAll((pictures, room) => {
        document.querySelector(".sheet").dataset.room = room;
        return pictures.map((picture) => [picture.offsetWidth, picture.offsetHeight]);
      }, room);
      assert.equal(sizes.length, 2);
      for (const [width, height] of sizes) {
        assert.ok(height > 45 && Math.abs(width / height - 4 / 3) < 0.05, `${room}: ${width} x ${height}`);
      }
    }
  });

  pageTest("keeps space for its pictures until they load", "/exercises/cat-cow/print/", async (page) => {
    const tops = () => page.locator(".sheet :is(h2, li, .dose)").evaluateAll((nodes) => nodes.map((node) => node.offsetTop));
    // The theme goes on with the system's fonts when its own are late, so both loads do without them.
    await page.route("**/*.woff2", (route) => route.fulfill({ contentType: "font/woff2", body: "" }));
    await page.reload();
    await loadPictures(page);
    const topsWithPictures = await tops();
    let release;
    const released = new Promise((resolve) => { release = resolve; });
    await page.route("**/*.svg", (route) => released.then(() => route.continue()));
    await page.reload({ waitUntil: "domcontentloaded" });
    await page.waitForFunction(() => [...document.querySelectorAll("link[rel=stylesheet]")].every((link) => link.sheet));
    assert.equal(await page.evaluate(() => [...document.images].some((picture) => picture.complete)), false);
    assert.deepEqual(await tops(), topsWithPictures);
    release();
    await page.unrouteAll({ behavior: "wait" });
  }, { settings: { viewport: { width: 320, height: 800 } } });
});

describe("the library of exercises", () => {
  const visibleCards = (page) => page.locator("[data-list-of] .card:visible").count();

  pageTest("narrows down over all its parts, and keeps the choice in the address", "/exercises/", async (page) => {
    assert.deepEqual(await axeFindings(page), [], "of a list in parts");
    assert.equal(await visibleCards(page), 4);
    await page.getByLabel("Position").selectOption("standing");
    await page.getByText("Showing 6 of 16 exercises").waitFor();
    assert.equal(await visibleCards(page), 6);
    await page.getByLabel("Equipment").selectOption("none");
    await page.getByText("Showing 3 of 16 exercises").waitFor();
    assert.match(page.url(), /\?position=standing&equipment=none$/);
    await page.reload();
    await page.getByText("Showing 3 of 16 exercises").waitFor();
    assert.equal(await visibleCards(page), 3);
  });

  pageTest("is a plain list in parts without JavaScript", "/exercises/", async (page) => {
    assert.equal(await visibleCards(page), 4);
    assert.equal(await page.locator("[data-library]").isVisible(), false);
    assert.equal(await page.locator(".pager [rel=next]").isVisible(), true);
  }, { settings: { javaScriptEnabled: false } });
});
