// The findings of the page that is open: marked at their words, and as a list in which each explains its rule.

import { explained, inline } from "./manual.js";
import { findingAt, isMarked, mark, reveal } from "./marks.js";
import { dashboardUrl, element, link, plural } from "./parts.js";

const ranks = ["error", "warning", "note"];
// Without the line: an edit above a finding moves it and makes it no new one.
const keyOf = ({ rule, message, words }) => `${rule} ${message} ${words?.text ?? ""}`;

export const pageFindings = {
  title: element("h2", { id: "page-findings-title", tabindex: "-1" }),
  list: element("ol", {}),
  close: element("button", { type: "button", class: "close" }, "Close"),
  opener: element("button", { type: "button", hidden: "", "aria-expanded": "false" }),
  news: element("button", { type: "button", class: "news", hidden: "" }),
  findings: [],
  items: new Map(),
  known: null,

  make() {
    this.box = element(
      "section",
      { class: "page-findings", lang: "en", dir: "ltr", role: "dialog", "aria-labelledby": "page-findings-title", popover: "manual" },
      element("div", { class: "head" }, this.title, this.close),
      this.list,
      element("p", { class: "hint" }, element("a", { href: `${dashboardUrl}findings` }, "Findings of all pages")),
    );
    this.close.addEventListener("click", () => this.hide());
    this.opener.addEventListener("click", () => (this.open ? this.hide() : this.show()));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.open && !event.defaultPrevented) this.hide();
    });
    document.addEventListener("click", (event) => {
      const finding = event.target.closest?.("a, button, input, select, summary, wellpress-preview") ? null : findingAt(event.clientX, event.clientY);
      if (finding) this.explain(finding);
    });
    return this.box;
  },
  get open() {
    return this.box.matches(":popover-open");
  },
  show() {
    if (!this.open) this.box.showPopover();
    this.opener.setAttribute("aria-expanded", "true");
    this.title.focus();
  },
  hide() {
    const hadFocus = this.box.contains(this.box.getRootNode().activeElement);
    if (this.open) this.box.hidePopover();
    this.opener.setAttribute("aria-expanded", "false");
    if (hadFocus && !this.opener.hidden) this.opener.focus();
  },

  /**
   * Loads the findings of the page and marks their words. Returns the first that was not there before, if there is one. A build that
   * was stopped shows nothing new: its findings are news when a page has their words.
   */
  async update({ ok }) {
    const response = await fetch(`${dashboardUrl}findings.json?page=${encodeURIComponent(location.pathname)}`, { cache: "no-store" });
    if (!response.ok) return null;
    const rank = ({ severity }) => ranks.indexOf(severity);
    this.findings = (await response.json()).sort((left, right) => rank(left) - rank(right));
    mark(this.findings);
    this.fill();
    if (!ok) return null;
    const fresh = (this.known && this.findings.find((finding) => !this.known.has(keyOf(finding)))) ?? null;
    this.known = new Set(this.findings.map(keyOf));
    this.tell(fresh);
    return fresh;
  },

  /** What has been opened stays open while an author types. */
  fill() {
    const opened = new Set([...this.items].filter(([, item]) => item.isOpen()).map(([finding]) => keyOf(finding)));
    this.items = new Map(this.findings.map((finding) => [finding, findingItem(finding)]));
    this.list.replaceChildren(...[...this.items.values()].map(({ node }) => node));
    for (const [finding, item] of this.items) if (opened.has(keyOf(finding))) item.open();
    const count = plural(this.findings.length, "finding");
    this.title.textContent = `${count} on this page`;
    this.opener.textContent = this.title.textContent;
    this.opener.hidden = !this.findings.length;
    if (!this.findings.length) this.hide();
  },
  tell(finding) {
    this.news.hidden = !finding;
    if (!finding) return;
    this.news.replaceChildren(element("strong", { class: finding.severity }, finding.severity), " ", ...inline(finding.message));
    this.news.onclick = () => {
      this.explain(finding);
      reveal(finding);
    };
  },
  /** Opens the list at a finding. */
  explain(finding) {
    const item = this.items.get(finding);
    this.news.hidden = true;
    this.show();
    item?.open();
    item?.button.focus();
    this.box.scrollTop = item ? item.node.offsetTop : 0;
  },
};

/** A finding of the list: its message is a button that explains the rule below it. */
function findingItem(finding) {
  const { rule, severity, message, help, file, line, column, editor } = finding;
  const button = element(
    "button",
    { type: "button", class: "message" },
    element("strong", { class: severity }, severity),
    " ",
    inline(message),
  );
  const explanation = explained(button, rule);
  button.addEventListener("click", () => explanation.isOpen() && reveal(finding));
  const inPage = isMarked(finding) && element("button", { type: "button" }, "Show in the page");
  if (inPage) inPage.addEventListener("click", () => reveal(finding));
  const node = element(
    "li",
    {},
    button,
    help && element("p", { class: "help" }, inline(help)),
    element("p", { class: "place" }, link(editor, `${file}:${line}:${column}`), inPage),
    explanation.node,
  );
  return { ...explanation, button, node };
}
