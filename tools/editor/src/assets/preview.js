// The preview pane: a page with the words and the classes of the theme, in the order in which readers meet them: state and missing review,
// cautions and signals to stop before the steps, then the text with its directives as blocks, and its sources. Numbers of citations and the
// words of disclaimers are not drawn; the preview of the pull request has them.
import { disclaimersOf, exercisesOf, inHtml, isFilled, keepInWords, list, sourcesOf } from "./page-parts.js";

const REVIEWED = ["article", "exercise", "programme"];
const DOSE = ["sets", "reps", "rounds", "hold", "rest", "frequency", "sides"];

/** A word of the theme in a language of the site, else in the main one, else its key. */
export function wordIn(words, language, key) {
  return words?.[language]?.[key] ?? Object.values(words ?? {})[0]?.[key] ?? key;
}

/** "Not medically reviewed" in HTML, unless the form has a medical review. Sign-offs lie elsewhere: a page has to be looked at in a preview. */
export function missingReview(kind, data, say) {
  const hasReview = list(data.reviewers).some((review) => review?.role === "medical");
  if (!REVIEWED.includes(kind) || hasReview) return "";
  return `<div data-safety="not-reviewed"><p class="not-reviewed">${inHtml(say("not-medically-reviewed"))}</p></div>`;
}

/** The dose of an exercise, its cautions and its signals to stop, in HTML. `titleOf` gives the title of a topic. */
export function doseAndCautions(data, say, titleOf) {
  const rows = DOSE.filter((key) => isFilled(data.dose?.[key]));
  const dose = rows.map((key) => `<div data-dose="${key}"><dt>${inHtml(say(`text-dose-${key}`))}</dt><dd>${inHtml(data.dose[key])}</dd></div>`);
  const caution = ({ condition, advice, severity }) => {
    const grade = isFilled(severity) ? severity : "ask";
    const label = say(`text-caution-${grade}`).replace("{condition}", () => list(condition).map(titleOf).join(", "));
    return `<p class="caution" data-severity="${inHtml(grade)}"><strong class="caution-label">${inHtml(label)}</strong> ${inHtml(advice)}</p>`;
  };
  const cautions = list(data.cautions).filter(isFilled).map(caution).join("");
  const signals = list(data.stop_if).filter(isFilled).map((signal) => `<li>${inHtml(signal)}</li>`).join("");
  return [
    dose.length > 0 ? `<dl class="dose">${dose.join("")}</dl>` : "",
    cautions ? `<div data-safety="caution"><div class="cautions" role="group" aria-label="${inHtml(say("text-cautions"))}">${cautions}</div></div>` : "",
    signals ? `<div data-safety="stop"><div class="stop-if"><p class="stop-if-label">${inHtml(say("text-stop-if"))}</p><ul>${signals}</ul></div></div>` : "",
  ].join("");
}

/** A block as HTML around Markdown, which Sveltia CMS reads on. */
export function blockPreview(component, values, say) {
  const { name } = component;
  const label = inHtml(values.label);
  const content = `\n\n${values.content ?? ""}\n\n`;
  if (component.callout) {
    const title = name === component.callout ? say(`text-callout-${name}`) : component.label;
    const named = label ? ` <span class="callout-name">${label}</span>` : "";
    return `<aside role="note" class="callout callout-${component.callout}"><p class="callout-title"><span class="callout-label">${inHtml(title)}</span>${named}</p>${content}</aside>`;
  }
  if (name === "care") {
    const level = inHtml(values["a-level"] || "non-urgent");
    const named = label ? ` <span class="care-name">${label}</span>` : "";
    return `<aside role="note" class="care" data-care="${level}"><p class="care-title"><span class="care-level">${inHtml(say(`text-care-${level}`))}</span>${named}</p>${content}</aside>`;
  }
  if (name === "do" || name === "dont") {
    return `<div class="${name}" role="group"><p class="${name}-title">${label || inHtml(say(`text-${name}`))}</p>${content}</div>`;
  }
  if (name === "details" || name === "tab") {
    return `<details class="${name}" open><summary>${label || inHtml(say("text-details"))}</summary>${content}</details>`;
  }
  if (name === "figure" && component.form === "line") {
    const caption = label ? `<figcaption>${label}</figcaption>` : "";
    return `<figure class="plate"><img src="${inHtml(values["a-src"])}" alt="${inHtml(values["a-alt"])}">${caption}</figure>`;
  }
  const title = [component.label, values.label, component.record ? values.id : ""].filter(isFilled).map(inHtml).join(": ");
  return `<aside class="wellpress-component"><p><strong>${title}</strong></p>${content}</aside>`;
}

/** A source in a list of choices: its authors, year and title. */
export function sourceLabel({ author = [], issued, year, title = "" }) {
  const names = author.map(({ family, literal }) => family ?? literal);
  const authors = names.length > 2 ? `${names[0]} et al.` : names.join(" and ");
  return `${authors} ${issued?.["date-parts"]?.[0]?.[0] ?? (year || "n.d.")}: ${title}`.trim();
}

/** What the pane knows: the words of the theme, and the other entries, once Sveltia CMS has given a way to ask for them. */
export class Pane {
  constructor({ cms, words, sources, standing }) {
    this.cms = cms;
    this.sources = sources;
    this.standing = standing ?? {};
    this.page = { kind: "", collection: "", data: {} };
    this.words = words ?? {};
    this.language = Object.keys(this.words)[0] ?? "en";
    this.entries = new Map();
    this.listeners = new Set();
    this.say = (key) => wordIn(this.words, this.language, key);
    this.titleOf = (id) => this.title("topics", id);
  }

  /** The title of an entry, or its id while nothing is known of it. */
  title(folder, id) {
    const data = this.entries.get(folder)?.get(id);
    return data?.title || data?.name || id;
  }

  /** The exercises that the page shows, as far as they are known. */
  exercisesOfPage() {
    return exercisesOf(this.page.data).map((id) => this.entries.get("exercises")?.get(id)).filter(Boolean);
  }

  /** A line for each disclaimer that stands at a place of the page, in HTML. */
  disclaimersAt(place) {
    const ids = disclaimersOf(this.page, this.exercisesOfPage(), this)[place];
    const line = (id) => `<p>${inHtml(this.say("text-disclaimer"))}: ${inHtml(this.title("disclaimers", id))}</p>`;
    return ids.length > 0 ? `<div class="disclaimers">${ids.map(line).join("")}</div>` : "";
  }

  /** The list of the page's sources in HTML. */
  sourceList() {
    const sources = sourcesOf(this.page.data, this.exercisesOfPage(), this.sources).map(({ label }) => `<li>${inHtml(label)}</li>`);
    return sources.length > 0 ? `<h2>${inHtml(this.say("references"))}</h2><ol>${sources.join("")}</ol>` : "";
  }

  /**
   * Reads the entries of some collections by the function that a preview template is given. They are known all at once, so that nothing is
   * drawn of an exercise before its disclaimers are known.
   */
  async read(getCollection, folders) {
    const read = new Map();
    for (const folder of folders) {
      const entries = await getCollection(folder).catch(() => []);
      read.set(folder, new Map(entries.map((entry) => [entry.get("slug").replace(/\/index$/, ""), entry.get("data").toJS()])));
    }
    this.entries = read;
    const drafts = (await getCollection("sources").catch(() => [])).flatMap((entry) => entry.get("data").toJS().items ?? []);
    // The dialog of a citation offers this very list.
    const isNew = ({ id }) => id && !this.sources.some(({ value }) => value === id);
    this.sources.push(...drafts.filter(isNew).map((item) => ({ value: item.id, label: `${sourceLabel(item)} (to complete)` })));
    this.listeners.forEach((listener) => listener());
  }

  /** An exercise in the text of another page: never without its cautions. */
  exercise(id, label) {
    const section = document.createElement("section");
    section.className = "exercise";
    section.dataset.exercise = id;
    const draw = () => {
      const data = this.entries.get("exercises")?.get(id);
      section.innerHTML = `<h3 class="exercise-title">${inHtml(label || this.title("exercises", id))}</h3>`;
      if (!data) return;
      this.listeners.delete(draw);
      section.innerHTML += missingReview("exercise", data, this.say) + this.disclaimersAt("with-exercise");
      section.innerHTML += doseAndCautions(data, this.say, this.titleOf);
      const steps = document.createElement("div");
      section.append(steps);
      this.cms.renderRichText(steps, String(data.body ?? ""));
    };
    this.listeners.add(draw);
    draw();
    return section;
  }

  /** A block as an element, with the disclaimers that stand before it. */
  behindDisclaimers(place, html) {
    const element = document.createElement("div");
    const draw = () => (element.innerHTML = this.disclaimersAt(place) + html);
    if (!this.entries.has("disclaimers")) this.listeners.add(draw);
    draw();
    return element;
  }

  /** The template of the pages of a collection. */
  template(kind, collection, folders) {
    const { h, createClass } = window;
    const pane = this;
    return createClass({
      componentDidMount() {
        this.redraw = () => this.forceUpdate();
        pane.listeners.add(this.redraw);
        pane.read(this.props.getCollection, folders);
      },
      componentWillUnmount() {
        pane.listeners.delete(this.redraw);
        this.redraw = null;
      },
      /** Keeps words in place of marks in the page while it is shown. */
      watch(element) {
        this.watching?.disconnect();
        const doseOf = (node) => {
          const exercise = node.closest("[data-exercise]");
          return exercise ? pane.entries.get("exercises")?.get(exercise.dataset.exercise)?.dose : pane.page.data.dose;
        };
        this.watching = element ? keepInWords(element, doseOf, pane.say) : null;
      },
      /** The address of a picture. Sveltia CMS reads its bytes once it has been asked, and gives their address at a later question. */
      address(asset, src) {
        if (asset && !asset.url.startsWith("blob:") && this.questions < 20) {
          this.questions += 1;
          setTimeout(() => this.redraw?.(), 250);
        }
        return asset?.url ?? src;
      },
      render() {
        const { entry, getAsset, document: frame, widgetFor } = this.props;
        // A site in one language has no tag there.
        const { documentElement: root } = frame;
        if (root.lang in pane.words) pane.language = root.lang;
        else root.lang = pane.language;
        // The text redraws itself. It is made once for each entry, so that typing does not make it anew.
        const key = `${entry.get("path")} ${pane.language}`;
        if (this.key !== key) Object.assign(this, { key, text: widgetFor("body"), questions: 0 });
        const data = entry.get("data").toJS();
        pane.page = { kind, collection, data };
        const html = (className, __html) => (__html ? h("div", { key: className, className, dangerouslySetInnerHTML: { __html } }) : null);
        return h(
          "article",
          { className: kind === "exercise" ? "exercise-page" : "article", ref: (element) => this.watch(element) },
          html("wellpress-head", pageHead(kind, data, pane.say)),
          html("wellpress-plates", plates(data, (src) => this.address(getAsset(src), src))),
          html("wellpress-points", keyPoints(data, pane.say)),
          html("wellpress-top", pane.disclaimersAt("top")),
          html("exercise-text", kind === "exercise" ? doseAndCautions(data, pane.say, pane.titleOf) : ""),
          h("div", { key: `text ${key}`, className: "text" }, this.text),
          html("wellpress-with-video", isFilled(data.video?.src) ? pane.disclaimersAt("with-video") : ""),
          html("wellpress-with-exercise", kind === "exercise" || kind === "programme" ? pane.disclaimersAt("with-exercise") : ""),
          html("wellpress-bottom", pane.disclaimersAt("bottom")),
          html("bibliography", pane.sourceList()),
        );
      },
    });
  }
}

function pageHead(kind, data, say) {
  return [
    data.draft ? `<p class="unpublished">${inHtml(say("unpublished-draft"))}</p>` : "",
    `<header class="article-head"><h1>${inHtml(data.title ?? data.name)}</h1>`,
    isFilled(data.description) ? `<p class="dek">${inHtml(data.description)}</p>` : "",
    missingReview(kind, data, say),
    "</header>",
    isFilled(data.withdrawn?.reason) ? `<div class="withdrawn" role="note"><p>${inHtml(data.withdrawn.reason)}</p></div>` : "",
  ].join("");
}

function keyPoints(data, say) {
  const points = list(data.key_points).filter(isFilled).map((point) => `<li>${inHtml(point)}</li>`);
  return points.length > 0 ? `<section class="key-points"><h2>${inHtml(say("key-points"))}</h2><ul>${points.join("")}</ul></section>` : "";
}

function plates(data, addressOf) {
  const pictures = [data.hero, data.photo, ...list(data.images)].filter((picture) => isFilled(picture?.src ?? picture));
  const plate = (picture) => {
    const src = picture.src ?? picture;
    return `<figure class="plate"><img src="${inHtml(addressOf(src))}" alt="${inHtml(picture.alt)}"></figure>`;
  };
  return pictures.map(plate).join("");
}
