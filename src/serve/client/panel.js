// The preview on a page of the site: a corner with the state of the build, an overlay with the findings that stop it, and the
// panels that the corner opens.

import { pageFindings } from "./page_findings.js";
import { explained } from "./manual.js";
import { element, link, dashboardUrl, plural, verdict } from "./parts.js";

const host = document.createElement("wellpress-preview");
const shadow = host.attachShadow({ mode: "open" });

export const corner = {
  dot: element("button", { type: "button", class: "dot", "aria-expanded": "true", "aria-label": "Preview status" }),
  link: element("a", { href: `${dashboardUrl}findings` }, "Connecting"),
  errors: element("button", { type: "button", hidden: "" }, "Show errors"),
  notice: element("p", { class: "notice", hidden: "" }, "This page is gone. You see what it was."),
  spoken: element("p", { class: "spoken", role: "status" }),

  make() {
    this.box = element(
      "section",
      { class: "corner", lang: "en", dir: "ltr", "aria-label": "Preview" },
      this.notice,
      pageFindings.news,
      element("div", { class: "line" }, this.dot, this.link, pageFindings.opener, this.errors),
      this.spoken,
    );
    this.dot.addEventListener("click", () => this.fold(this.dot.getAttribute("aria-expanded") === "true"));
    this.errors.addEventListener("click", () => {
      overlay.show();
      overlay.close.focus();
    });
    this.fold(remembered("folded") === "yes");
    return this.box;
  },
  fold(folded) {
    this.dot.setAttribute("aria-expanded", String(!folded));
    this.box.classList.toggle("folded", folded);
    remember("folded", folded ? "yes" : "no");
  },
  state(name, text) {
    this.box.dataset.state = name;
    this.link.textContent = text;
  },
  say(text) {
    if (this.spoken.textContent !== text) this.spoken.textContent = text;
  },
  gone(is) {
    this.notice.hidden = !is;
    if (is) this.say(this.notice.textContent);
  },
  built(build) {
    const { state, text } = verdict(build);
    this.state(state, text);
  },
  away() {
    this.state("away", "Reconnecting…");
    this.say("The preview has lost its server and tries to reconnect.");
  },
};

const remembered = (name) => {
  try {
    return sessionStorage.getItem(`wellpress-${name}`);
  } catch {
    return null;
  }
};
const remember = (name, value) => {
  try {
    sessionStorage.setItem(`wellpress-${name}`, value);
  } catch {
    /* Storage is blocked: the corner is unfolded on the next page. */
  }
};

// The findings of a build that failed. It is not modal and never takes the focus: the reader may be typing elsewhere.
export const overlay = {
  title: element("h2", { id: "title" }),
  list: element("ol", {}),
  close: element("button", { type: "button", class: "close" }, "Close"),

  make() {
    this.box = element(
      "section",
      { class: "overlay", lang: "en", dir: "ltr", role: "dialog", "aria-labelledby": "title", popover: "manual" },
      element("div", { class: "head" }, this.title, this.close),
      this.list,
      element(
        "p",
        { class: "hint" },
        "The page below is the last good one. This goes when the next build is good; Escape closes it.",
      ),
    );
    this.close.addEventListener("click", () => this.hide());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.open) {
        this.hide();
        event.preventDefault();
      }
    });
    return this.box;
  },
  get open() {
    return this.box.matches(":popover-open");
  },
  show() {
    pageFindings.hide();
    if (!this.open) this.box.showPopover();
    this.list.querySelectorAll("pre").forEach(revealMarks);
    corner.errors.hidden = true;
  },
  hide() {
    if (this.open) this.box.hidePopover();
    corner.errors.hidden = !this.list.childElementCount;
  },
  failed(build) {
    const isHere = ({ page }) => page === location.pathname;
    // A stable sort: those of this page come first, and the others in their order.
    const findings = [...(build.findings ?? [])].sort((left, right) => isHere(right) - isHere(left));
    this.title.textContent = build.errors ? `The build stopped: ${plural(build.errors, "error")}` : "The build stopped";
    this.list.replaceChildren(...findings.slice(0, 50).map(findingItem));
    if (findings.length > 50)
      this.list.append(element("li", {}, element("a", { href: `${dashboardUrl}findings` }, `and ${findings.length - 50} more`)));
    corner.say(`${this.title.textContent}. ${findings[0]?.message ?? ""}`);
    this.show();
  },
  passed() {
    if (this.list.childElementCount) corner.say("The build is good again.");
    this.list.replaceChildren();
    this.hide();
  },
};

function findingItem({ rule, severity, message, help, file, line, column, excerpt, editor, page }) {
  const place = `${file}:${line}:${column}`;
  const label = `Excerpt of ${place}`;
  const button = element("button", { type: "button", class: "rule" }, `${severity}[${rule}]`);
  const explanation = explained(button, rule);
  return element(
    "li",
    {},
    element("p", { class: "message" }, button, ` ${message}`),
    explanation.node,
    element("p", { class: "place" }, link(editor, place), page && page !== location.pathname && [" · ", link(page, "page")]),
    excerpt && element("pre", { tabindex: "0", role: "group", "aria-label": label }, excerpt),
    help && element("p", { class: "help" }, help),
  );
}

// Scrolls an excerpt whose line is longer than the window is wide to the part that is marked with `^` in its last line.
function revealMarks(excerpt) {
  const [text, marks] = [excerpt.firstChild, document.createRange()];
  marks.setStart(text, Math.max(text.data.search(/\^+\s*$/), 0));
  marks.setEnd(text, text.length);
  const { left, right } = marks.getBoundingClientRect();
  const box = excerpt.getBoundingClientRect();
  if (right > box.right) excerpt.scrollLeft += left - box.left - box.width / 3;
}

// Inserted beside the body, where no selector of the theme applies and no script of the page counts it as a child. Hidden
// until its style is loaded.
export function appear() {
  const style = element("link", { rel: "stylesheet", href: `${dashboardUrl}client.css` });
  for (const end of ["load", "error"])
    style.addEventListener(end, () => {
      host.hidden = false;
    });
  host.hidden = true;
  shadow.append(style, element("div", { class: "shade" }), corner.make(), pageFindings.make(), overlay.make());
  document.documentElement.append(host);
}
