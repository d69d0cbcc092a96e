// What a search finds, by the words that readers type, in each language of the theme. It runs the script of the index without a
// browser. `npm test` here runs it, after `cargo build`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { BuiltSite } from "./built_site.mjs";

/** Texts of articles by title, for each language. */
const texts = {
  en: {
    "A picture of the hand": "One x-ray shows the bones.",
    "A picture of the knee": "One xray is enough.",
    "A picture of the hip": "One x ray is enough.",
    "Steps": "Weight-bearing exercise, in metres of 10 kg.",
    "Pills": "Vitamin B12 and vitamin D. A dose of 50mg. Covid-19.",
    "Shoes": "A foot needs room.",
    "Brushing": "Two teeth and a child.",
    "A fracture": "Each vertebra counts. One diagnosis.",
    "Cooking": "A knife cuts. Many criteria.",
    "Advice": "For a woman and for older people. It's a patient's choice.",
    "Ice": "Do not break a hip.",
    "Legs": "One leg and two arms. Run if you can.",
    "Bodies": "Two bodies, many injuries, stories and studies.",
    "Meals": "Eat well. You may lie down.",
    "Thin bones": "Osteoporosis comes in silence.",
    "Trying": "A trial [@sawicki]. What is common stays.",
    "Rugs": "A rug is a danger.",
    "Blood": "Anaemia and a tumour. Organised care by Müller.",
    "Gullet": "The esophagus and the swelling, and how to mobilize. She teaches; you choose.",
    "Names": "Łokieć, İLAÇ, ısı, Sjögren, naïve, café, שָׁלוֹם, Ωμέγα, ёлка.",
  },
  de: {
    "Bewegung": "Eine Übung am Tag.",
    "Training": "Zwei Uebungen am Tag.",
    "Beschwerden": "Bei Rückenschmerzen hilft Wärme.",
    "Ferse": "Die Füße sind müde. Ein großes Kniegelenk.",
    "Wirbel": "Die Halswirbelsäule trägt den Kopf. Eine Säule steht. Der Hals ist lang.",
    "Mangel": "Vitamin-D-Mangel ist häufig.",
    "Haus": "Ein Haus hat einen Arm.",
    "Plan": "Kräftigung für die Schulter.",
    "Verschleiß": "Arthrose der Hüfte.",
    "Sinne": "Das Körpergefühl wächst.",
    "Knöchel": "Der Knöchel schwillt.",
    "Stufen": "Kühlung lindert.",
  },
  fr: {
    "Articulations": "L'arthrose de la hanche. Un peu d’exercice.",
    "Vieillir": "Arthrose et âge.",
    "Jour": "Aujourd'hui encore.",
  },
  es: {
    "Zapatos": "El pie necesita espacio. Una luz.",
    "Dolor": "El corazón y los músculos del niño. Camina cada día.",
    "Cicatrices": "Las cicatrices, las narices y las raíces.",
  },
  ar: {
    "الصباح": "الرقبة متصلبة في الصباح.",
    "المساء": "تمرين واحد للظهر، ١٢ مرة.",
    "القدم": "القدمان متعبتان، والعظم قوي. المُسْتَشْفَى بعيد.",
    "النشاط": "المشي مفيد للصحة، والنوم أيضا.",
  },
};

/** Queries with the titles of all pages that they find, by language. */
const finds = {
  en: [
    [["x-ray", "xray", "x ray", "X\u2011Ray", "x-rays", "xrays"], ["A picture of the hand", "A picture of the hip", "A picture of the knee"]],
    [["weight-bearing", "weightbearing", "weight bearing", "Weight\u2010Bearing"], ["Steps"]],
    [["b12", "B 12", "b-12", "vitamin-d", "vitamind", "vitamin b12", "50 mg", "50mg", "covid 19", "covid19"], ["Pills"]],
    [["10kg", "10 kg"], ["Steps"]],
    [["foot", "feet", "Feet"], ["Shoes"]],
    [["tooth", "teeth", "children", "child", "children's"], ["Brushing"]],
    [["vertebrae", "vertebra", "diagnoses", "diagnosis", "fractures"], ["A fracture"]],
    [["knives", "knife", "criterion"], ["Cooking"]],
    [["women", "women's", "woman", "womans", "woman’s", "person", "people", "patients", "patient's", "patients'", "its"], ["Advice"]],
    [["legs", "leg", "arm", "running", "ran"], ["Legs"]],
    [["broke", "broken"], ["Ice"]],
    [["body", "bodies", "injury", "story", "study", "studying"], ["Bodies"]],
    [["eating", "lying", "eaten", "lain"], ["Meals"]],
    [["lokiec", "ŁOKIEĆ", "ilac", "İlaç", "isi", "ISI", "sjogren", "naive", "cafe", "CAFÉ", "שלום", "ωμεγα", "елка"], ["Names"]],
    [["anaemia", "anemia", "tumour", "tumors", "tumor", "organised", "organize", "organizing", "Müller", "Mueller", "Muller"], ["Blood"]],
    [["esophagus", "oesophagus", "swelling", "swollen", "mobilize", "mobilise", "mobilising", "taught", "chose", "chosen"], ["Gullet"]],
    [["rug hazard", "stumble", "stumbles", "falls prevention", "fall prevention"], ["Falls", "Rugs"]],
    [["brittle bones", "brittle bone", "brittle-bones"], ["Osteoporosis", "Thin bones"]],
    [["Sawicki", "sawicki 2021", "sawicki exercise"], ["Exercise of the common kind"]],
  ],
  de: [
    [["Übung", "Uebung", "Ubung", "übungen", "Uebungen", "ubungen", "UEBUNG"], ["Bewegung", "Training"]],
    [["Schmerzen", "Schmerz", "Rücken", "Ruecken", "Rückenschmerz", "rueckenschmerzen"], ["Beschwerden"]],
    [["Fuß", "Füße", "Fuss", "Fuesse", "Fusse", "Gelenk", "Knie", "gross"], ["Ferse"]],
    [["Wirbelsäule", "Säule", "Hals", "Halswirbel"], ["Wirbel"]],
    [["Vitamin D", "vitamin-d", "Vitamin-D-Mangel", "Vitamindmangel"], ["Mangel"]],
    [["Häuser", "Haeuser", "Arme"], ["Haus"]],
    [["Schulterkräftigung", "Schulterkraeftigungen"], ["Plan"]],
    [["Hüftarthrose", "Hueftarthrose"], ["Verschleiß"]],
    [["Körpergefühl", "Koerpergefuehl", "Gefühl"], ["Sinne"]],
  ],
  fr: [
    [["arthrose", "l'arthrose", "L’arthrose", "d'arthrose"], ["Articulations", "Vieillir"]],
    [["exercice", "l'exercice", "exercices"], ["Articulations"]],
    [["âge", "l'âge", "qu'âge"], ["Vieillir"]],
    [["aujourd'hui", "aujourd’hui"], ["Jour"]],
  ],
  es: [
    [["pie", "pies", "luz", "luces"], ["Zapatos"]],
    [["corazon", "corazones", "corazón", "musculo", "niños", "ninas", "caminar", "caminando"], ["Dolor"]],
    [["cicatriz", "raiz", "raíz", "nariz"], ["Cicatrices"]],
  ],
  ar: [
    [["رقبة", "الرقبة", "والرقبة", "للرقبة", "بالرقبة", "رقبتك", "رقبتي", "وبالرقبة", "الرَّقَبَة", "الرقبه", "رقبه"], ["الصباح"]],
    [["تمرين", "التمرين", "تمارين", "التمارين", "بالتمارين", "للتمرين", "ظهر", "ظهرك", "الظهر", "12", "١٢"], ["المساء"]],
    [["قدم", "أقدام", "الأقدام", "قدمك", "عظم", "عظام", "العظام", "مستشفى", "المستشفيات", "مستشفي"], ["القدم"]],
    [["المشي", "مشي", "بالمشي", "للصحة", "صحة", "الصحة", "صحتك", "نوم", "النوم", "للنوم"], ["النشاط"]],
  ],
};

function files() {
  const page = (front, text) => `---\n${front}\n---\n${text}\n`;
  const articles = Object.entries(texts).flatMap(([language, pages]) =>
    Object.entries(pages).map(([title, text], number) => {
      const topics = title === "Rugs" ? "\ntopics: [falls]" : "";
      const name = language === "en" ? `a${number}.md` : `${language}${number}.${language}.md`;
      return [`content/articles/${name}`, page(`title: ${title}${topics}`, text)];
    }),
  );
  return {
    "wellpress.yaml": "title: Test\nbase_url: https://test.example/\nlanguages: {de: {title: Test}, fr: {title: Essai}, es: {title: Prueba}, ar: {title: اختبار}}\n",
    // The theme has no French of its own.
    "themes/well/i18n/fr.ftl": readFileSync(new URL("../../themes/well/i18n/en.ftl", import.meta.url), "utf8"),
    "content/glossary.yaml": "Osteoporosis: {definition: A loss of substance., aka: [brittle bones]}\n",
    "content/topics/falls.md": page("title: Falls\nshort_title: Stumbles\naka: [falls prevention, rug hazard]", "How to stay upright."),
    "content/references/library.bib": "@article{sawicki, title = {Exercise of the common kind}, author = {Sawicki, Anna and Żak, Marek}, date = {2021}, journal = {Bone}}\n",
    ...Object.fromEntries(articles),
  };
}

let site;
before(async () => { site = await BuiltSite.start(files()); });
after(() => site?.remove());

const open = async (language) => (await import(pathToFileURL(join(site.folder, "output/search/index/reader.js")))).open(`${site.address}/search/index/${language}/`);

async function found(index, query) {
  const { kinds, isPartial } = await index.search(query);
  const results = await Promise.all(kinds.flatMap(({ results }) => results).map((result) => result.load()));
  return { titles: [...new Set(results.map(({ title }) => title))].sort(), isPartial, results };
}

for (const [language, groups] of Object.entries(finds)) {
  describe(`in ${language}`, () => {
    for (const [queries, titles] of groups) {
      for (const query of queries) {
        test(`"${query}" finds ${titles.join(", ")}`, async () => {
          const { titles: actual, isPartial } = await found(await open(language), `${query} `);
          assert.deepEqual({ titles: actual, isPartial }, { titles: [...titles].sort(), isPartial: false });
        });
      }
    }
  });
}

test("the parts of a compound that no page has together are found one by one", async () => {
  const index = await open("de");
  for (const query of ["Knöchelkühlung", "Knoechelkuehlungen"]) {
    const { titles, isPartial } = await found(index, query);
    assert.deepEqual({ titles, isPartial }, { titles: ["Knöchel", "Stufen"], isPartial: true });
  }
});

describe("an excerpt", () => {
  for (const [language, query, marked] of [
    ["en", "xray", ["x", "ray"]],
    ["en", "feet", ["foot"]],
    ["de", "Schmerzen", ["Rückenschmerzen"]],
    ["ar", "للرقبة", ["الرقبة"]],
  ]) {
    test(`has the words marked that "${query}" finds`, async () => {
      const { results } = await found(await open(language), query);
      const pieces = results.map(({ excerpt }) => excerpt.filter(({ isMarked }) => isMarked).map(({ text }) => text));
      assert.ok(pieces.some((piece) => String(piece) === String(marked)), JSON.stringify(pieces));
    });
  }
});

test("a source says whose it is and leads to its page", async () => {
  const { results } = await found(await open("en"), "zak");
  assert.deepEqual(results.map(({ url, kind }) => [url, kind]), [["/references/sawicki/", "source"]]);
  assert.match(results[0].excerpt.map(({ text }) => text).join(""), /Anna Sawicki, Marek Żak\. Bone\. 2021/);
});

test("what pages say comes before what the titles of sources say", async () => {
  const { kinds } = await (await open("en")).search("common");
  const best = kinds.toSorted((a, b) => b.results[0].score - a.results[0].score);
  assert.deepEqual(best.map(({ kind }) => kind), ["article", "source"]);
});
