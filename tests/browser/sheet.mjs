// The page for making a sheet, in Chromium: exercises chosen by keyboard on a phone, doses, languages, paper, and addresses that are
// opened again.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { forAllTests } from "./built_site.mjs";
import { axeFindings, wholeBrowser } from "./preview_site.mjs";

const exercise = ({ title, position = "standing", region = "back", dose = "hold: 5 s, reps: 5-10, limits: {hold: 3-10 s, reps: 5-12}", caution = "", step }) => `---
title: ${title}
position: ${position}
regions: [${region}]
dose: {${dose}}
cautions: [{condition: osteoporosis, advice: "Keep the back straight.", severity: avoid}${caution}]
stop_if: ["It hurts.", "You feel dizzy in ${title}."]
---

It trains the back.[^1]

## How to do it

1. ${step}

[^1]: A footnote of ${title}.
`;
const pages = {
  "content/exercises/press.md": exercise({ title: "Press", step: "Press and hold for {{ dose.hold }}, {{ dose.reps }} times." }),
  "content/exercises/press.es.md": exercise({ title: "Empuje", step: "Aguante {{ dose.hold }}, {{ dose.reps }} veces." }),
  "content/exercises/lift.md": exercise({ title: "Lift", position: "lying", region: "arm", caution: `, {condition: shoulder-pain, advice: "Lift less.", severity: modify}`, step: "Lift for {{ dose.hold }}." }),
  "content/exercises/bend.md": exercise({ title: "Bend", dose: "reps: 8", step: "Bend {{ dose.reps }} times." }),
  "content/exercises/twist.md": "---\ntitle: Twist\nwithdrawn: {date: 2024-01-01, reason: It harmed.}\n---\n\n1. Twist.\n",
};
const files = {
  "wellpress.yaml": "title: Sheets\nbase_url: https://example.org/\nlanguage: en\nlanguages: {es: {title: Hojas}, ar: {title: أوراق}}\ndisclaimers: {exercises: [general]}\n",
  "content/topics/osteoporosis.md": "---\ntitle: Osteoporosis\ntype: condition\n---\n",
  "content/topics/shoulder-pain.md": "---\ntitle: Shoulder pain\ntype: condition\n---\n",
  "content/disclaimers/general.md": "---\ntitle: General\n---\nThis is no advice for you.\n",
  "content/exercises/press.ar.md": exercise({ title: "ضغط", dose: "hold: 2 s, limits: {hold: 1-3 s}", step: "{{ dose.hold }}." }),
  "content/programmes/morning.md": "---\ntitle: Morning\nschedule: [{exercise: press, dose: {hold: 8 s}}, {exercise: bend}]\n---\n",
  ...pages,
};
const shared = forAllTests(async () => [files], [], wholeBrowser);
const { pageTest, withPage } = shared;
const phone = { settings: { viewport: { width: 375, height: 740 } } };
const ready = (page) => page.locator(".sheet-parts:not([hidden])").waitFor();
const messages = (page) => page.locator(".sheet-messages li").allTextContents();
const focusBy = async (page, name) => {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((name) => (document.activeElement.ariaLabel ?? document.activeElement.closest("label")?.textContent ?? document.activeElement.textContent).trim() === name, name)) return;
  }
  assert.fail(`no control is named ${name}`);
};

describe("the page for making a sheet", () => {
  pageTest("makes a sheet by keyboard alone on a phone, and its address makes it again", "/sheet/", async (page) => {
    await ready(page);
    assert.deepEqual(await axeFindings(page), []);
    for (const title of ["Bend", "Lift", "Press"]) {
      await focusBy(page, title);
      await page.keyboard.press("Space");
    }
    await page.getByText("Press is on the sheet as number 3.").waitFor();
    await focusBy(page, "Move up: Press");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.getByText("Press is number 1 now.").waitFor();
    await page.getByLabel("Hold: Press").focus();
    await page.keyboard.press("End");
    await page.getByLabel("Repetitions: Press").selectOption({ label: "11" });
    await page.getByRole("radio", { name: "28 points" }).focus();
    await page.keyboard.press("Space");
    await page.getByLabel("Name", { exact: true }).fill("Ann Broach");
    await page.getByLabel("Therapist’s telephone").fill("0800 11 22");
    const sheet = page.locator(".own-sheet");
    assert.match(await sheet.textContent(), /Press and hold for 10 seconds, 11 times\./);
    assert.match(await sheet.textContent(), /Name: Ann Broach/);
    assert.deepEqual(await sheet.locator(".own-exercises h3").allTextContents(), ["1. Press", "2. Bend", "3. Lift"]);
    for (const size of ["100%", "200%"]) {
      await page.evaluate((size) => document.documentElement.style.setProperty("font-size", size, "important"), size);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375, size);
    }
    await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
    assert.deepEqual(await axeFindings(page), []);
    const address = page.url();
    assert.doesNotMatch(decodeURIComponent(address), /Ann|0800/);
    assert.equal(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])), `[{},{},""]`);
    await page.reload();
    await ready(page);
    assert.deepEqual(await messages(page), []);
    assert.match(await sheet.textContent(), /Press and hold for 10 seconds, 11 times\./);
    assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "");
  }, phone);

  pageTest("has every notice before the first step, equal ones once, with the names of their exercises", "/sheet/#e=press&e=lift&e=bend", async (page) => {
    await ready(page);
    const sheet = page.locator(".own-sheet");
    const cautions = await sheet.locator(".own-notices .caution").allTextContents();
    assert.equal(cautions.length, 2);
    assert.match(cautions[0], /Keep the back straight\..*\(Press, Lift, Bend\)/);
    assert.match(cautions[1], /Lift less\..*\(Lift\)/);
    assert.deepEqual(await sheet.locator(".own-notices .stop-if li").allTextContents(), [
      "It hurts. (Press, Lift, Bend)", "You feel dizzy in Press. (Press)", "You feel dizzy in Lift. (Lift)", "You feel dizzy in Bend. (Bend)",
    ]);
    assert.equal(await sheet.locator(".disclaimer").count(), 1);
    assert.equal(await sheet.locator(".not-reviewed").count(), 3);
    const isBefore = await sheet.evaluate((sheet) => {
      const step = sheet.querySelector(".steps li"), before = Node.DOCUMENT_POSITION_PRECEDING;
      return [...sheet.querySelectorAll(".own-notices > *")].every((notice) => step.compareDocumentPosition(notice) & before);
    });
    assert.ok(isBefore);
    const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((node) => node.id));
    assert.equal(new Set(ids).size, ids.length);
    await page.getByRole("checkbox", { name: "Shoulder pain" }).check();
    const lift = sheet.locator(".handout-exercise", { hasText: "Lift for" });
    assert.match(await lift.locator(".caution").textContent(), /Lift less\..*This applies to you\./);
    assert.doesNotMatch(page.url(), /shoulder/);
    await page.getByRole("checkbox", { name: /^Hide exercises/ }).check();
    assert.deepEqual(await page.locator(".sheet-list label").allTextContents(), [" Bend", " Press"]);
  });

  pageTest("says what an old or hostile address asks for in vain", "/sheet/#e=twist&e=gone&e=press,00000000,hold:99,reps:x", async (page) => {
    await ready(page);
    assert.deepEqual(await messages(page), [
      "Twist: this exercise was withdrawn and is not on the sheet.",
      "Press: this exercise has changed since the sheet was made.",
      "Press: the address has a dose that this exercise does not allow. The sheet has Hold 10 s.",
      "Press: the address has a dose that this exercise does not allow. The sheet has Repetitions 5–10.",
      "Exercises in the address that this page does not have: 1",
    ]);
    const hostile = ["e=%E0%A4%A", "<img src=x onerror=alert(1)>=1", "e=%3Cimg src=x onerror=alert(1)%3E", "e=__proto__&e=constructor", "size=999", "e=press,,hold:1e99,hold:-5,hold:3:4",
      "=&=&&&", `e=${"press,".repeat(20_000)}`, "e=press&".repeat(5000), "e=press,,__proto__:1"];
    for (const fragment of hostile) {
      await page.evaluate((fragment) => { location.hash = fragment; }, fragment);
      await page.waitForTimeout(50);
      assert.ok((await messages(page)).length > 0 || /^(e=press&)+/.test(fragment), fragment);
      assert.equal(await page.locator("img[src=x]").count(), 0);
    }
    assert.deepEqual(page.problems, []);
    await page.evaluate(() => { location.hash = "e=press"; });
    await page.getByText("1. Press").waitFor();
    await page.evaluate(() => { location.hash = "content"; });
    await page.waitForFunction(() => location.hash.startsWith("#e=press,"));
  });

  pageTest("keeps the choice in another language", "/sheet/#e=press,,hold:7&size=20", async (page) => {
    await ready(page);
    await page.getByRole("link", { name: "español" }).click();
    await ready(page);
    assert.match(page.url(), /\/es\/sheet\/#e=press,,reps:5-10,hold:7/);
    assert.deepEqual(await messages(page), []);
    assert.match(await page.locator(".own-sheet").textContent(), /Aguante 7 segundos/);
    assert.equal(await page.getByRole("radio", { name: "20 puntos" }).isChecked(), true);
    await page.goto(page.url().replace("/es/", "/ar/").replace(/#.*/, "#e=press,,hold:1"));
    await ready(page);
    assert.match(await page.locator(".own-sheet .steps li").textContent(), /ثانية واحدة/);
    assert.deepEqual(await axeFindings(page), []);
  });

  test("prints on A4 and Letter in large type, without what the screen has around it", { timeout: 90_000 }, async () => {
    await withPage("/sheet/#e=press&e=lift&e=bend&size=28", async (page) => {
      await ready(page);
      for (const format of ["A4", "Letter"]) {
        const pdf = await page.pdf({ format, tagged: true });
        assert.ok(pdf.length > 10_000);
        if (process.env.SHEET_PDF) await writeFile(`${process.env.SHEET_PDF}-${format}.pdf`, pdf);
      }
      await page.emulateMedia({ media: "print" });
      const sizes = await page.locator(".own-sheet :is(p, li, dd, dt, h3):not(sup *)").evaluateAll((nodes) => nodes.filter((node) => node.checkVisibility()).map((node) => [node.textContent.slice(0, 40), parseFloat(getComputedStyle(node).fontSize) * 0.75]));
      assert.deepEqual(sizes.filter(([, points]) => points < 27.9), []);
      assert.equal(await page.locator(".sheet-maker, .masthead, .sheet-ready").locator("visible=true").count(), 0);
    });
  });

  pageTest("draws the code that the build draws", "/exercises/press/print/", async (page) => {
    const drawn = await page.locator(".code-image path").last().getAttribute("d");
    const { encode } = await import("../../themes/well/assets/uqr.js");
    const code = encode("https://example.org/exercises/press/", { ecc: "M", boostEcc: true, maskPattern: 2, border: 4 });
    // The build writes runs of each row: `h` dark, `m` light.
    const rows = drawn.split("M4 ").slice(1).map((row) => [...row.matchAll(/([hm])(\d+)/g)].flatMap(([, kind, length]) => Array(Number(length)).fill(kind === "h")));
    assert.deepEqual(code.data.slice(4, -4).map((row) => row.slice(4, -4)), rows);
  });

  pageTest("lists handouts without script", "/sheet/", async (page) => {
    assert.equal(await page.locator(".sheet-parts").isVisible(), false);
    assert.equal(await page.locator(".own-sheet").isVisible(), false);
    assert.equal(await page.getByRole("link", { name: "Morning" }).getAttribute("href"), "/programmes/morning/print/");
  }, { settings: { javaScriptEnabled: false } });

  pageTest("of a programme has the sizes of type too", "/programmes/morning/print/", async (page) => {
    await page.getByLabel("Size of type").selectOption("28");
    await page.emulateMedia({ media: "print" });
    const size = await page.locator(".steps > li").first().evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
    assert.ok(Math.abs(size * 0.75 - 28) < 0.1, `${size}`);
  });

  test("says that an exercise changed since the sheet was made", { timeout: 90_000 }, async () => {
    let address;
    await withPage("/sheet/#e=press", async (page) => {
      await ready(page);
      await page.getByLabel("Hold: Press").selectOption({ value: "0" });
      address = new URL(page.url());
    });
    await shared.site.build({ "content/exercises/press.md": pages["content/exercises/press.md"].replace("Press and hold", "Press harder and hold") });
    try {
      await withPage(address.pathname + address.hash, async (page) => {
        await ready(page);
        assert.deepEqual(await messages(page), ["Press: this exercise has changed since the sheet was made."]);
        assert.match(await page.locator(".own-sheet").textContent(), /Press harder and hold for 3 seconds/);
      });
    } finally {
      await shared.site.build(pages);
    }
  });
});
