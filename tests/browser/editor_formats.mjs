// The formats and components of the web editor, without a browser: what is opened and saved stays the same, byte for byte, and what is
// changed and changed back too.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join, resolve, dirname } from "node:path";
import { readFile, readdir } from "node:fs/promises";
import { after, before, test as anyTest } from "node:test";
import { fileURLToPath } from "node:url";
import { citationFromBlock, citationInWords, citationToBlock, CITATION, fromBlock, patternOf, toBlock } from "../../tools/editor/src/assets/components.js";
import { draftsFormat, frontMatterFormat, glossaryFormat } from "../../tools/editor/src/assets/front-matter.js";
import { named } from "../../tools/editor/src/assets/labels.js";
import { disclaimersOf, exercisesOf, inWords, sourcesOf } from "../../tools/editor/src/assets/page-parts.js";
import { blockPreview, doseAndCautions, missingReview } from "../../tools/editor/src/assets/preview.js";
import { mergedText } from "../../tools/editor/src/assets/text-blocks.js";
import { parseMap, splitEntries, writtenEntry } from "../../tools/editor/src/assets/yaml.js";
import { asOpened, asSaved, configurationOf, filesBelow, siteWithEditor, skip } from "./editor_site.mjs";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const test = skip ? (name, run) => anyTest(name, { skip }, run) : anyTest;
let folder;
let configuration;
let texts;

before(async () => {
  if (skip) return;
  folder = await siteWithEditor();
  configuration = await configurationOf(folder);
  texts = [...(await ofWellGuide()), ...(await ofSuite())];
});
after(() => folder && rm(folder, { recursive: true, force: true }));

async function ofWellGuide() {
  const paths = (await filesBelow(join(repository, "content"))).filter((path) => path.endsWith(".md"));
  return Promise.all(paths.map(async (path) => ({ path: `content/${path}`, text: await readFile(join(repository, "content", path), "utf8") })));
}

/** The files of the sites of the suite, without the findings that are written into them. */
async function ofSuite() {
  const found = [];
  for (const kind of ["sites", "diagnostics"]) {
    for (const name of await readdir(join(repository, "tests", kind))) {
      if (!name.endsWith(".site")) continue;
      const site = (await readFile(join(repository, "tests", kind, name), "utf8")).replace(/^#~.*\n/gm, "");
      for (const part of site.split(/^--- (?=\S)/m).slice(1)) {
        const [path] = part.split("\n", 1);
        if (path.startsWith("content/") && path.endsWith(".md")) found.push({ path, name, text: part.slice(path.length + 1) });
      }
    }
  }
  return found;
}

const formatOf = (path) => {
  const collection = configuration.cms.collections.find(({ folder: of }) => of && path.startsWith(`${of}/`));
  const { aliases } = configuration.formats.find(({ collection: name }) => name === (collection?.name ?? "articles"));
  return frontMatterFormat({ fields: (collection ?? configuration.cms.collections[0]).fields, aliases });
};

/** What a form does to values: it fills in what is missing with empty ones, and makes lists of one of single values. */
function asForm(values) {
  const filled = structuredClone(values);
  for (const { name, widget, multiple } of configuration.cms.collections[0].fields) {
    filled[name] ??= widget === "boolean" ? false : widget === "object" ? {} : widget === "list" || multiple ? [] : "";
  }
  return filled;
}

/** Whether the format has what it can promise about: front matter that YAML reads. */
function isReadable(format, text) {
  try {
    format.fromFile(asOpened(text));
    return true;
  } catch {
    return false;
  }
}

test("what is opened and saved is the same", () => {
  let count = 0;
  for (const { path, text, name } of texts) {
    const format = formatOf(path);
    if (!isReadable(format, text)) continue;
    count += 1;
    const values = format.fromFile(asOpened(text));
    assert.equal(asSaved(format.toFile(structuredClone(values))), asSaved(asOpened(text)), `${name ?? ""} ${path}`);
    assert.equal(asSaved(format.toFile(asForm(values))), asSaved(asOpened(text)), `${name ?? ""} ${path}`);
  }
  assert.ok(count > 300, `${count} files`);
});

test("every file of the Well Guide is in its forms, with all of its keys", () => {
  for (const { path, text } of texts.filter(({ name }) => name === undefined)) {
    const values = formatOf(path).fromFile(asOpened(text));
    const keys = splitEntries(text.split("\n---\n")[0].slice(4)).entries.map(({ key }) => key);
    assert.deepEqual(keys.filter((key) => values[key] === undefined && key !== "extra"), [], path);
  }
});

test("what is changed and changed back is the same, and one change is one change", () => {
  const isOfTopics = ({ path, text }) => /^content\/(articles|exercises|programmes)\//.test(path) && text.startsWith("---\n");
  // What is no YAML in the first place, such as a title with an open bracket, is nobody's to change in a form.
  const isSound = ({ path, text }) => isReadable(formatOf(path), text) && formatOf(path).fromFile(asOpened(text)).title !== undefined;
  for (const { path, text, name } of texts.filter((file) => isOfTopics(file) && isSound(file))) {
    const format = formatOf(path);
    const values = format.fromFile(asOpened(text));
    const changed = format.toFile({ ...asForm(values), description: "Something else, with: a colon.", topics: ["one", "two"] });
    const again = format.fromFile(asOpened(asSaved(changed)));
    // Where the old value was nothing that a form can show, the new one stands in its place, unless the key is there twice.
    assert.equal(again.description, "Something else, with: a colon.", `${name ?? ""} ${path}\n${changed}`);
    const back = format.toFile({ ...values, wellpress_source: asOpened(text) });
    assert.equal(asSaved(back), asSaved(asOpened(text)));
    const untouched = (file) => asOpened(file).split("\n").filter((line) => !/^(description|topics)\b|^\s+-|^  |^-|^\s*$/.test(line));
    if (values.description === undefined && values.topics === undefined) {
      const kept = new Set(changed.split("\n"));
      assert.deepEqual(untouched(text).filter((line) => !kept.has(line)), [], `${name ?? ""} ${path}`);
    }
  }
});

const EXAMPLE = `---
# Who wrote it.
title:   'It''s "fine"'   # with a comment
topics: [ back-pain,  spine ]
date: 2024-01-02
authors: kim
dose: {hold: "30 s", days: [1, 2]}
description: >-
  A long text
  in two lines.

hero:
  src: a.jpg
  alt: ""
anchored: &here x
key_points:
- One.
- "Two: three"
---

# Text

* one
* two

A paragraph
in two lines with _marks_ and 2 * 3 = 6 [@kim-2024, p. 4].

:::tip
Rest.
:::
`;

const format = frontMatterFormat({
  fields: [
    { name: "title", widget: "string" }, { name: "topics", widget: "relation", multiple: true }, { name: "published", widget: "datetime" },
    { name: "authors", widget: "relation", multiple: true }, { name: "description", widget: "text" },
    { name: "hero", widget: "object", fields: [{ name: "src", widget: "image" }, { name: "alt", widget: "string" }] },
    { name: "key_points", widget: "list", field: { widget: "text" } }, { name: "draft", widget: "boolean" },
  ],
  aliases: { date: "published" },
});

test("values are read as their fields show them", () => {
  const { body, wellpress_source, ...values } = format.fromFile(asOpened(EXAMPLE));
  assert.deepEqual(values, {
    title: 'It\'s "fine"', topics: ["back-pain", "spine"], published: "2024-01-02", authors: ["kim"], description: "A long text in two lines.",
    hero: { src: "a.jpg", alt: "" }, key_points: ["One.", "Two: three"],
  });
  assert.ok(body.startsWith("# Text\n"));
  assert.equal(wellpress_source, asOpened(EXAMPLE));
});

test("only the keys that changed are written anew", () => {
  const values = asOpenedValues();
  const saved = asSaved(format.toFile({ ...values, topics: ["spine"], published: "2024-01-03", hero: {}, draft: true }));
  const expected = EXAMPLE.replace("[ back-pain,  spine ]", "[spine]")
    .replace("date: 2024-01-02", "date: 2024-01-03")
    .replace('\nhero:\n  src: a.jpg\n  alt: ""\n', "")
    .replace('- "Two: three"\n---', '- "Two: three"\ndraft: true\n---');
  assert.equal(saved, expected);
});

const asOpenedValues = () => format.fromFile(asOpened(EXAMPLE));

test("a picture that is decoration stays one, although forms leave out what is empty", () => {
  const values = asOpenedValues();
  assert.equal(asSaved(format.toFile({ ...values, hero: { src: "a.jpg" } })), EXAMPLE);
  assert.ok(asSaved(format.toFile({ ...values, hero: { src: "a.jpg", credit: "Kim" } })).includes('hero:\n  src: "a.jpg"\n  credit: Kim\n  alt: ""\n'));
  assert.ok(!asSaved(format.toFile({ ...values, hero: { src: "b.jpg" } })).includes("alt:"));
});

test("blocks of the text that say the same keep their bytes", () => {
  const values = asOpenedValues();
  const rewritten = values.body.replace("* one\n* two", "- one\n- two").replace("A paragraph\nin", "A paragraph in").replace("_marks_", "*marks*").replace("2 * 3", "2 \\* 3");
  assert.equal(asSaved(format.toFile({ ...values, body: rewritten })), EXAMPLE);
  const edited = asSaved(format.toFile({ ...values, body: rewritten.replace("two lines", "three lines") }));
  assert.ok(edited.includes("* one\n* two\n"), "another block stays");
  assert.ok(edited.includes("A paragraph in three lines with *marks*"));
  const more = asSaved(format.toFile({ ...values, body: rewritten.replace("- two", "- two\n  - three") }));
  assert.ok(more.includes("- one\n- two\n  - three"));
});

test("what is no Markdown has no backslashes behind an edit", () => {
  const old = "See [@kim_2024] and {{ dose.hold_time }}.\n";
  assert.equal(mergedText(old, "Look at [@kim\\_2024] and {{ dose.hold\\_time }}."), "Look at [@kim_2024] and {{ dose.hold_time }}.");
});

test("a citation does not break its sentence in two", () => {
  const inserted = "Walking helps bone [@kim-2024]\n\n in many people [@lee]\n\n. Stop.\n\n1. One [@a]\n\n   Below one.\n\n:::tip\nx\n:::";
  assert.equal(mergedText("", inserted), "Walking helps bone [@kim-2024] in many people [@lee]. Stop.\n\n1. One [@a]\n\n   Below one.\n\n:::tip\nx\n:::");
});

test("a new file has its keys in the order of the form", () => {
  assert.equal(format.toFile({ body: "Text.", topics: ["a"], title: "A: b", description: "", key_points: [], hero: { src: "x.jpg", alt: "" } }), '---\ntitle: "A: b"\ntopics: [a]\nhero:\n  src: "x.jpg"\n  alt: ""\n---\n\nText.');
});

test("a glossary keeps the bytes of its terms", async () => {
  const text = await readFile(join(repository, "content/glossary.yaml"), "utf8");
  const fields = configuration.cms.collections.find(({ name }) => name === "glossary").files[0].fields;
  const glossary = glossaryFormat({ fields });
  const values = glossary.fromFile(asOpened(text));
  assert.equal(asSaved(glossary.toFile(structuredClone(values))), text);
  values.terms[0].definition = "Another: one.";
  values.terms.push({ term: "spinal cord", definition: "Nerves.", aka: [], see: ["disc"] });
  const saved = asSaved(glossary.toFile(values));
  assert.ok(saved.endsWith("spinal cord:\n  definition: \"Nerves.\"\n  see: [disc]\n"));
  assert.equal(saved.split("\n").length, text.split("\n").length + 3);
});

test("drafts of sources keep what the form does not show", () => {
  const text = JSON.stringify([{ id: "a", type: "book", title: "T", note: "n", author: [{ literal: "WHO" }], issued: { "date-parts": [[2020, 5]] } }], null, 2);
  const drafts = draftsFormat();
  const values = drafts.fromFile(text);
  assert.equal(drafts.toFile(structuredClone(values)), text);
  values.items[0].title = "U";
  values.items.push({ id: "b", type: "report", title: "R", year: "2021", author: [{ family: "Kim", given: "Ada" }] });
  assert.deepEqual(JSON.parse(drafts.toFile(values)), [
    { id: "a", type: "book", title: "U", note: "n", author: [{ literal: "WHO" }], issued: { "date-parts": [[2020, 5]] } },
    { id: "b", type: "report", title: "R", author: [{ family: "Kim", given: "Ada" }], issued: { "date-parts": [[2021]] } },
  ]);
});

test("what YAML has is read, and the rest is an error", () => {
  assert.deepEqual(parseMap('a: [1, "x, y", {b: c}]\nd:\n  - e: 1\n    f: |\n      two\n      lines\n  - g\nh: 1.10\ni: yes\nj: ~\n"k l": \'m\'\n'), {
    a: [1, "x, y", { b: "c" }], d: [{ e: 1, f: "two\nlines\n" }, "g"], h: "1.10", i: "yes", j: null, "k l": "m",
  });
  for (const text of ["a: *b", "a: !!str b", "a: {b: 1, b", "a: b: c", "a:\n\t- b"]) assert.throws(() => parseMap(text), text);
});

test("what is written is read back", () => {
  const values = { a: "x: y", b: ["one two", 'a "b"', "é"], c: { d: true, e: ["x"], f: [{ g: 1, h: "\n" }] }, i: "null", j: "1", k: "- x", l: "#", m: "2024-01-02" };
  const text = Object.entries(values).flatMap(([key, value]) => writtenEntry(key, value)).join("\n");
  assert.deepEqual(parseMap(text), values);
});

const component = (id) => configuration.components.find((candidate) => candidate.id === id);

test("each directive of the texts comes back with its bytes", () => {
  let count = 0;
  for (const { text } of texts) {
    for (const part of configuration.components) {
      for (const match of text.matchAll(new RegExp(patternOf(part).source, "gm"))) {
        count += 1;
        assert.equal(toBlock(part, fromBlock(part, match)), match[0]);
      }
    }
  }
  assert.ok(count > 100, `${count} directives`);
});

test("a changed directive keeps its other attributes", () => {
  const exercise = component("exercise");
  const source = '::exercise{#cat-cow number heading=3 acknowledged="by a \\"PT\\""}';
  const values = fromBlock(exercise, source.match(patternOf(exercise)));
  assert.deepEqual([values.id, values["a-number"], values["a-heading"], values["a-acknowledged"]], ["cat-cow", true, "3", 'by a "PT"']);
  assert.equal(toBlock(exercise, { ...values, id: "bridge" }), source.replace("cat-cow", "bridge"));
  assert.equal(toBlock(exercise, { id: "bridge" }), "::exercise{#bridge}");
  const care = component("care");
  assert.equal(toBlock(care, { label: "Get help", "a-level": "urgent", content: "Call.\n\n:::tip\nx\n:::" }), '::::care[Get help]{level="urgent"}\nCall.\n\n:::tip\nx\n:::\n::::');
});

test("citations come back as they are written", () => {
  for (const text of ["[@kim-2024]", "[@kim-2024, p. 4; @lee-2021]", "[see @kim-2024]", "[-@kim-2024]", "[@doi:10.1000/x]"]) {
    assert.equal(citationToBlock(citationFromBlock(text.match(CITATION))), text);
  }
  for (const text of ["[mail@a.example](x)", "[a](b@c)", "[no citation]", "me@a.example"]) assert.equal(text.match(CITATION), null, text);
  assert.equal(citationToBlock({ items: [{ source: "a", place: "p. 2" }, { source: "b" }] }), "[@a, p. 2; @b]");
});

test("a citation and an exercise are named in words", () => {
  const sources = [{ value: "kim-2024", label: "Kim and Lee 2024: Walking" }];
  assert.equal(named("kim-2024 unknown", new Map(sources.map(({ value, label }) => [value, label]))), "Kim and Lee 2024: Walking unknown");
  assert.equal(named("Exercise: cat-cow", new Map([["cat-cow", "Cat-cow"]])), "Exercise: Cat-cow");
  assert.equal(citationInWords({ items: [{ source: "kim-2024", place: "p. 4" }, { source: "x" }, {}], text: "" }, sources), "Kim and Lee 2024, p. 4; x");
});

test("a new citation without a source writes nothing, and one that was not filled in is left out", () => {
  assert.equal(citationToBlock({ items: [{}] }), "");
  assert.equal(citationToBlock({ items: [{ source: "" }, { source: "a" }] }), "[@a]");
});

test("the pane shows what a reader has to see before the steps", () => {
  const say = (key) => (key === "text-caution-ask" ? "{condition}: ask first." : key);
  const data = {
    dose: { hold: "30 s", sets: "" },
    cautions: [{ condition: ["pain", "age"], advice: "Not <b>yet</b>." }],
    stop_if: ["pain shoots down a leg", ""],
  };
  const html = doseAndCautions(data, say, (id) => `Topic ${id}`);
  assert.match(html, /^<dl class="dose"><div data-dose="hold"><dt>text-dose-hold<\/dt><dd>30 s<\/dd><\/div><\/dl><div data-safety="caution">/);
  assert.match(html, /data-severity="ask"><strong class="caution-label">Topic pain, Topic age: ask first.<\/strong> Not &#60;b&#62;yet/);
  assert.match(html, /<p class="stop-if-label">text-stop-if<\/p><ul><li>pain shoots down a leg<\/li><\/ul>/);
  assert.equal(doseAndCautions({}, say, String), "");
});

test("the pane says what was not reviewed, and not of a page that nobody reviews", () => {
  const say = (key) => key;
  assert.match(missingReview("article", {}, say), /not-medically-reviewed/);
  assert.match(missingReview("exercise", { reviewers: [{ person: "ana", role: "clinical" }] }, say), /not-medically-reviewed/);
  assert.equal(missingReview("article", { reviewers: [{ person: "ana", role: "medical" }] }, say), "");
  assert.equal(missingReview("person", {}, say), "");
});

test("the pane lists the sources of a page and of its exercises in reading order", () => {
  const sources = ["a", "b", "c", "d", "e"].map((value) => ({ value, label: value }));
  const data = { key_points: ["Walk [@d]."], body: "Text [see @b, p. 4; @a], @b and `[@e]`.\n\n::exercise[Title]{number #cat-cow}\n\n```\n[@e]\n```\nme@e.example", references: ["a", "x"] };
  assert.deepEqual(exercisesOf({ ...data, schedule: [{ exercise: "cobra" }, { exercise: "cat-cow" }] }), ["cat-cow", "cobra"]);
  const nested = "- ::exercise{#a}\n  > ::exercise[X {y}]{#b}\n\n```\n::exercise{#c}\n```\n";
  assert.deepEqual(exercisesOf({ body: nested }), ["a", "b"]);
  assert.deepEqual(sourcesOf(data, [{ body: "[@c]" }], sources).map(({ value }) => value), ["d", "b", "a", "c"]);
});

test("the pane has the places of disclaimers that the settings, the page and its exercises ask for", () => {
  const records = { general: { placement: "top" }, end: { placement: "bottom" }, moving: { placement: "with-exercise" }, video: { placement: "with-video" }, plain: {} };
  const entries = new Map([["disclaimers", new Map(Object.entries(records))], ["topics", new Map([["spine", { broader: "bones" }], ["bones", {}]])]]);
  const standing = { articles: { always: ["general"], by_topic: { bones: ["end"] } }, exercises: { always: ["plain"], by_topic: {} } };
  const placed = (page, exercises = []) => disclaimersOf({ kind: "article", collection: "articles", ...page }, exercises, { standing, entries });
  assert.deepEqual(placed({ data: { topics: ["spine"], disclaimers: ["unknown"] } }), { top: ["general"], bottom: ["end"], "with-exercise": [], "with-video": [] });
  const omitted = { body: "::video{src=a.mp4}", omit_disclaimers: { ids: ["general"], reason: "Here." } };
  assert.deepEqual(placed({ data: omitted }, [{ disclaimers: ["end"] }]), { top: ["plain"], bottom: ["end"], "with-exercise": ["moving"], "with-video": ["video"] });
  assert.deepEqual(placed({ data: {} }, [{ withdrawn: { reason: "No." } }]).top, ["general"]);
  // A page that has none of its own shows those of an exercise beside it.
  assert.deepEqual(placed({ kind: "page", collection: "pages", data: {} }, [{}])["with-exercise"], ["plain", "moving"]);
  const withVideo = { ...standing, exercises: { always: ["video"], by_topic: {} } };
  const plain = { kind: "page", collection: "pages", data: {} };
  assert.deepEqual(disclaimersOf(plain, [{}], { standing: withVideo, entries })["with-exercise"], ["video", "moving"]);
  records.general.placement = "constructor";
  assert.deepEqual(placed({ data: {} }).top, ["general"]);
});

test("the pane writes the words of terms and the values of a dose", () => {
  const say = (key) => ({ "text-dose-words-sets-one": "{amount} set", "text-dose-words-sets": "{amount} sets" })[key];
  assert.equal(inWords("The :term[range of motion]{#rom} and :term[a [b]].", {}, say), "The range of motion and a [b].");
  assert.equal(inWords("Hold for {{ dose.hold }}, {{dose.sets_in_words}}.", { hold: "30 s", sets: 1 }, say), "Hold for 30 s, 1 set.");
  assert.equal(inWords("Do {{ dose.sets_in_words }}, {{ dose.reps }}, {{ helpline }}.", { sets: "2-3" }, say), "Do 2-3 sets, {{ dose.reps }}, {{ helpline }}.");
  assert.equal(inWords("{{ dose.constructor }} {{ dose.sets_in_words }}", { sets: "$&" }, say), "{{ dose.constructor }} $& sets");
});

test("the pane draws warnings and care cards as the theme does", () => {
  const say = (key) => ({ "text-callout-warning": "Warning", "text-care-urgent": "Get help soon" })[key] ?? key;
  const warning = blockPreview(component("warning"), { label: "Stop <b>", content: "Words." }, say);
  assert.match(warning, /^<aside role="note" class="callout callout-warning"><p class="callout-title"><span class="callout-label">Warning<\/span> <span class="callout-name">Stop &#60;b&#62;<\/span><\/p>\n\nWords\.\n\n<\/aside>$/);
  const care = blockPreview(component("care"), { "a-level": "urgent", content: "Call." }, say);
  assert.match(care, /^<aside role="note" class="care" data-care="urgent"><p class="care-title"><span class="care-level">Get help soon<\/span><\/p>\n\nCall\./);
  // A callout of the settings has its own label.
  assert.match(blockPreview({ ...component("warning"), name: "recipe", label: "Recipe", callout: "tip" }, {}, say), /callout-tip.*Recipe/);
});

test("the pane has the words of the theme", () => {
  assert.equal(configuration.words.en["not-medically-reviewed"], "Not medically reviewed");
  assert.equal(configuration.words.en["text-caution-avoid"], "{condition}: do not do this exercise.");
});
