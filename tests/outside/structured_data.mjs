// The vocabulary of schema.org: each type and each property in the JSON-LD of all pages exists and is not superseded or retired, the
// type of the object has the property, itself or from a type above it, and an object or an address in it is of a type that it takes.
// The file is the one that schema.org publishes, as the crate `schemaorg-validate` carries it; `run` downloads and checks it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { downloads } from "./site.mjs";

const file = join(downloads, "schemaorg-all-https.jsonld");
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const ids = (value) => list(value).map((entry) => entry["@id"]);
const term = (name) => `schema:${name}`;

let loaded;
function vocabulary() {
  loaded ??= new Map(JSON.parse(readFileSync(file, "utf8"))["@graph"].map((entry) => [entry["@id"], entry]));
  return loaded;
}

/** A type and all types above it. */
function withParents(type) {
  const found = new Set([type]);
  for (const name of found) ids(vocabulary().get(name)?.["rdfs:subClassOf"]).forEach((parent) => found.add(parent));
  return found;
}

/** Why a type or a property cannot be used, if there is a reason. */
function refuse(name, kind) {
  const entry = vocabulary().get(term(name));
  const is = list(entry?.["@type"]);
  if (!entry) return "unknown";
  if (kind === "property" ? !is.includes("rdf:Property") : is.includes("rdf:Property")) return `not-a-${kind}`;
  if (entry["schema:supersededBy"]) return "superseded";
  if (ids(entry["schema:isPartOf"]).includes("https://attic.schema.org")) return "retired";
  return undefined;
}

const isAddress = (value) => typeof value === "string" && /^https:\/\/schema\.org\//.test(value);
// The last four are objects of which schema.org says that they are written as a text: `PT10S`, `720 px`, `7 kg`.
const literals = new Set(["schema:Text", "schema:URL", "schema:Date", "schema:DateTime", "schema:Time", "schema:Number", "schema:Boolean", "schema:Integer", "schema:Float", "schema:CssSelectorType", "schema:XPathType", "schema:PronounceableText", "schema:Duration", "schema:Distance", "schema:Mass", "schema:Energy"]);

class Reader {
  findings = [];

  constructor(page) {
    this.page = page;
  }

  report(rule, message, place) {
    this.findings.push({ case: this.page, rule, message, place });
  }

  object(value, place) {
    const types = list(value["@type"]);
    const reference = Object.keys(value).every((key) => key.startsWith("@"));
    if (types.length === 0 && !reference && !value["@graph"]) this.report("no-type", "an object has no type", place);
    for (const type of types) {
      const reason = refuse(type, "type");
      if (reason) this.report(reason, `type ${type}`, place);
    }
    const above = new Set(types.flatMap((type) => [...withParents(term(type))]));
    for (const [key, inside] of Object.entries(value)) {
      if (key === "@graph") list(inside).forEach((each, index) => this.object(each, `${place}/@graph/${index}`));
      else if (!key.startsWith("@")) this.property(types, above, key, list(inside), `${place}/${key}`);
    }
  }

  property(types, above, key, values, place) {
    const reason = refuse(key, "property");
    if (reason) return this.report(reason, `property ${key}`, place);
    const entry = vocabulary().get(term(key));
    if (types.length && !ids(entry["schema:domainIncludes"]).some((type) => above.has(type))) this.report("domain", `${types.join(", ")} has no ${key}`, place);
    const range = ids(entry["schema:rangeIncludes"]);
    for (const value of values) this.value(key, range, value, place);
  }

  value(key, range, value, place) {
    if (value !== null && typeof value === "object") {
      const above = new Set(list(value["@type"]).flatMap((type) => [...withParents(term(type))]));
      if (above.size && !range.some((type) => above.has(type))) this.report("range", `${key} takes no ${list(value["@type"]).join(", ")}`, place);
      this.object(value, place);
    } else if (isAddress(value)) {
      this.member(key, range, value.slice("https://schema.org/".length), place);
    } else if (!range.some((type) => literals.has(type))) {
      // JSON-LD of schema.org accepts a plain text wherever an object stands. It says less than the object would.
      this.report("range-text", `${key} takes ${range.map((type) => type.slice(7)).join(", ")} and not the plain value ${JSON.stringify(value)}`, place);
    }
  }

  /** A member of an enumeration, or a type, named by its address. */
  member(key, range, name, place) {
    const entry = vocabulary().get(term(name));
    if (!entry) return this.report("unknown", `address https://schema.org/${name}`, place);
    const above = new Set(list(entry["@type"]).flatMap((type) => [...withParents(type)]));
    if (!range.some((type) => above.has(type) || type === "schema:URL" || type === "schema:Class")) this.report("range", `${key} takes no ${name}`, place);
  }
}

const scripts = (text) => [...text.matchAll(/<script type="application\/ld\+json"[^>]*>([\s\S]*?)<\/script>/g)].map(([, json]) => json);

export const structuredData = {
  name: "schema.org",
  program: "schema.org vocabulary",
  quick: true,
  version: () => "30.0",
  cases: (site) => site.pages().filter((page) => scripts(site.text(page)).length > 0),
  fault: { case: "/articles/osteoporosis-spine/", damage: (text) => text.replace('"headline"', '"calories":"1","headline"'), rule: "domain" },
  judge(site, cases) {
    return cases.flatMap((page) => {
      const reader = new Reader(page);
      for (const json of scripts(site.text(page))) list(JSON.parse(json)).forEach((value) => reader.object(value, ""));
      return reader.findings;
    });
  },
};
