// The page for making a sheet, in Chromium: exercises chosen by keyboard on a phone, doses, languages, paper, and addresses that are
// opened again.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { forAllTests } from "./built_site.mjs";
import { pdfTags } from "./pdf_tags.mjs";
import { axeFindings, copySite, wholeBrowser } from "./preview_site.mjs";

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

const translation = ({ title, description, fields, alt, text, steps, note }) => `---
title: "${title}"
description: "${description}"
${fields}
images: [{src: ${alt[0]}, alt: "${alt[1]}"}]
---

${text}

## Cómo se hace

${steps.map((step, at) => `${at + 1}. ${step}`).join("\n")}

${note}
`;
// Three exercises of the Well Guide in Spanish.
const spanish = {
  "content/exercises/standing-alignment/index.es.md": translation({
    title: "Alineación de pie",
    description: "Aprenda a estar de pie con los huesos uno sobre otro. Es el punto de partida de los demás ejercicios de pie.",
    fields: 'dose: {hold: "30-60 s", limits: {hold: "30-60 s"}}',
    alt: ["standing-alignment.svg", "Una mujer de pie, vista de lado, con la cabeza sobre los hombros, los hombros sobre las caderas y las caderas sobre los pies."],
    text: "Este ejercicio enseña al cuerpo cómo se siente una buena postura. Apréndalo antes que los demás ejercicios de pie, porque todos empiezan desde aquí.",
    steps: [
      "Póngase de pie con los pies separados a la anchura de las caderas.",
      "Imagine un hilo que sube la coronilla hacia el techo.",
      "Apriete los pies contra el suelo.",
      "Acerque con suavidad los omóplatos.",
      "Tense con suavidad los músculos bajos del vientre. No deje que la parte baja de la espalda se arquee.",
      "Siga respirando y aguante {{ dose.hold }}.",
    ],
    note: "No necesita nada más. Si tiene un espejo, mírese en él para comprobar la postura.",
  }),
  "content/exercises/cat-cow/index.es.md": translation({
    title: "Gato y vaca",
    description: "Un movimiento lento y continuo a gatas que suelta la espalda al ritmo de la respiración.",
    fields: `dose: {rounds: "5-10", limits: {rounds: "5-10"}}
cautions: [{condition: osteoporosis, advice: "No haga la mitad del gato, en la que la espalda se redondea. Muévase solo entre la posición neutra y la vaca. Si no está segura, pregunte antes a un profesional de la salud.", severity: modify}]`,
    alt: ["cat-cow.svg", "Dos posturas a gatas. En el gato, la espalda se redondea y la barbilla se mete. En la vaca, el vientre baja y la mirada va al frente."],
    text: "Este ejercicio mueve la columna hacia un lado y luego hacia el otro, guiado por la respiración.",
    steps: [
      "Póngase a gatas sobre una esterilla, con la espalda en posición neutra.",
      "Suelte el aire, redondee la espalda hacia arriba y meta la barbilla. Este es el gato. Déjelo fuera si tiene osteoporosis.",
      "Tome aire, deje bajar el vientre y mire al frente. Esta es la vaca.",
      "Pase de una a otra durante {{ dose.rounds }} rondas, al ritmo de la respiración. Con osteoporosis, muévase entre la posición neutra y la vaca.",
    ],
    note: "Si tiene osteoporosis, deje fuera el paso 2. Pase de la posición neutra a la vaca al tomar aire, y vuelva a la neutra al soltarlo.",
  }),
  "content/exercises/standing-thoracic-extension/index.es.md": translation({
    title: "Extensión torácica de pie",
    description: "Trabaje los músculos que mantienen erguida la parte media de la espalda apretando contra una pared, sin moverse.",
    fields: 'dose: {reps: 10, hold: "5-10 s", limits: {hold: "5-10 s"}}',
    alt: ["standing-thoracic-extension.svg", "Una mujer de pie con la espalda plana contra una pared y las rodillas flojas aprieta los hombros contra la pared."],
    text: "En este ejercicio los músculos trabajan, pero nada se mueve. Fortalece los músculos que enderezan la parte media de la espalda.",
    steps: [
      "Póngase de espaldas a una pared, con los pies a unos 30 cm de ella.",
      "Mantenga las rodillas flojas y la espalda plana contra la pared.",
      "Apriete los hombros contra la pared, como si arqueara la parte media de la espalda. No deje que la espalda se mueva.",
      "Aguante {{ dose.hold }}.",
      "Afloje. Repita {{ dose.reps }} veces.",
    ],
    note: "Si la espalda se separa de la pared, apriete un poco menos.",
  }),
};

const inEnglish = {
  address: "/sheet/",
  titles: ["Cat-cow", "Standing alignment", "Standing thoracic extension"],
  fields: ["Rounds: Cat-cow", "Hold: Standing alignment", "Hold: Standing thoracic extension"],
  controls: ["16 points", "Name", "Therapist’s telephone", "Print this sheet"],
  chosen: ["for 5 rounds", "hold for 30 seconds", "Hold for 7 seconds"],
  before: ["Before you begin", "Avoid the cat half", "ask a clinician first", "If you have a question about your health"],
  steps: ["Come onto your hands and knees", "Stand with your feet as wide apart as your hips", "Press your shoulders into the wall"],
};
const inSpanish = {
  address: "/es/sheet/",
  titles: ["Alineación de pie", "Extensión torácica de pie", "Gato y vaca"],
  fields: ["Mantener: Alineación de pie", "Mantener: Extensión torácica de pie", "Rondas: Gato y vaca"],
  controls: ["16 puntos", "Nombre", "Teléfono del terapeuta", "Imprimir esta hoja"],
  chosen: ["aguante 30 segundos", "Aguante 5 segundos", "durante 7 rondas"],
  before: ["Antes de empezar", "No haga la mitad del gato", "pregunte antes a un profesional de la salud", "If you have a question about your health"],
  steps: ["Póngase de pie con los pies separados", "Apriete los hombros contra la pared", "Póngase a gatas"],
};

describe("a sheet of exercises of the Well Guide", () => {
  const guide = forAllTests(async () => {
    const folder = await copySite();
    const settings = await readFile(join(folder, "wellpress.yaml"), "utf8");
    const ofTest = settings.replace("cards: true", "cards: false") + '\nlanguages: {es: {title: "Guía para estar bien"}}\n';
    return [{ "wellpress.yaml": ofTest, ...spanish }, folder];
  }, [], wholeBrowser);
  // Lines of paper end without a space.
  const close = (text) => text.replaceAll(/\s/g, "");

  const press = async (page, ...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  /** Makes the sheet by keyboard alone, with the least of each dose, and the third least for the last exercise. */
  const make = async (page, { titles, fields, controls: [size, name, telephone, print] }) => {
    for (const title of titles) {
      await focusBy(page, title);
      await press(page, "Space");
    }
    for (const field of fields) {
      await focusBy(page, field);
      await press(page, "Home");
    }
    await press(page, "ArrowDown", "ArrowDown");
    await focusBy(page, size);
    await press(page, "ArrowDown", "ArrowDown");
    await focusBy(page, name);
    await page.keyboard.type("Ann Broach");
    await focusBy(page, telephone);
    await page.keyboard.type("0800 11 22");
    await focusBy(page, print);
    await press(page, "Enter");
  };

  const noteOfPrint = (page) => page.addInitScript(() => { window.print = () => { document.documentElement.dataset.printed = ""; }; });
  for (const language of [inEnglish, inSpanish]) {
    test(`is made by keyboard and printed with its cautions first: ${language.address}`, { timeout: 180_000 }, async () => {
      await guide.withPage(language.address, async (page) => {
        await ready(page);
        await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%", "important"));
        await make(page, language);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
        assert.equal(await page.locator("html[data-printed]").count(), 1);
        assert.deepEqual(await axeFindings(page), []);
        assert.doesNotMatch(decodeURIComponent(page.url()), /Ann|0800/);
        await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
        for (const format of ["A4", "Letter"]) {
          const pdf = await page.pdf({ format, tagged: true });
          if (process.env.SHEET_PDF) await writeFile(`${process.env.SHEET_PDF}-guide-${language.controls[1]}-${format}.pdf`, pdf);
          const tags = pdfTags(pdf), text = close(tags.map((tag) => tag.text).join(""));
          for (const words of [...language.chosen, "Ann Broach", "0800 11 22"]) assert.ok(text.includes(close(words)), `${format}: ${words}`);
          const places = language.before.map((words) => text.indexOf(close(words)));
          const steps = language.steps.map((words) => text.indexOf(close(words)));
          assert.ok(Math.min(...places, ...steps) >= 0, `${format}: ${places} ${steps}`);
          assert.ok(Math.max(...places) < Math.min(...steps), `${format}: ${places} before ${steps}`);
          const headings = tags.filter((tag) => tag.tags.includes("H3")).map((tag) => tag.text).join("");
          assert.ok(close(headings).startsWith(close(`${language.before[0]}1.${language.titles[0]}2.`)), headings);
          const firstStep = tags.findIndex((tag) => tag.tags.includes("LI"));
          assert.ok(close(tags.slice(firstStep).map((tag) => tag.text).join("")).startsWith(close(language.steps[0])), "the first item of a list is a step");
        }
      }, { ...phone, prepare: noteOfPrint });
    });
  }
});
