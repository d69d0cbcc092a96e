// How the theme looks: compares screenshots of a small site with every block to the reference pictures in screenshots/. Both are reduced to
// an eighth of their size and to greys. So another rendering of letters passes, and a block that is missing or has moved fails.
// `npm test` here runs it, after `cargo build`; `npm run screenshots` takes new reference pictures.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { forAllTests, libraryOf, loadPictures } from "./built_site.mjs";
import { wholeBrowser } from "./preview_site.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "screenshots");
const updatesReferences = process.env.SCREENSHOTS === "take";
const fonts = process.env.SCREENSHOTS_HINTING ? [`--font-render-hinting=${process.env.SCREENSHOTS_HINTING}`] : [];
// Pages show which reviews are due. With this fixed day they always show the same.
process.env.SOURCE_DATE_EPOCH = "1782864000";

/** The views of each kind of page. Those of an article and an exercise change most with the width; of the others one width is enough. */
const pages = {
  home: { path: "/", views: ["desktop"] },
  article: { path: "/articles/blocks/", views: ["phone", "desktop", "dark"] },
  exercise: { path: "/exercises/nod/", views: ["phone", "desktop"] },
  programme: { path: "/programmes/day/", views: ["phone"] },
  library: { path: "/exercises/", views: ["desktop"] },
  topic: { path: "/topics/bone/", views: ["phone"] },
  glossary: { path: "/glossary/", views: ["phone"] },
  sources: { path: "/references/", views: ["desktop"] },
  source: { path: "/references/smith-2020/", views: ["phone"] },
};
const settings = {
  phone: { viewport: { width: 375, height: 800 } },
  desktop: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
};

/** A drawing with a dark circle on a light ground, which stays visible in greys. */
const drawing = (width, height) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#e8d9b8"/><circle cx="${width / 2}" cy="${height / 2}" r="${height / 3}" fill="#0f5c57"/></svg>`;

const shared = forAllTests(() => [files()], fonts, wholeBrowser);

function files() {
  const page = (front, text) => `---\n${front}\n---\n${text}\n`;
  const dates = "published: 2025-01-02\nauthors: [jane]\nreviewers: [{person: kim, role: medical, date: 2025-03-04}]";
  const exercise = (title, more = "") => page(`title: ${title}\ndescription: Eases the neck.\ntopics: [bone]\nposition: standing\nlevel: beginner\nequipment: [chair]\nregions: [neck]\ndose: {sets: 2, reps: 10, hold: 5 s}\ncautions: [{condition: bone, advice: Ask first where a bone has broken., severity: ask}, {condition: bone, advice: Do not force it., severity: modify}]\nstop_if: [It hurts.]\nimages: [{src: nod.svg, alt: Somebody nods}]\n${more}`, "Nods slowly.\n\n## How to do it\n\n1. Stand tall.\n2. Nod your chin.\n3. Come back.\n\nBreathe all the while.");
  return {
    "wellpress.yaml": "title: Looks\nbase_url: https://test.example/\ndescription: How everything looks.\nlanguages: {es: {title: Prueba}}\nmenus: {main: [{title: Articles, link: /articles/}, {title: Exercises, link: /exercises/}, {title: Sources, link: /references/}], footer: [{title: About, link: /about/}]}\nfeatured: [blocks, short]\ndisclaimers: {articles: [general]}\npolicies: {editorial: about}\ncalls_to_action: {join: {kind: link, eyebrow: Together, title: Join a group, body: Others do it too., button: Join, href: https://join.example/}}\n",
    "content/pages/index.md": page("title: Looks", "Words of welcome, and [a link](/exercises/)."),
    "content/pages/about.md": page("title: About", "Who writes this."),
    "content/disclaimers/general.md": page("title: General", "This informs and does not replace advice."),
    "content/people/jane.md": "---\nname: Jane Doe\ncredentials: [PT]\njob_title: Physiotherapist\n---\nWrites.\n",
    "content/people/kim.md": "---\nname: Kim Roe\ncredentials: [MD]\n---\nReviews.\n",
    "content/topics/bone.md": page("title: Bone health\ntype: condition\ndescription: What keeps bone strong.", "Bone is alive [@smith-2020]."),
    "content/topics/back.md": page("title: The back\ntype: region\nbroader: [bone]", "Carries much."),
    "content/glossary.yaml": "Osteopenia: {definition: Less bone than usual.}\nSpine: {definition: 'What holds you up [@doe-2019].', see: [Osteopenia]}\n",
    "content/references/library.bib": libraryOf([
      ["article", "smith-2020", "Bones that bend", "Smith, Ann and Doe, Bob", "2020", "journaltitle = {Journal of Bones}, volume = {3}, pages = {1--9}, doi = {10.1000/bones.1}"],
      ["book", "doe-2019", "The spine", "Doe, Bob", "2019", "publisher = {Press}"],
      ["online", "roe-2021", "Standing up", "Roe, Kim", "2021", "url = {https://standing.example/}, urldate = {2025-05-06}"],
    ]),
    "content/exercises/nod/index.md": exercise("Chin nod", "easier: [sway]"),
    "content/exercises/nod/nod.svg": drawing(400, 300),
    "content/exercises/sway/index.md": exercise("Sway"),
    "content/exercises/sway/nod.svg": drawing(400, 300),
    "content/programmes/day.md": page(`title: A day\ndescription: Twice a day.\ntopics: [bone]\n${dates}\nschedule: [{exercise: nod, days: [mon, wed]}, {exercise: sway, dose: {reps: 4}}]`, "Morning and evening."),
    "content/articles/short.md": page(`title: A short one\ndescription: It says little.\ntopics: [bone]\n${dates}`, "Little is said [@roe-2021]."),
    "content/articles/blocks/hero.svg": drawing(1200, 600),
    "content/articles/blocks/index.md": page(
      `title: Every block there is\ndescription: A page to look at.\ntopics: [bone]\n${dates}\nhero: {src: hero.svg, alt: A circle, caption: A circle, credit: Nobody}\nkey_points: [Bones bend., They heal.]\ncall_to_action: join\nfunding: None.\ncorrections: [{date: 2025-04-05, was: Three., now: Two., severity: minor}]`,
      `Bones bend [@smith-2020], which is known [@doe-2019; @roe-2021].

## Lists and tables

- One
- Two

| what | how much |
| --- | ---: |
| bone | 3 |
| spine | 4 |

> [!IMPORTANT]
> Mind this.

:::tip[A tip]
Do it well.
:::

:::warning
Not like that.
:::

## When to get help

:::care[Go now]{level="emergency"}
Where it is very bad.
:::

:::care[Ask soon]{level="urgent"}
Where it is bad.
:::

## What to do

:::do
- Bend.
:::

:::dont
- Break.
:::

::exercise{#nod number}

## Further

:::details[More of it]
Hidden words.
:::

:::quote{by="jane"}
Bones are patient.
:::

::figure[A drawing]{src="hero.svg" alt="A circle"}

Term: :term[Spine], and a note.[^1]

[^1]: A footnote.

::programme{#day}
`,
    ),
  };
}

/** A screenshot of the whole page, in its own fonts and with all its pictures loaded. */
async function takeScreenshot(path, settings) {
  let png;
  await shared.withPage(path, async (page) => {
    await loadPictures(page);
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    await page.waitForFunction(() => document.readyState === "complete" && [...document.querySelectorAll("link[rel=stylesheet]")].every(({ sheet }) => sheet));
    // What scripts and style sheets changed last is drawn in the next frame.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))));
    png = await page.screenshot({ fullPage: true, animations: "disabled" });
  }, { settings, prepare: waitForFonts });
  return png;
}

/** Lets the browser wait for the theme's fonts. The theme itself goes on with the system's fonts when its own are late. */
const waitForFonts = (page) => page.route(/\/well\.[^/]*\.css$/, async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: (await response.text()).replaceAll("font-display:optional", "font-display:block") });
});

/** Runs a function on pictures in an empty page, because a browser can decode and draw them. */
async function inBrowser(run, argument) {
  const page = await shared.browser.newPage();
  try {
    return await page.evaluate(run, argument);
  } finally {
    await page.close();
  }
}

/** A picture reduced to an eighth of its width and height, in 32 greys, as PNG. */
const reduced = (png) => inBrowser(async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(Math.floor(image.width / 8), Math.floor(image.height / 8)), context = canvas.getContext("2d");
  const whole = new OffscreenCanvas(image.width, image.height).getContext("2d");
  whole.drawImage(image, 0, 0);
  const { data } = whole.getImageData(0, 0, image.width, image.height), small = context.createImageData(canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      let sum = 0;
      for (let down = 0; down < 8; down++) {
        for (let right = 0; right < 8; right++) {
          const from = ((8 * y + down) * image.width + 8 * x + right) * 4;
          sum += data[from] * 0.3 + data[from + 1] * 0.59 + data[from + 2] * 0.11;
        }
      }
      small.data.set([0, 0, 0].fill(Math.min(255, Math.round(sum / 512) * 8)).concat(255), (y * canvas.width + x) * 4);
    }
  }
  context.putImageData(small, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}, png.toString("base64"));

/** Says where two pictures differ. It searches the second for each strip of the first, at most two lines of text away from the
 * shift of the strip above. */
const differences = (expectedPng, actualPng) => inBrowser(async ([expectedPng, actualPng]) => {
  const strip = 12, reach = 8, tolerance = 9;
  const read = async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return canvas.getImageData(0, 0, image.width, image.height);
  };
  const [expected, actual] = [await read(expectedPng), await read(actualPng)];
  if (expected.width !== actual.width) return [`it is ${actual.width * 8} pixels wide, not ${expected.width * 8}`];
  // The worst quarter of a strip counts: a block may be narrow.
  const quarter = Math.ceil(expected.width / 4);
  const distance = (top, shift) => {
    const sums = [0, 0, 0, 0], rows = Math.min(strip, expected.height - top);
    for (let y = top; y < top + rows; y++) {
      for (let x = 0; x < expected.width; x++) {
        const row = y + shift, grey = row < 0 || row >= actual.height ? -255 : actual.data[(row * expected.width + x) * 4];
        sums[Math.floor(x / quarter)] += Math.abs(expected.data[(y * expected.width + x) * 4] - grey);
      }
    }
    return Math.max(...sums) / (rows * quarter);
  };
  const differing = [];
  let shift = 0;
  for (let top = 0; top < expected.height; top += strip) {
    let best = { distance: distance(top, shift), shift };
    for (let by = -reach; by <= reach && best.distance > 0; by++) {
      const shifted = distance(top, shift + by);
      if (shifted < best.distance - 0.5) best = { distance: shifted, shift: shift + by };
    }
    if (best.distance > tolerance) differing.push(`at ${top * 8} pixels from the top it is ${best.distance.toFixed(1)} greys apart`);
    else shift = best.shift;
  }
  if (Math.abs(actual.height - expected.height - shift) > reach) differing.push(`it is ${actual.height * 8} pixels high, not ${expected.height * 8}`);
  return differing;
}, [expectedPng, actualPng]);

for (const [name, { path, views }] of Object.entries(pages)) {
  test(`the ${name} looks as it did`, { timeout: 120_000 }, async () => {
    for (const view of views) {
      const file = join(folder, `${name}-${view}.png`), screenshot = await reduced(await takeScreenshot(path, settings[view]));
      if (updatesReferences) {
        await mkdir(folder, { recursive: true });
        await writeFile(file, Buffer.from(screenshot, "base64"));
        continue;
      }
      const reference = (await readFile(file)).toString("base64"), differing = await differences(reference, screenshot);
      if (differing.length) await writeFile(join(folder, `${name}-${view}.now.png`), Buffer.from(screenshot, "base64"));
      assert.deepEqual(differing, [], `${name} (${view}) looks different: see screenshots/${name}-${view}.now.png; \`npm run screenshots\` when that is meant`);
    }
  });
}
