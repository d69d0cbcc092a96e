// The built site in a real browser: handouts on paper, and the filters of the exercise library.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { copySite, launchBrowser, program } from "./preview_site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const types = { css: "text/css", js: "text/javascript", svg: "image/svg+xml", woff2: "font/woff2" };
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
let browser, folder, server, address;

before(async () => {
  folder = await copySite();
  // Four exercises on a page, so that the library has several pages.
  const settings = join(folder, "wellpress.yaml");
  await writeFile(settings, `${await readFile(settings, "utf8")}\npagination: 4\n`);
  for (const [id, text] of Object.entries(exercises)) {
    await mkdir(join(folder, "content/exercises", id));
    await writeFile(join(folder, "content/exercises", id, "index.md"), text);
    await writeFile(join(folder, "content/exercises", id, "drawing.svg"), drawing);
  }
  await writeFile(join(folder, "content/disclaimers/long.md"), `---\ntitle: Long\n---\n${disclaimer}\n`);
  await promisify(execFile)(program, ["build", "--root", folder, "--cache", "off"]);
  server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = join(folder, "output", path.endsWith("/") ? `${path}index.html` : path);
    const bytes = await readFile(file).catch(() => null);
    // Chromium requests this icon for every page that names none, as handouts do.
    const status = bytes ? 200 : path === "/favicon.ico" ? 204 : 404;
    response.writeHead(status, { "content-type": types[file.split(".").pop()] ?? "text/html; charset=utf-8" });
    response.end(bytes ?? "");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  server?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function open(path, settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, ...settings });
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  page.on("request", (request) => request.url().startsWith(address) || page.problems.push(`asked ${request.url()}`));
  await page.goto(address + path, { waitUntil: "networkidle" });
  return page;
}

async function withPage(path, settings, run) {
  const page = await open(path, settings);
  try {
    await run(page);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.context().close();
  }
}

const pagesOf = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;

describe("a handout", () => {
  test("of each exercise is one sheet, in A4 and in Letter", { timeout: 240_000 }, async () => {
    const ids = await readdir(join(folder, "content/exercises"));
    assert.equal(ids.length, 11 + Object.keys(exercises).length);
    for (const exercise of ids) {
      await withPage(`/exercises/${exercise}/print/`, {}, async (page) => {
        for (const format of ["A4", "Letter"]) {
          const pdf = await page.pdf({ format, preferCSSPageSize: false });
          assert.equal(pagesOf(pdf), 1, `${exercise} on ${format}`);
        }
      });
    }
  });

  test("fills its sheet, with its address at the foot", { timeout: 120_000 }, async () => {
    for (const id of (await readdir(join(folder, "content/exercises"))).filter((id) => !(id in exercises))) {
      // The area of a sheet of Letter within its margins.
      const [width, height] = [(215.9 - 28) * 96 / 25.4, (279.4 - 24) * 96 / 25.4];
      await withPage(`/exercises/${id}/print/`, { viewport: { width: Math.round(width), height: Math.floor(height) } }, async (page) => {
        await page.emulateMedia({ media: "print" });
        const { text, sheet, foot } = await page.locator(".sheet").evaluate((sheet) => ({
          text: [...sheet.children].reduce((sum, part) => sum + part.offsetHeight, 0),
          sheet: sheet.getBoundingClientRect(),
          foot: sheet.querySelector(".sheet-foot").getBoundingClientRect(),
        }));
        assert.ok(text > 0.8 * height && sheet.height <= height, `${id}: ${text} of ${height}`);
        assert.ok(sheet.height > 0.95 * height && Math.abs(sheet.bottom - foot.bottom) < 2, `${id}: ${foot.bottom} of ${sheet.bottom}`);
      });
    }
  });

  test("has large type, and a disclaimer and a caution above the first step", async () => {
    await withPage("/exercises/cat-cow/print/", {}, async (page) => {
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
  });

  test("shows the whole label of each dose", async () => {
    await withPage("/exercises/cobra-pose/print/", {}, async (page) => {
      const dose = await page.locator(".dose").boundingBox();
      const labels = await page.locator(".dose dt").evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().left));
      assert.equal(labels.length, 2);
      for (const left of labels) assert.ok(left >= dose.x, `${left} is left of ${dose.x}`);
    });
  });

  test("shows the picture of each step, whatever size a drawing says it has", async () => {
    await withPage("/exercises/long-one/print/", {}, async (page) => {
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
  });

  test("keeps space for its pictures until they load", async () => {
    await withPage("/exercises/cat-cow/print/", { viewport: { width: 320, height: 800 } }, async (page) => {
      const tops = () => page.locator(".sheet :is(h2, li, .dose)").evaluateAll((nodes) => nodes.map((node) => node.offsetTop));
      // The theme goes on with the system's fonts when its own are late, so both loads do without them.
      await page.route("**/*.woff2", (route) => route.fulfill({ contentType: "font/woff2", body: "" }));
      await page.reload({ waitUntil: "networkidle" });
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
    });
  });

  for (const width of [320, 1280]) {
    test(`has nothing for axe to find at ${width} px`, async () => {
      for (const path of ["/exercises/cat-cow/print/", "/programmes/first-standing-routine/", "/exercises/"]) {
        await withPage(path, { viewport: { width, height: 900 }, bypassCSP: true }, async (page) => {
          await page.evaluate(`${axe}; undefined`);
          const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
          const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), tags);
          assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], path);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
        });
      }
    });
  }
});

describe("the library of exercises", () => {
  const visibleCards = (page) => page.locator("[data-list-of] .card:visible").count();

  test("narrows down over all its parts, and keeps the choice in the address", async () => {
    await withPage("/exercises/", {}, async (page) => {
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
  });

  test("is a plain list in parts without JavaScript", async () => {
    await withPage("/exercises/", { javaScriptEnabled: false }, async (page) => {
      assert.equal(await visibleCards(page), 4);
      assert.equal(await page.locator("[data-library]").isVisible(), false);
      assert.equal(await page.locator(".pager [rel=next]").isVisible(), true);
    });
  });
});
