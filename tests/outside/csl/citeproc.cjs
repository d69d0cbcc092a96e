// citeproc-js on jobs: the input is JSON, `[{name, csl, input, items?, citations?, mode}]`, and so is the output,
// `{name: {out, marks, bib}}` or `{name: {error}}`.
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const CSL = require("citeproc");

const locales = join(__dirname, "../../../crates/csl/locales");
CSL.debug = () => {};
CSL.error = () => {};

const copied = (json) => JSON.parse(JSON.stringify(json));

function engineFor(job) {
  const items = new Map(job.input.map((item) => [String(item.id), copied(item)]));
  const retrieveLocale = (language) => {
    const file = join(locales, `locales-${language}.xml`);
    return existsSync(file) ? readFileSync(file, "utf8") : false;
  };
  const engine = new CSL.Engine({ retrieveLocale, retrieveItem: (id) => items.get(String(id)) }, job.csl);
  engine.opt.development_extensions.wrap_url_and_doi = false;
  return engine;
}

/** The marks of a document that changes step by step, after the last step. The suite's result says which of them that step changed. */
function stepped(engine, citations) {
  const texts = new Map();
  let order = [];
  let changed = new Set();
  for (const [citation, before, after] of citations) {
    const [, results] = engine.processCitationCluster(copied(citation), before, after);
    for (const [, text, id] of results) texts.set(id, text);
    changed = new Set(results.map(([, , id]) => id));
    order = [...before.map(([id]) => id), citation.citationID, ...after.map(([id]) => id)];
  }
  const out = order.map((id, index) => `${changed.has(id) ? ">>" : ".."}[${index}] ${texts.get(id)}`).join("\n");
  return { marks: order.map((id) => texts.get(id)), out };
}

function answer(job) {
  const engine = engineFor(job);
  const ids = job.input.map((item) => String(item.id));
  let result;
  if (job.citations) {
    result = stepped(engine, job.citations);
  } else {
    engine.updateItems(ids);
    const groups = job.items ?? [ids.map((id) => ({ id }))];
    const marks = job.mode === "citation" ? groups.map((group) => engine.makeCitationCluster(copied(group))) : [];
    result = { marks, out: marks.join("\n") };
  }
  const list = job.mode === "bibliography" || job.both ? engine.makeBibliography() : undefined;
  if (list) result.bib = { entries: list[1] };
  if (list && job.mode === "bibliography") result.out = list[0].bibstart + list[1].join("") + list[0].bibend;
  return result;
}

const answers = {};
for (const job of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    answers[job.name] = answer(job);
  } catch (error) {
    answers[job.name] = { error: String(error?.message ?? error) };
  }
}
process.stdout.write(JSON.stringify(answers));
