// `wellpress theme check` on a theme with a trick for each of its articles. The build accepts all of these tricks: what they do
// depends on the cascade, on sizes, on what lies above, or on how a page is read.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { program, testBrowser, wholeBrowser } from "./preview_site.mjs";

/** A font in which each letter is a blank. */
const blankFont =
  "d09GRgABAAAAAAIYAAoAAAAAAwgAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAABPUy8yAAABXAAAACQAAABgQRdBtmNtYXAAAAGIAAAALgAAAPIAXwG+Z2x5ZgAAAcAAAAABAA" +
  "AAAQAAAABoZWFkAAAA9AAAADYAAAA2LW2JDmhoZWEAAAEsAAAAGwAAACQDIgEuaG10eAAAAYAAAAAGAAAABgH0AABsb2NhAAABuAAAAAYAAAAGAAAAAG1heHAAAAFIAAAA" +
  "EwAAACAAAwACbmFtZQAAAcQAAABDAAAATsjBwXFwb3N0AAACCAAAAA8AAAAmAEkAAAABAAAAAQAAK4l7QF8PPPUAAwPoAAAAAOcrpBcAAAAA5yukFwAAAAAAAAAAAAAAAw" +
  "ACAAAAAAAAeJxjYGRgYFb4b8HAwPiFAQIYGVABIwBAwQJTAHicY2BkYGBgYoABBAsKAACXAAYAeJxjYGb8wjiBgZWBhYEwYETm2AMBkFJgqMOpXoGBAQDHywNOAfQAAAAA" +
  "AAB4nGNgYGBiYGBgBmIRIMkIplkY7gFpFiAE8ev+/weSCmCSESgGIocwBADCmAYbAAAAAAAAAAAAAAAAAAB4nC3Guw3AIAwA0bOxlECRcTIAI7ABBaKhQmJ/nM819wDjRn" +
  "iS95+VwxUQi37l/K1cpFxaX6NOMoVGZzGozA1yWga4AHicY2BiwA9A8q4AAL8ASgA=";

/** Each trick: its style sheet for `PAGE`, or a script of its page, what is found, and in which views. Tricks on different kinds of
 * notices share a page. */
const tricks = {
  "letters in nearly the colour of the paper": {
    css: "PAGE .caution { background: #fff } PAGE .caution, PAGE .caution * { color: #fffffe }",
    found: /^a caution cannot be seen on a desktop, .* and in print:/,
  },
  "a colour behind a chain of properties": {
    css: "PAGE .care { --a: var(--b); --b: #fdfdfd; background: #fff } PAGE .care, PAGE .care * { color: var(--a) }",
    found: /^a care card cannot be seen on a desktop, .* and in print:/,
  },
  "pale letters": {
    css: "PAGE .stop-if, PAGE .stop-if * { background: #fff; color: #999 }",
    found: /^a list of signals to stop has too little contrast/,
  },
  "a notice without a box": {
    css: "PAGE .caution { display: none }",
    found: /^a caution cannot be seen in every view/,
    reason: /`display: none` of `<p class="caution">`/,
  },
  "elements around the notices": {
    css: "PAGE .exercise { height: 0; overflow: hidden }",
    found: /^a caution cannot be seen/,
  },
  "something above": {
    css: "PAGE .stop-if { position: relative } PAGE .stop-if::after { content: ''; position: absolute; inset: 0; background: #fff }",
    found: /^a list of signals to stop cannot be seen in every view/,
  },
  "an order of its own": {
    css: "PAGE .exercise { display: flex; flex-direction: column } PAGE .exercise > [data-safety=caution] { order: 9 }",
    found: /^a caution is shown below the start of the steps on a desktop, .* with text of 200 %:/,
  },
  "a column outside of the page": {
    css: "PAGE .exercise { display: grid; grid-template-columns: 100% 50%; overflow: hidden } PAGE .exercise > [data-safety=caution] { grid-column: 2 }",
    found: /^a caution (cannot be seen|is partly outside of the screen)/,
  },
  "an animation that begins pale": {
    css: "@keyframes late { from, 90% { color: #fdfdfd } to { color: #222 } } PAGE .disclaimer { background: #fff } PAGE .disclaimer, PAGE .disclaimer * { animation: late 60s }",
    found: /^a disclaimer cannot be seen/,
  },
  "an animation that ends pale": {
    css: "@keyframes pale { to { color: #fdfdfd } } PAGE .care { background: #fff } PAGE .care, PAGE .care * { animation: pale 4s forwards }",
    // How pale it is when the check looks depends on the machine.
    found: /^a care card (cannot be seen|has too little contrast)/,
  },
  "lines on top of each other": {
    css: "PAGE .stop-if { display: grid } PAGE .stop-if > * { grid-area: 1 / 1 } PAGE .stop-if * { padding: 0; margin: 0 }",
    found: /^a list of signals to stop has words on top of each other/,
  },
  "a finger": {
    css: "PAGE .caution { background: #fff } @media (pointer: coarse) { PAGE .caution, PAGE .caution * { color: #fdfdfd } }",
    found: /^a caution cannot be seen on a phone of 390 pixels and on a phone held sideways:/,
  },
  "a width between phone and desktop": {
    css: "PAGE .care, PAGE .care * { background: #fff; color: #000 } @media (min-width: 391px) and (max-width: 793px) { PAGE .care, PAGE .care * { color: #fdfdfd } }",
    found: /^a care card cannot be seen on a tablet of 600 pixels:/,
  },
  "more contrast": {
    css: "PAGE .stop-if, PAGE .stop-if * { background: #fff; color: #000 } @media (prefers-contrast: more) { PAGE .stop-if, PAGE .stop-if * { color: #fdfdfd } }",
    found: /^a list of signals to stop cannot be seen on a tablet of 600 pixels:/,
  },
  "a phone held sideways": {
    css: "PAGE .disclaimer, PAGE .disclaimer * { background: #fff; color: #000 } @media (orientation: landscape) and (max-height: 500px) { PAGE .disclaimer, PAGE .disclaimer * { color: #fdfdfd } }",
    found: /^a disclaimer cannot be seen on a phone held sideways:/,
  },
  "one letter on each line": {
    css: "PAGE .cautions { width: min-content } PAGE .caution { overflow-wrap: anywhere }",
    found: /^a caution has words in pieces/,
  },
  "a squeeze": {
    css: "PAGE .caution { transform: scale(1, 0.4) }",
    found: /^a caution has too small letters/,
  },
  "half a box": {
    // On a phone the box is wider than the screen, which is another finding.
    css: "PAGE .stop-if { aspect-ratio: 40; overflow: hidden }",
    found: /^a list of signals to stop cannot be seen on a desktop, on a phone held sideways, on a tablet of 600 pixels, in dark mode/,
    alsoFound: [/^a list of signals to stop is partly outside of the screen on a phone of 320 pixels and on a phone of 390 pixels:/],
    reason: /`overflow: hidden` of `<(div|section|aside) class="stop-if/,
  },
  "small letters": {
    css: "PAGE .care, PAGE .care * { font-size: 0.5rem; line-height: 1 }",
    found: /^a care card has too small letters/,
  },
  "a phone": {
    css: "@media (max-width: 400px) { PAGE .stop-if li { white-space: nowrap } }",
    found: /^a list of signals to stop is partly outside of the screen on a phone of 320 pixels and on a phone of 390 pixels:/,
  },
  "the dark": {
    css: "PAGE .care { background: #fff; color: #000 } @media (prefers-color-scheme: dark) { PAGE .care, PAGE .care * { color: #fdfdfd } }",
    found: /^a care card cannot be seen in dark mode, 2560 pixels wide:/,
  },
  "forced colours": {
    css: "@media (forced-colors: active) { PAGE .disclaimer, PAGE .disclaimer * { forced-color-adjust: none; color: Canvas } }",
    found: /^a disclaimer cannot be seen in forced colours, 1024 pixels wide:/,
  },
  "large letters": {
    css: "PAGE .disclaimer { width: 500px; max-width: 100%; height: 165px; overflow: clip }",
    found: /^a disclaimer cannot be seen with text of 200 %:/,
    reason: /`overflow: clip` of `<aside class="disclaimer">`/,
  },
  "the colour of something behind it": {
    css: "PAGE .cautions { background: #fff } @media (min-width: 1px) { PAGE .caution { background: none } PAGE .caution, PAGE .caution * { color: #fffffe } }",
    found: /^a caution cannot be seen on a desktop, .*:/,
  },
  "the first line": {
    css: "PAGE .caution::first-line { color: transparent }",
    found: /^a caution cannot be seen on a desktop, .*:/,
  },
  paper: {
    css: "@media print { PAGE .disclaimer { background: #fff } PAGE .disclaimer, PAGE .disclaimer * { color: #fefefe } }",
    found: /^a disclaimer cannot be seen in print:/,
  },
  "a style sheet in static, and letters of a font that has none": {
    static: "PAGE .care { display: none }",
    css: "PAGE .stop-if * { font-family: Blank }",
    found: /^a list of signals to stop cannot be seen in every view:/,
    alsoFound: [/^a care card cannot be seen in every view:/],
  },
  "a page that is hidden but for the steps": {
    // Setting this on an element around the notices hides them no longer: the build keeps their own elements visible.
    script: `document.querySelector("main").style.visibility = "hidden";
      const others = document.querySelectorAll("main :not(.steps, .steps *, :has(.steps), [data-safety])");
      for (const part of others) part.style.visibility = "hidden";
      for (const part of document.querySelectorAll(".steps, .steps *")) part.style.visibility = "visible";`,
    found: /^a caution cannot be seen in every view:/,
  },
  "notices in a hidden element with steps that are none of the page's": {
    script: `for (const cautions of document.querySelectorAll("main [data-safety=caution]")) {
        const fold = document.createElement("div");
        cautions.replaceWith(fold);
        fold.append(cautions);
        fold.insertAdjacentHTML("beforeend", "<ol class='steps'><li>Breathe.</li></ol>");
        fold.style.display = "none";
      }`,
    found: /^a caution cannot be seen in every view:/,
  },
  "a script that removes notices, or what makes them one": {
    script: `document.querySelectorAll(".caution").forEach((notice) => notice.remove());
      document.querySelectorAll(".stop-if").forEach((notice) => { notice.className = ""; notice.hidden = true });
      document.querySelectorAll(".care").forEach((notice) => { notice.textContent = "Enjoy." });`,
    found: /^a caution is removed or changed by a script in every view:/,
    alsoFound: [/^a list of signals to stop is removed or changed by a script in every view:/, /^a care card is removed or changed by a script in every view:/],
  },
};

/** The kinds of notices that a trick is about: all, if it is about the elements around them or a script. */
function kindsOf({ css = "", static: inStatic = "", script }) {
  const names = `${css} ${inStatic}`.matchAll(/\.(caution|stop-if|care|disclaimer|exercise)(?![a-z])/g);
  const kinds = new Set([...names].map(([, name]) => name));
  return script || kinds.has("exercise") ? ["caution", "stop-if", "care", "disclaimer"] : [...kinds];
}

/** Puts each trick on the first page that has no trick yet on the same kind of notice, and gives the tricks of each page. */
function pagesOfTricks() {
  const pages = [];
  for (const [name, trick] of Object.entries(tricks)) {
    const kinds = kindsOf(trick);
    const isFree = (page) => kinds.every((kind) => !page.kinds.has(kind));
    let page = pages.find(isFree);
    if (!page) pages.push((page = { kinds: new Set(), names: [] }));
    kinds.forEach((kind) => page.kinds.add(kind));
    page.names.push(name);
  }
  return pages.map(({ names }) => names);
}

/** A trick on the page of an exercise, where the steps and their notices have no box around them on narrow screens. */
const onExercisePage =
  "@media (max-width: 40em) { .exercise-text .caution { background: #fff } .exercise-text .caution, .exercise-text .caution * { color: #fdfdfd } }";

const exercise = `---
title: Cobra
dose: {reps: 3}
cautions: [{condition: spine, advice: Go slowly., severity: avoid}]
stop_if: [Your back hurts for longer than a day after the exercise]
---
Lie down.

:::care[Get help]{level=urgent}
Call us.
:::

## How to do it

1. Lift your chest.
`;

/** A programme, the page of a source that quotes a step, and a page that was withdrawn. */
const otherKinds = {
  "content/programmes/week.md": "---\ntitle: A week\nschedule: [{exercise: cobra}]\n---\nText.\n",
  "content/references/library.bib": "@book{berg, title={Backs}, author={Berg, A.}, year={2020}, publisher={P}}\n",
  "content/exercises/bridge.md": exercise.replace("Cobra", "Bridge").replace("chest.", "hips [@berg]."),
  "content/articles/old.md":
    "---\ntitle: Old\ndescription: A test.\npublished: 2026-01-01\nwithdrawn: {date: 2026-02-01, reason: It was wrong.}\n---\nText.\n",
};

/** A site with an article for each part of a style sheet, which begins with `rules`; `PAGE` in a part stands for that article's page. */
async function site(sheets, moreFiles = {}, rules = "") {
  const folder = await mkdtemp(join(tmpdir(), "wellpress-theme-"));
  const files = {
    "wellpress.yaml":
      "title: Tricks\nbase_url: https://example.org/a/\ntheme: mine\ndisclaimers: {articles: [general]}\n",
    "themes/mine/theme.yaml": "name: mine\nextends: well\n",
    "themes/mine/assets/brand.css": [rules, ...sheets.map((css, number) => css.replaceAll("PAGE", `body:has(#t${number})`))].join("\n"),
    "content/disclaimers/general.md": "---\ntitle: General\n---\nAsk somebody who knows you before you begin to exercise.\n",
    "content/topics/spine.md": "---\ntitle: Spine\n---\n",
    "content/exercises/cobra.md": exercise,
    ...moreFiles,
  };
  for (const number of sheets.keys()) {
    files[`content/articles/t${number}.md`] =
      `---\ntitle: Article ${number}\ndescription: A test.\npublished: 2026-01-01\n---\n## T${number}\n\n::exercise{#cobra}\n`;
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** Runs the check and gives its status and what it printed. */
function check(folder, options = [], browser = testBrowser) {
  const call = ["theme", "check", "--root", folder, "--browser", browser, "--cache", "off", ...options];
  return new Promise((resolve) => {
    execFile(program, call, (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr }));
  });
}

/** Runs the check on a site, with findings as JSON, and gives its status and the findings. */
async function findings(folder, options = []) {
  const { stdout, stderr, status } = await check(folder, [...options, "--format", "json"]);
  await rm(folder, { recursive: true });
  assert.ok(stdout.startsWith("{"), `${stdout}\n${stderr}`);
  return { status, findings: JSON.parse(stdout).findings };
}

const asset = (name) => readFile(new URL(`../../themes/well/assets/${name}`, import.meta.url), "utf8");
const template = (name) => readFile(new URL(`../../themes/well/templates/${name}`, import.meta.url), "utf8");

describe("a theme with tricks", async () => {
  const pages = pagesOfTricks();
  const ofPages = (part) => pages.map((names) => names.map((name) => tricks[name][part] ?? "").join(" "));
  const scripts = ofPages("script").map((script, number) => script.trim() && `if (document.querySelector("#t${number}")) { ${script} }`);
  const found = await findings(await site([...ofPages("css"), onExercisePage], {
    "static/hide.css": ofPages("static").map((css, number) => css.replaceAll("PAGE", `body:has(#t${number})`)).join("\n"),
    "themes/mine/assets/fonts/blank.woff": Buffer.from(blankFont, "base64"),
    "themes/mine/assets/well.js": `${await asset("well.js")}\n${scripts.join("\n")}`,
  }, '@import url("/a/hide.css"); @font-face { font-family: Blank; src: url("fonts/blank.woff") }'), ["--all"]);
  for (const [number, names] of pages.entries()) {
    const ofPage = found.findings.filter(({ message }) => message.includes(`/articles/t${number}/`) && !message.includes("opened card"));
    const words = JSON.stringify(ofPage.map((finding) => [finding.message, finding.help]));
    for (const name of names) {
      test(name, () => {
        const { found: message, alsoFound = [], reason } = tricks[name];
        const finding = ofPage.find((finding) => message.test(finding.message) && (!reason || reason.test(finding.help)));
        assert.ok(finding, words);
        assert.equal(finding.file, "themes/mine/theme.yaml");
        for (const other of alsoFound) assert.ok(ofPage.some((finding) => other.test(finding.message)), words);
      });
    }
  }
  test("on the page of an exercise", () => {
    const messages = found.findings.map((finding) => finding.message).filter((message) => message.includes("/exercises/cobra/`"));
    assert.match(messages.join("\n"), /^a caution cannot be seen on a phone of 320 pixels, on a phone of 390 pixels, on a tablet of 600 pixels and with text of 200 %:/m);
  });
  test("names the theme's files, and no author's", () => {
    assert.equal(found.status, 1);
    assert.deepEqual([...new Set(found.findings.map((finding) => finding.file))].toSorted(), ["themes/mine/theme.yaml"]);
  });
});

/** Two exercises with cards of each other, an article that folds its steps, and a programme. */
const withCards = {
  "content/exercises/cobra.md": exercise.replace("dose:", "topics: [spine]\ndose:"),
  "content/exercises/bridge.md": exercise.replace("Cobra", "Bridge").replace("dose:", "topics: [spine]\ndose:"),
  "content/articles/many.md":
    "---\ntitle: Many\ndescription: A test.\npublished: 2026-01-01\n---\n::exercise{#cobra}\n\n::exercise{#bridge}\n\n::exercise{#cobra}\n",
  "content/programmes/week.md": otherKinds["content/programmes/week.md"],
};

describe("what is there once a reader acts", async () => {
  const pale = (around) => `${around} { background: #fff } ${around}, ${around} * { color: #fffffe }`;
  const opened = [".card-steps .caution", "main:has(.opened) .care", ".exercise:has([open]) .stop-if"].map(pale).join(" ");
  const script = await asset("cards.js"), shown = "[data-safety],";
  assert.ok(script.includes(shown));
  const found = await findings(await site([], {
    ...withCards,
    "themes/mine/assets/brand.css": `@media (min-width: 1px) { ${opened} } @media screen { ${pale(".practice-stage .caution")} }`,
    "themes/mine/assets/cards.js": script.replace(shown, "[data-safety]:not([data-safety=stop-if]),"),
  }));
  const all = found.findings.map((finding) => finding.message);
  const [inPractice, others] = [true, false].map((expected) => all.filter((message) => message.includes("in practice mode") === expected));
  const [removed, unseen] = [true, false].map((expected) => others.filter((message) => message.includes("removed or changed") === expected));

  test("what a reader opens", () => {
    const messages = unseen.join("\n");
    for (const message of [
      /^a caution cannot be seen on the opened card of an exercise on a desktop, .* and with text of 200 %: ".*" at `\/exercises\//m,
      /^a care card cannot be seen while the card of an exercise is open on a desktop, .*: ".*" at `\/exercises\//m,
      /^a list of signals to stop cannot be seen on a desktop, .*: ".*" at `\/articles\/many\//m,
    ]) {
      assert.match(messages, message);
    }
    assert.doesNotMatch(messages, /^a caution cannot be seen (on a desktop|in every view)/m);
  });

  test("a script that leaves notices out of a card", () => {
    assert.ok(removed.length);
    for (const message of removed) {
      assert.match(message, /^a list of signals to stop is removed or changed by a script on the opened card of an exercise on a desktop, .*: "/);
    }
  });

  test("notices that a script copies into practice mode", () => {
    assert.equal(found.status, 1);
    // Care cards there are pale because a card is still open.
    const cautions = inPractice.filter((message) => !message.startsWith("a care card"));
    for (const kind of ["exercises", "programmes"]) {
      const message = cautions.find((message) => message.includes(`at \`/${kind}/`));
      assert.match(message ?? "", /^a caution cannot be seen in practice mode on a desktop, /, cautions.join("\n"));
    }
    assert.equal(cautions.length, 2, cautions.join("\n"));
  });
});

// What follows is looked at in Chromium itself, the browser of authors.
describe("an honest theme", async () => {
  const [inLink, inText] = ["data:text/css,.caution{display:none}", '{{ site.assets["hide.txt"] }}'];
  const links = [inLink, inText].map((address) => `<link rel="stylesheet" href="${address}">`).join("");
  const [base, styles] = [await template("base.html"), await template("parts/styles.html")];
  assert.ok(base.includes("</head>") && styles.includes('rel="preload"'));
  const font = await readFile(new URL("../../themes/well/assets/fonts/newsreader-latin.woff2", import.meta.url));
  const face = (name) => `@font-face { font-family: ${name}; src: url("fonts/${name}.woff2"); font-weight: 300 900; font-display: optional; size-adjust: 115% }`;
  const folder = await site(["PAGE .caution { opacity: 0.95; transform: translateY(-2px) }", ""], {
    ...otherKinds,
    "themes/mine/theme.yaml": `name: mine\nextends: well\ntokens:\n  font-title: '"Early", Georgia, serif'\n  font-text: '"Late", Georgia, serif'\n`,
    "themes/mine/assets/fonts/early.woff2": font,
    "themes/mine/assets/fonts/late.woff2": font,
    // Without a preload, a font is late.
    "themes/mine/templates/parts/styles.html": styles.replace('rel="preload"', 'rel="{% if font.url is containing(pat="early") %}preload{% else %}next{% endif %}"'),
    "themes/mine/assets/hide.txt": ".caution { display: none }",
    "themes/mine/templates/base.html": base.replace("</head>", `${links}</head>`),
  }, `@import url("${inLink}"); ${["early", "late"].map(face).join(" ")} .care * { font-family: Early }`);
  const page = await promisify(execFile)(program, ["build", "--root", folder, "--cache", "off"]).then(() => readFile(join(folder, "output/articles/t0/index.html"), "utf8"));
  const { status, stdout, stderr } = await check(folder, [], wholeBrowser);
  await rm(folder, { recursive: true });
  const printed = stdout.replace(/ in [0-9.]+ s/, "").split("\n");

  test("on every kind of page", () => {
    assert.equal(status, 0, stderr);
    assert.deepEqual(printed, [
      "article.html: 2 pages with 7 notices, 6 before steps",
      "exercise.html: 1 page with 4 notices, 4 before steps",
      "print.html: 2 pages with 10 notices, 10 before steps",
      "programme.html: 1 page with 2 notices, 2 before steps",
      "reference.html: 1 page with 4 notices, 4 before steps",
      "Looked at 7 pages in 9 views: every notice on them is seen",
      "",
    ]);
  });

  // The recipe of the manual. The font came between the two pictures that the check compares.
  test("a font of the theme's own hides nothing", () => {
    assert.match(page, /rel="preload" as="font"[^>]*early/);
    assert.match(page, /rel="next" as="font"[^>]*late/);
    assert.doesNotMatch(stderr, /cannot be seen|contrast/);
  });

  test("style sheets that the policy keeps browsers from loading hide nothing", () => {
    assert.ok(page.includes(inLink) && /href="[^"]*hide[^"]*\.txt"/.test(page));
    assert.doesNotMatch(stderr, /a caution cannot be seen/);
  });
});

test("a style sheet that hides the elements around notices", async () => {
  const hiding = ["display: none", "visibility: hidden", "opacity: 0", "position: absolute; left: -999em", "height: 0; overflow: hidden", "transform: scale(0)",
    "content: url(data:image/svg+xml,)", "contain: strict", "-webkit-mask-box-image: linear-gradient(transparent, transparent)", "offset-path: path('M-9999 0')"];
  const rules = hiding.map((declarations) => `[data-safety] { ${declarations.replaceAll(";", " !important;")} !important }`).join(" ");
  const folder = await site([`@layer first { ${rules} } @layer { ${rules} } html body ${rules}`]);
  const { status, stdout, stderr } = await check(folder, [], wholeBrowser);
  const record = await readFile(join(folder, "themes/mine/checked.yaml"), "utf8");
  const again = await check(folder, ["--if-changed"], "/nowhere/chromium");
  await writeFile(join(folder, "content/articles/old.md"), otherKinds["content/articles/old.md"]);
  const withAnotherKind = await check(folder, ["--if-changed"], "/nowhere/chromium");
  await rm(folder, { recursive: true });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /Not looked at, because no page of this site has one: notice of withdrawal\n/);
  assert.equal(withAnotherKind.status, 3, withAnotherKind.stdout);
  assert.match(record, /^notices: \[caution, stop-if, care, disclaimer, not-reviewed\]\nfiles:\n {2}"themes\/mine\/assets\/brand.css": "[0-9a-f]+"\n$/m);
  assert.equal(again.status, 0, again.stderr);
  assert.match(again.stdout, /nothing to look at/);
});

/** Starts a check, and waits until its browser has. Ends the check by a signal, and returns its status and what tells of the browser. The
 * program of the browser is a script that becomes the browser, or one that waits for it, as that of `chromium-headless-shell` is. */
async function interrupted(signal, start) {
  const folder = await site([""]);
  // The script writes the folder of the profile first.
  const browser = join(folder, "browser");
  const script = `#!/bin/sh\nfor each in "$@"; do case $each in --user-data-dir=*) profile=\${each#*=};; esac; done\necho $profile > ${folder}/profile\n${start} "$@"\n`;
  await writeFile(browser, script, { mode: 0o755 });
  const call = ["theme", "check", "--root", folder, "--browser", browser, "--cache", "off"];
  const run = execFile(program, call);
  const started = () => readFile(join(folder, "profile"), "utf8").catch(() => "");
  while (!(await started()).endsWith("\n")) await new Promise((resolve) => setTimeout(resolve, 50));
  const profile = (await started()).trim();
  while (!existsSync(join(profile, "DevToolsActivePort"))) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(processesOf(profile).length > 2);
  run.kill(signal);
  const status = await new Promise((resolve) => run.on("exit", resolve));
  await rm(folder, { recursive: true });
  return { status, profile };
}

/** The numbers and command lines of processes that name a profile. One that has ended has none. */
function processesOf(profile) {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => {
    try {
      return [Number(pid), readFileSync(`/proc/${pid}/cmdline`, "utf8")];
    } catch {
      return [Number(pid), ""];
    }
  });
  return processes.filter(([, line]) => line.includes(profile));
}

for (const start of [`exec ${wholeBrowser}`, testBrowser]) {
  test(`a signal ends the browser of a script with \`${start}\`, too`, async () => {
    const { status, profile } = await interrupted("SIGTERM", start);
    assert.equal(status, 3);
    assert.deepEqual(processesOf(profile), []);
    assert.ok(!existsSync(profile));
  });

  test(`a check that is killed leaves no browser of a script with \`${start}\` behind`, { timeout: 60_000 }, async () => {
    const { profile } = await interrupted("SIGKILL", start);
    while (processesOf(profile).length > 0 || existsSync(profile)) await new Promise((resolve) => setTimeout(resolve, 50));
  });
}

test("another browser takes over from one that ends on its way", async () => {
  const folder = await site([""]);
  const browser = join(folder, "browser");
  const profiles = () => readFile(join(folder, "profiles"), "utf8").catch(() => "");
  const script = `#!/bin/sh\nfor each in "$@"; do case $each in --user-data-dir=*) echo \${each#*=} >> ${folder}/profiles;; esac; done\nexec ${wholeBrowser} "$@"\n`;
  await writeFile(browser, script, { mode: 0o755 });
  const run = check(folder, [], browser);
  while (!(await profiles()).endsWith("\n")) await new Promise((resolve) => setTimeout(resolve, 50));
  const profile = (await profiles()).trim();
  while (!existsSync(join(profile, "DevToolsActivePort"))) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const [pid] of processesOf(profile)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended with the one before.
    }
  }
  const { status, stderr } = await run;
  const started = (await profiles()).trim().split("\n");
  await rm(folder, { recursive: true });
  assert.equal(status, 0, stderr);
  assert.equal(started.length, 2);
});

test("a browser that is not there", async () => {
  const folder = await site([""]);
  const { status, stderr } = await check(folder, [], "/nowhere/chromium");
  await rm(folder, { recursive: true });
  assert.equal(status, 3);
  assert.match(stderr, /^error: the browser `\/nowhere\/chromium` cannot be started: No such file/);
  assert.match(stderr, /help: `--browser` names the program/);
});
