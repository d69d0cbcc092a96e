// `wellpress theme check` on a theme with tricks on the notices of its articles. The build accepts all of these tricks: what they do
// depends on the cascade, on sizes, on what lies above, or on how a page is read. Each check starts several browsers and looks at
// each page in nine views, so tricks share a check, and an article where they are on different notices.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { before, describe, test } from "node:test";
import { program } from "./preview_site.mjs";

/**
 * The tricks, by the article that has them. The tricks of one article are on different kinds of notices. Each has its style sheet for
 * `PAGE`, what is found, and in which views.
 */
const articles = [
  {
    "elements around the notices": {
      css: "PAGE .exercise { height: 0; overflow: hidden }",
      found: /^a caution cannot be seen/,
    },
    "forced colours": {
      css: "@media (forced-colors: active) { PAGE .disclaimer, PAGE .disclaimer * { forced-color-adjust: none; color: Canvas } }",
      found: /^a disclaimer cannot be seen in forced colours:/,
    },
  },
  {
    "an order of its own": {
      css: "PAGE .exercise { display: flex; flex-direction: column } PAGE .exercise > [data-safety=caution] { order: 9 }",
      found: /^a caution is shown below the start of the steps on a desktop, .* with text of 200 %:/,
    },
    "large letters": {
      css: "PAGE .disclaimer { width: 500px; max-width: 100%; height: 165px; overflow: clip }",
      found: /^a disclaimer cannot be seen with text of 200 %:/,
      reason: /`overflow: clip` of `<aside class="disclaimer">`/,
    },
  },
  {
    "a column outside of the page": {
      css: "PAGE .exercise { display: grid; grid-template-columns: 100% 50%; overflow: hidden } PAGE .exercise > [data-safety=caution] { grid-column: 2 }",
      found: /^a caution (cannot be seen|is partly outside of the screen)/,
    },
    paper: {
      css: "@media print { PAGE .disclaimer { background: #fff } PAGE .disclaimer, PAGE .disclaimer * { color: #fefefe } }",
      found: /^a disclaimer cannot be seen in print:/,
    },
  },
  {
    "the first line": {
      css: "PAGE .caution::first-line { color: transparent } PAGE .stop-if li::first-line { font-size: 0 }",
      found: /^a caution cannot be seen on a desktop, .*:/,
    },
    "small letters": {
      css: "PAGE .care, PAGE .care * { font-size: 0.5rem; line-height: 1 }",
      found: /^a care card has too small letters/,
    },
    "letters in nearly the colour of the paper": {
      css: "PAGE .disclaimer { background: #fff } PAGE .disclaimer, PAGE .disclaimer * { color: #fffffe }",
      found: /^a disclaimer cannot be seen on a desktop, .* and in print:/,
    },
  },
  {
    "one letter on each line": {
      css: "PAGE .cautions { width: min-content } PAGE .caution { overflow-wrap: anywhere }",
      found: /^a caution has words in pieces/,
    },
    "lines on top of each other": {
      css: "PAGE .stop-if { display: grid } PAGE .stop-if > * { grid-area: 1 / 1 } PAGE .stop-if * { padding: 0; margin: 0 }",
      found: /^a list of signals to stop has words on top of each other/,
    },
    "the dark": {
      css: "PAGE .care { background: #fff; color: #000 } @media (prefers-color-scheme: dark) { PAGE .care, PAGE .care * { color: #fdfdfd } }",
      found: /^a care card cannot be seen in dark mode:/,
    },
    "more contrast": {
      css: "PAGE .disclaimer, PAGE .disclaimer * { background: #fff; color: #000 } @media (prefers-contrast: more) { PAGE .disclaimer, PAGE .disclaimer * { color: #fdfdfd } }",
      found: /^a disclaimer cannot be seen on a tablet of 600 pixels:/,
    },
  },
  {
    "a squeeze": {
      css: "PAGE .caution { transform: scale(1, 0.5) }",
      found: /^a caution has too small letters/,
    },
    "half a box": {
      css: "PAGE .stop-if { aspect-ratio: 40; overflow: hidden }",
      found: /^a list of signals to stop cannot be seen in every view/,
      reason: /`overflow: hidden` of `<(div|section|aside) class="stop-if/,
    },
    "a colour behind a chain of properties": {
      css: "PAGE .care { --a: var(--b); --b: #fdfdfd; background: #fff } PAGE .care, PAGE .care * { color: var(--a) }",
      found: /^a care card cannot be seen on a desktop, .* and in print:/,
    },
    "a width between phone and desktop": {
      css: "PAGE .disclaimer, PAGE .disclaimer * { background: #fff; color: #000 } @media (min-width: 391px) and (max-width: 793px) { PAGE .disclaimer, PAGE .disclaimer * { color: #fdfdfd } }",
      found: /^a disclaimer cannot be seen on a tablet of 600 pixels:/,
    },
  },
  {
    "the colour of something behind it": {
      css: "PAGE .cautions { background: #fff } @media (min-width: 1px) { PAGE .caution { background: none } PAGE .caution, PAGE .caution * { color: #fffffe } }",
      found: /^a caution cannot be seen on a desktop, .*:/,
    },
    "a phone": {
      css: "@media (max-width: 400px) { PAGE .stop-if li { white-space: nowrap } }",
      found: /^a list of signals to stop is partly outside of the screen on a phone of 320 pixels and on a phone of 390 pixels:/,
    },
    "an animation that begins pale": {
      css: "@keyframes late { from, 90% { color: #fdfdfd } to { color: #222 } } PAGE .care { background: #fff } PAGE .care, PAGE .care * { animation: late 60s }",
      found: /^a care card cannot be seen/,
    },
  },
  {
    "a notice without a box": {
      css: "PAGE .caution { display: none }",
      found: /^a caution cannot be seen in every view/,
      reason: /`display: none` of `<p class="caution">`/,
    },
    "something above": {
      css: "PAGE .stop-if { position: relative } PAGE .stop-if::after { content: ''; position: absolute; inset: 0; background: #fff }",
      found: /^a list of signals to stop cannot be seen in every view/,
    },
    "a finger": {
      css: "PAGE .care, PAGE .care * { background: #fff; color: #000 } @media (pointer: coarse) { PAGE .care, PAGE .care * { color: #fdfdfd } }",
      found: /^a care card cannot be seen on a phone of 390 pixels and on a phone held sideways:/,
    },
  },
  {
    "pale letters": {
      css: "PAGE .caution { background: #fff; color: #999 }",
      found: /^a caution has too little contrast/,
    },
    "an animation that ends pale": {
      css: "@keyframes pale { to { color: #fdfdfd } } PAGE .stop-if { background: #fff } PAGE .stop-if, PAGE .stop-if * { animation: pale 4s forwards }",
      found: /^a list of signals to stop cannot be seen/,
    },
    "a phone held sideways": {
      css: "PAGE .care, PAGE .care * { background: #fff; color: #000 } @media (orientation: landscape) and (max-height: 500px) { PAGE .care, PAGE .care * { color: #fdfdfd } }",
      found: /^a care card cannot be seen on a phone held sideways:/,
    },
  },
];

/** The tricks in the order of their lines in the style sheet, each with the number of its article. */
const tricks = articles.flatMap((article, number) => Object.entries(article).map(([name, trick]) => ({ name, number, ...trick })));

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

/** The lines of a style sheet, where `PAGE` stands for the page of an article. */
const linesFor = (number, css) => css.replaceAll("PAGE", `body:has(#t${number})`);

/** A site with so many articles, and a theme with this style sheet. */
async function site(articleCount, sheet, moreFiles = {}) {
  const folder = await mkdtemp(join(tmpdir(), "wellpress-theme-"));
  const files = {
    "wellpress.yaml":
      "title: Tricks\nbase_url: https://example.org/a/\ntheme: mine\ndisclaimers: {articles: [general]}\n",
    "themes/mine/theme.yaml": "name: mine\nextends: well\n",
    "themes/mine/assets/brand.css": sheet,
    "content/disclaimers/general.md": "---\ntitle: General\n---\nAsk somebody who knows you before you begin to exercise.\n",
    "content/topics/spine.md": "---\ntitle: Spine\n---\n",
    "content/exercises/cobra.md": exercise,
    ...moreFiles,
  };
  for (let number = 0; number < articleCount; number += 1) {
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
function check(folder, options = [], browser = process.env.CHROMIUM ?? "/usr/bin/chromium") {
  const call = ["theme", "check", "--root", folder, "--browser", browser, "--cache", "off", ...options];
  return new Promise((resolve) => {
    execFile(program, call, (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr }));
  });
}

/** Checks a site, removes it, and gives the status and the findings. */
async function findings(folder, options = []) {
  const { stdout, stderr, status } = await check(folder, [...options, "--format", "json"]);
  await rm(folder, { recursive: true });
  assert.ok(stdout.startsWith("{"), `${stdout}\n${stderr}`);
  return { status, findings: JSON.parse(stdout).findings };
}

/** The messages about a site, one on each line. */
async function messagesAbout(folder) {
  return (await findings(folder)).findings.map((finding) => finding.message).join("\n");
}

describe("a theme with tricks", () => {
  let found;
  before(async () => {
    const lines = [...tricks.map(({ number, css }) => linesFor(number, css)), onExercisePage];
    found = await findings(await site(articles.length, lines.join("\n")), ["--all"]);
  });
  for (const { name, number, found: message, reason } of tricks) {
    test(name, () => {
      const of = found.findings.filter(({ message }) => message.includes(`/articles/t${number}/`) && !message.includes("opened card"));
      const words = JSON.stringify(of.map((finding) => [finding.message, finding.help]));
      const finding = of.find((finding) => message.test(finding.message) && (!reason || reason.test(finding.help)));
      assert.ok(finding, words);
      assert.equal(finding.file, "themes/mine/theme.yaml");
    });
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

// What the build keeps displayed is as good as honest: the same pages, and every notice on them is seen.
test("a style sheet that hides the elements around notices, on every kind of page", async () => {
  const honest = linesFor(0, "PAGE .caution { opacity: 0.95; transform: translateY(-2px) }");
  const hiding = ["display: none", "visibility: hidden", "opacity: 0", "position: absolute; left: -999em", "height: 0; overflow: hidden", "transform: scale(0)"];
  const rules = hiding.map((declarations) => `[data-safety] { ${declarations.replaceAll(";", " !important;")} !important }`).join(" ");
  const folder = await site(2, `${honest}\n@layer first { ${rules} } @layer { ${rules} } html body ${rules}`, otherKinds);
  const { status, stdout, stderr } = await check(folder);
  const record = await readFile(join(folder, "themes/mine/checked.yaml"), "utf8");
  const again = await check(folder, ["--if-changed"], "/nowhere/chromium");
  await rm(folder, { recursive: true });
  assert.equal(status, 0, stderr);
  assert.deepEqual(stdout.replace(/ in [0-9.]+ s/, "").split("\n"), [
    "article.html: 2 pages with 7 notices, 6 before steps",
    "exercise.html: 1 page with 4 notices, 4 before steps",
    "print.html: 2 pages with 9 notices, 9 before steps",
    "programme.html: 1 page with 2 notices, 2 before steps",
    "reference.html: 1 page with 4 notices, 4 before steps",
    "Looked at 7 pages in 9 views: every notice is seen",
    "",
  ]);
  assert.match(record, /^files:\n {2}"themes\/mine\/assets\/brand.css": "[0-9a-f]+"\n$/m);
  assert.equal(again.status, 0, again.stderr);
  assert.match(again.stdout, /nothing to look at/);
});

/** Scripts, each for the page of an article or of the exercise. */
const scripts = {
  removing: ["/articles/t0/", `document.querySelector(".disclaimer").remove();
    document.querySelectorAll(".stop-if").forEach((notice) => { notice.className = ""; notice.hidden = true });
    document.querySelectorAll(".care").forEach((notice) => { notice.textContent = "Enjoy." });`],
  wrapping: ["/articles/t0/", `for (const cautions of document.querySelectorAll("main [data-safety=caution]")) {
      const fold = document.createElement("div");
      cautions.replaceWith(fold);
      fold.append(cautions);
      fold.insertAdjacentHTML("beforeend", "<ol class='steps'><li>Breathe.</li></ol>");
      fold.style.display = "none";
    }`],
  // Setting this on an element around the notices hides them no longer: the build keeps their own elements visible.
  hiding: ["/exercises/cobra/", `document.querySelector("main").style.visibility = "hidden";
    const others = document.querySelectorAll("main :not(.steps, .steps *, :has(.steps), [data-safety])");
    for (const part of others) part.style.visibility = "hidden";
    for (const part of document.querySelectorAll(".steps, .steps *")) part.style.visibility = "visible";`],
};

describe("a theme with scripts", () => {
  let messages;
  before(async () => {
    const parts = Object.values(scripts).map(([page, script]) => `if (location.pathname.endsWith("${page}")) { ${script} }`);
    messages = await messagesAbout(await site(1, "", { "themes/mine/assets/well.js": parts.join("\n") }));
  });

  test("a script that removes notices, or what makes them one", () => {
    for (const notice of ["disclaimer", "list of signals to stop", "care card"]) {
      assert.match(messages, new RegExp(`^a ${notice} is removed or changed by a script in every view: ".*" at \`/articles/t0/\``, "m"));
    }
  });

  test("notices in a hidden element with steps that are none of the page's", () => {
    assert.match(messages, /^a caution cannot be seen in every view: ".*" at `\/articles\/t0\/`/m);
  });

  test("a page that is hidden but for the steps", () => {
    assert.match(messages, /^a caution cannot be seen in every view: ".*" at `\/exercises\/cobra\/`/m);
  });
});

test("notices that a script copies into practice mode", async () => {
  const sheet = "@media screen { .practice-stage .caution { background: #fff } } .practice-stage .caution, .practice-stage .caution * { color: #fffffe }";
  const { status, findings: practised } = await findings(await site(1, sheet, otherKinds));
  const messages = practised.map((finding) => finding.message);
  assert.equal(status, 1);
  const [onExercise, inProgramme] = ["exercises", "programmes"].map((kind) => messages.find((message) => message.includes(`at \`/${kind}/`)));
  for (const message of [onExercise, inProgramme]) {
    assert.match(message ?? "", /^a caution cannot be seen in practice mode on a desktop, /, messages.join("\n"));
  }
  assert.equal(messages.length, 2, messages.join("\n"));
});

/** Two exercises with cards of each other, and an article that folds its steps. */
const withCards = {
  "content/exercises/cobra.md": exercise.replace("dose:", "topics: [spine]\ndose:"),
  "content/exercises/bridge.md": exercise.replace("Cobra", "Bridge").replace("dose:", "topics: [spine]\ndose:"),
  "content/articles/many.md":
    "---\ntitle: Many\ndescription: A test.\npublished: 2026-01-01\n---\n## Many\n\n::exercise{#cobra}\n\n::exercise{#bridge}\n\n::exercise{#cobra}\n",
};

/** A font in which each letter is a blank. */
const blankFont =
  "d09GRgABAAAAAAIYAAoAAAAAAwgAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAABPUy8yAAABXAAAACQAAABgQRdBtmNtYXAAAAGIAAAALgAAAPIAXwG+Z2x5ZgAAAcAAAAABAA" +
  "AAAQAAAABoZWFkAAAA9AAAADYAAAA2LW2JDmhoZWEAAAEsAAAAGwAAACQDIgEuaG10eAAAAYAAAAAGAAAABgH0AABsb2NhAAABuAAAAAYAAAAGAAAAAG1heHAAAAFIAAAA" +
  "EwAAACAAAwACbmFtZQAAAcQAAABDAAAATsjBwXFwb3N0AAACCAAAAA8AAAAmAEkAAAABAAAAAQAAK4l7QF8PPPUAAwPoAAAAAOcrpBcAAAAA5yukFwAAAAAAAAAAAAAAAw" +
  "ACAAAAAAAAeJxjYGRgYFb4b8HAwPiFAQIYGVABIwBAwQJTAHicY2BkYGBgYoABBAsKAACXAAYAeJxjYGb8wjiBgZWBhYEwYETm2AMBkFJgqMOpXoGBAQDHywNOAfQAAAAA" +
  "AAB4nGNgYGBiYGBgBmIRIMkIplkY7gFpFiAE8ev+/weSCmCSESgGIocwBADCmAYbAAAAAAAAAAAAAAAAAAB4nC3Guw3AIAwA0bOxlECRcTIAI7ABBaKhQmJ/nM819wDjRn" +
  "iS95+VwxUQi37l/K1cpFxaX6NOMoVGZzGozA1yWga4AHicY2BiwA9A8q4AAL8ASgA=";

test("what a reader opens, a style sheet in static, and letters of a font that has none", async () => {
  const pale = (around) => `${around} { background: #fff } ${around}, ${around} * { color: #fffffe }`;
  const opened = [".card-steps .caution", "main:has(.opened) .care", ".exercise:has([open]) .stop-if"].map(pale).join(" ");
  const messages = await messagesAbout(await site(0, `@import url("/a/hide.css");
    @font-face { font-family: Blank; src: url("fonts/blank.woff") }
    body:has(#many) .care * { font-family: Blank }
    @media (min-width: 1px) { ${opened} }`, {
    ...withCards,
    "static/hide.css": ".disclaimer { display: none }",
    "themes/mine/assets/fonts/blank.woff": Buffer.from(blankFont, "base64"),
  }));
  for (const message of [
    /^a caution cannot be seen on the opened card of an exercise on a desktop, .* and with text of 200 %: ".*" at `\/exercises\//m,
    /^a care card cannot be seen while the card of an exercise is open on a desktop, .*: ".*" at `\/exercises\//m,
    /^a list of signals to stop cannot be seen on a desktop, .*: ".*" at `\/articles\/many\//m,
    /^a disclaimer cannot be seen in every view: "/m,
    /^a care card cannot be seen in every view: ".*" at `\/articles\/many\//m,
  ]) {
    assert.match(messages, message);
  }
  assert.doesNotMatch(messages, /^a caution cannot be seen (on a desktop|in every view)/m);
  assert.doesNotMatch(messages, /removed or changed/);
});

test("a script that leaves notices out of a card", async () => {
  const script = await readFile(new URL("../../themes/well/assets/cards.js", import.meta.url), "utf8");
  const shown = "[data-safety],";
  assert.ok(script.includes(shown));
  const files = { "themes/mine/assets/cards.js": script.replace(shown, "[data-safety]:not([data-safety=caution]),") };
  const messages = await messagesAbout(await site(0, "", { ...withCards, ...files }));
  for (const message of messages.split("\n")) {
    assert.match(message, /^a caution is removed or changed by a script on the opened card of an exercise on a desktop, .*: "/);
  }
});

/** A template of the base theme. It has to contain these words. */
async function templateWith(path, words) {
  const template = await readFile(new URL(`../../themes/well/templates/${path}`, import.meta.url), "utf8");
  assert.ok(template.includes(words), path);
  return template;
}

// The recipe of the manual for a font. The font came between the two pictures that the check compares. A template without a preload
// makes it late. The style sheets would hide cautions.
test("a font of the theme's own, and style sheets that the policy keeps browsers from loading, hide nothing", async () => {
  const font = await readFile(new URL("../../themes/well/assets/fonts/newsreader-latin.woff2", import.meta.url));
  const styles = await templateWith("parts/styles.html", 'rel="preload"');
  const base = await templateWith("base.html", "</head>");
  const sheetAddress = "data:text/css,.caution{display:none}";
  const links = [sheetAddress, '{{ site.assets["hide.txt"] }}'].map((address) => `<link rel="stylesheet" href="${address}">`).join("");
  const ownFont = '@font-face { font-family: "Merriweather"; src: url("fonts/merriweather.woff2"); font-weight: 300 900; font-display: optional; size-adjust: 115% }';
  for (const template of [styles, styles.replace('rel="preload"', 'rel="next"')]) {
    const messages = await messagesAbout(await site(0, `@import url("${sheetAddress}");\n${ownFont}`, {
      ...withCards,
      "themes/mine/theme.yaml": `extends: well\ntokens:\n  font-title: '"Merriweather", Georgia, serif'\n  font-text: '"Merriweather", Georgia, serif'\n`,
      "themes/mine/assets/hide.txt": ".caution { display: none }",
      "themes/mine/templates/base.html": base.replace("</head>", `${links}</head>`),
      "themes/mine/templates/parts/styles.html": template,
      "themes/mine/assets/fonts/merriweather.woff2": font,
    }));
    assert.equal(messages, "");
  }
});

test("a browser that is not there", async () => {
  const folder = await site(1, "");
  const { status, stderr } = await check(folder, [], "/nowhere/chromium");
  await rm(folder, { recursive: true });
  assert.equal(status, 3);
  assert.match(stderr, /^error: the browser `\/nowhere\/chromium` cannot be started: No such file/);
  assert.match(stderr, /help: `--browser` names the program/);
});
