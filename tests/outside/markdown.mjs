// Examples of Markdown beyond CommonMark, whose own are a test of crates/markdown: GitHub's specification, the curled punctuation of
// cmark, and the extensions of commonmark-hs that wellpress has. `judged_examples` of that crate parses them and compares.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { downloads, repository, run } from "./site.mjs";

const suite = "commonmark-hs";
const files = {
  gfm: "cmark-gfm/test/spec.txt",
  smart_punct: "cmark/test/smart_punct.txt",
  attributes: `${suite}/commonmark-extensions/test/attributes.md`,
  footnotes: `${suite}/commonmark-extensions/test/footnotes.md`,
  definition_lists: `${suite}/commonmark-extensions/test/definition_lists.md`,
  pipe_tables: `${suite}/commonmark-extensions/test/pipe_tables.md`,
};
const names = Object.keys(files);
const file = (name) => join(downloads, files[name]);

/** The examples of a file are between fences of 32 signs. */
const examples = (name) => readFileSync(file(name), "utf8").split("<!-- END TESTS -->")[0].match(/^`{32} example/gm).map((_, index) => `${name} ${index + 1}`);

/** Copies of the files, changed. */
function damaged(damage) {
  const copies = join(downloads, "damaged");
  mkdirSync(copies, { recursive: true });
  for (const name of names) writeFileSync(join(copies, name), damage(readFileSync(file(name), "utf8")));
  return copies;
}

async function judged(path) {
  const cargo = ["run", "--quiet", "--locked", "--config", "tests/optimised.toml", "--package", "wellpress-markdown", "--example", "judged_examples", "--"];
  const lines = (await run("env", "--chdir", repository, "cargo", ...cargo, ...names.map((name) => `${name}=${path(name)}`))).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

export const markdown = {
  name: "markdown",
  program: "GitHub's spec, cmark, commonmark-hs",
  suite,
  async version() {
    const commits = ["cmark-gfm", "cmark", suite].map((name) => run("git", "-C", join(downloads, name), "log", "-1", "--format=%h"));
    return (await Promise.all(commits)).map((commit) => commit.trim()).join(", ");
  },
  cases: () => names.flatMap(examples),
  fault: { case: "smart_punct 1", damage: (text) => text.replace('"Hello," said', "Hello, said"), rule: "differs" },
  async judge(site, cases, damage) {
    const copies = damage && damaged(damage);
    try {
      const results = await judged((name) => (copies ? join(copies, name) : file(name)));
      const wrong = results.filter((each) => cases.includes(each.case) && !each.holds);
      return wrong.map(({ case: name, written, expected, found }) => ({ case: name, rule: "differs", message: written, place: `${expected} but found ${found}` }));
    } finally {
      if (copies) rmSync(copies, { recursive: true });
    }
  },
};
