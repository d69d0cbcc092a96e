// Takes the reviewer's answer within the packet, for each of its pages: remarks on paragraphs, a decision, and a file or a text to send back. It sends
// nothing, and keeps what is written in the browser, so that a closed window loses nothing. All words of the reviewer are set as text.
"use strict";
/** For each page a function that takes the name of the reviewer, which is written once for all pages. */
const nameTakers = [];

/** Starts a page: `root` has its text and its answer. */
function start(root) {
  const prefix = root.dataset.prefix ?? "";
  const byId = (id) => document.getElementById(prefix + id);
  const say = (key) => root.getAttribute(`data-say-${key}`);
  const storageKey = `wellpress-answer ${root.dataset.page} ${root.dataset.language} ${root.dataset.packet}`;
  const form = byId("answer-form");
  const status = byId("status");
  const blocks = new Map([...root.querySelectorAll("[data-paragraph]")].map((block) => [Number(block.dataset.paragraph), block]));
  const answer = { name: "", date: today(), decision: "", note: "", remarks: [] };
  let openForm = null;

  function today() {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  // Browsers may refuse storage to a file; then the answer lasts as long as the window.
  function load() {
    try {
      Object.assign(answer, JSON.parse(localStorage.getItem(storageKey)));
    } catch {}
  }
  function keep() {
    try {
      localStorage.setItem(storageKey, JSON.stringify(answer));
    } catch {}
  }

  /** Remarks that were read again are other objects with the same words. */
  function placeOf(remark) {
    const words = JSON.stringify(remark);
    return answer.remarks.findIndex((other) => JSON.stringify(other) === words);
  }

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const own = (node, block) => {
    const parent = node.parentElement;
    return parent.closest("[data-paragraph]") === block && !parent.closest(".number, .comment, .remark, .remark-form");
  };

  /** The text nodes of a block without those of blocks inside it, its number and its buttons. */
  function textNodes(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (own(walker.currentNode, block)) nodes.push(walker.currentNode);
    return nodes;
  }
  const squeezed = (text) => text.replace(/\s+/g, " ").trim();
  const isPicture = (block) => block.localName === "figure";
  function words(block) {
    if (isPicture(block)) return squeezed(block.querySelector("img")?.alt ?? "");
    return squeezed(textNodes(block).map((node) => node.data).join(""));
  }

  /** What the reviewer marked in a block. */
  function marked(block) {
    const selection = getSelection();
    const text = !selection.isCollapsed && block.contains(selection.anchorNode) ? squeezed(selection.toString()) : "";
    return words(block).includes(text) ? text : "";
  }

  /** What the reviewer marked in a block, else the sentence at a place of the window, else all of it. */
  function quoteAt(block, event) {
    if (marked(block)) return marked(block);
    const position = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const range = position ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
    const node = position?.offsetNode ?? range?.startContainer;
    const nodes = textNodes(block);
    if (!nodes.includes(node) || !globalThis.Intl?.Segmenter) return words(block);
    let offset = position?.offset ?? range.startOffset;
    for (const before of nodes.slice(0, nodes.indexOf(node))) offset += before.length;
    const text = nodes.map((text) => text.data).join("");
    const sentences = new Intl.Segmenter(root.dataset.language, { granularity: "sentence" });
    return squeezed(sentences.segment(text).containing(Math.min(offset, text.length - 1))?.segment ?? text);
  }

  /** Puts an element below a block: into items and cells, behind paragraphs. */
  function putBelow(block, added) {
    if (/^(li|td|th|dd|dt|figure|div|blockquote|figcaption)$/.test(block.localName)) block.append(added);
    else block.after(added);
  }

  function closeForm() {
    openForm?.remove();
    openForm = null;
  }

  /** Whoever goes on to something else keeps what they have written. */
  function saveForm() {
    openForm?.requestSubmit();
  }

  function edit(number, quote, remark) {
    saveForm();
    const block = blocks.get(number);
    const shown = byId("remark-form").content.cloneNode(true).firstElementChild;
    const { comment, suggestion } = shown.elements;
    shown.querySelector("q").textContent = quote;
    comment.value = remark?.comment ?? "";
    suggestion.value = remark?.suggestion ?? quote;
    if (isPicture(block)) shown.querySelector(".suggestion").hidden = true;
    const done = () => {
      closeForm();
      show();
      block.querySelector(":scope > .comment")?.focus();
    };
    shown.addEventListener("submit", (event) => {
      event.preventDefault();
      const made = { paragraph: number, words: words(block), quote, comment: comment.value.trim() };
      const suggested = squeezed(suggestion.value);
      if (suggested !== squeezed(quote)) made.suggestion = suggested;
      const isEmpty = !made.comment && made.suggestion === undefined;
      const at = placeOf(remark);
      if (at >= 0) answer.remarks.splice(at, 1, ...(isEmpty ? [] : [made]));
      else if (!isEmpty) answer.remarks.push(made);
      answer.remarks.sort((a, b) => a.paragraph - b.paragraph);
      keep();
      done();
    });
    shown.querySelector(".cancel").addEventListener("click", done);
    const isUnchanged = () => comment.value === (remark?.comment ?? "") && suggestion.value === (remark?.suggestion ?? quote);
    shown.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && isUnchanged()) done();
    });
    openForm = shown;
    putBelow(block, shown);
    comment.focus();
  }

  function remarkElement(remark) {
    const made = element("div", { className: "remark" });
    if (remark.quote) made.append(element("p", { className: "quote" }, element("q", { textContent: remark.quote })));
    if (remark.comment) made.append(element("p", { textContent: remark.comment }));
    if (remark.suggestion !== undefined)
      made.append(element("p", {}, element("strong", { textContent: `${say("suggested")}: ` }), element("ins", { textContent: remark.suggestion || "–" })));
    const change = element("button", { type: "button", textContent: say("edit") });
    change.addEventListener("click", () => edit(remark.paragraph, remark.quote, remark));
    const remove = element("button", { type: "button", textContent: say("delete") });
    remove.addEventListener("click", () => {
      const at = placeOf(remark);
      if (at >= 0) answer.remarks.splice(at, 1);
      keep();
      show();
      blocks.get(remark.paragraph)?.querySelector(":scope > .comment")?.focus();
    });
    made.append(element("p", { className: "actions" }, change, " ", remove));
    return made;
  }

  /** Shows the remarks below their paragraphs, and a list of links to them in the answer. */
  function show() {
    for (const old of root.querySelectorAll(".remark")) old.remove();
    const list = element("ol");
    for (const remark of answer.remarks) {
      const block = blocks.get(remark.paragraph);
      if (!block) continue;
      putBelow(block, remarkElement(remark));
      const link = element("a", { href: `#${prefix}paragraph-${remark.paragraph}`, textContent: remark.comment || remark.suggestion || remark.quote });
      list.append(element("li", {}, `[${remark.paragraph}] `, link));
    }
    root.classList.toggle("answered", answer.remarks.length > 0 || Boolean(answer.decision));
    byId("remarks").replaceChildren(...(list.children.length ? [list] : []));
  }

  /** The answer as it is sent, or nothing if something is missing, which is said. */
  function finished() {
    saveForm();
    const missing = !answer.name.trim() ? "name" : !answer.decision ? "decision" : null;
    if (!missing) {
      const { page, language, packet, asked, since } = root.dataset;
      const made = { wellpress_answer: 1, page, language, packet, ...answer };
      if (asked) made.asked = asked;
      // A program that knows only the first form would take it for an approval of the whole page.
      if (answer.decision === "approved-changes") Object.assign(made, { wellpress_answer: 2, decision: "approved", since });
      return made;
    }
    status.textContent = say(`need-${missing}`);
    (missing === "name" ? form.elements.name : form.elements.decision[0]).focus();
    return null;
  }

  function download(answer) {
    const name = `answer-${`${answer.page} ${answer.name}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.json`;
    const file = URL.createObjectURL(new Blob([JSON.stringify(answer, null, 2) + "\n"], { type: "application/json" }));
    element("a", { href: file, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(file), 10000);
    status.textContent = `${say("downloaded")} ${name}`;
  }

  /** For people first; the lines at the end hold the same for the program, in a form that mail programs leave alone. */
  function asText(answer) {
    const bytes = new TextEncoder().encode(JSON.stringify(answer));
    const coded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/.{64}/g, "$&\n");
    const remarks = answer.remarks.flatMap((remark) => [
      `[${remark.paragraph}] ${remark.quote}`,
      ...(remark.comment ? [remark.comment] : []),
      ...(remark.suggestion !== undefined ? [`${say("suggested")}: ${remark.suggestion}`] : []),
      "",
    ]);
    const decision = form.querySelector("[name=decision]:checked").parentElement.textContent.trim();
    return [root.querySelector("h1").textContent, `${answer.name}, ${answer.date}`, decision, answer.note, "", ...remarks, say("program"), "-----BEGIN ANSWER-----", coded, "-----END ANSWER-----", ""].join("\n");
  }

  function copy(text) {
    const said = () => (status.textContent = say("copied"));
    // A page from a file has no clipboard in some browsers. Then the text is shown, to be copied by hand.
    const showText = () => {
      byId("answer-text")?.remove();
      const area = element("textarea", { id: `${prefix}answer-text`, value: text, readOnly: true, rows: 12 });
      area.setAttribute("aria-label", say("copy-by-hand"));
      status.textContent = say("copy-by-hand");
      status.after(area);
      area.focus();
      area.select();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(said, showText);
    else showText();
  }

  load();
  // The packet was made again, and there are no changes to approve of any more.
  if (answer.decision === "approved-changes" && !root.dataset.since) answer.decision = "";
  for (const [number, block] of blocks) {
    const id = `${prefix}paragraph-${number}`;
    block.id ||= id;
    if (block.id !== id) block.prepend(element("span", { id }));
    const button = element("button", { type: "button", className: "comment", textContent: say("comment") });
    button.setAttribute("aria-label", say("comment-on").replace("#", number));
    button.addEventListener("click", () => edit(number, marked(block) || words(block)));
    block.append(button);
    block.addEventListener("click", (event) => {
      const target = event.target;
      if (target.closest("[data-paragraph]") !== block || target.closest("a, button, input, textarea, label, video, summary, .remark, .remark-form")) return;
      edit(number, quoteAt(block, event));
    });
  }
  const fields = ["name", "date", "decision", "note"];
  const showFields = () => fields.forEach((name) => (form.elements[name].value = answer[name]));
  showFields();
  // The same packet is open in a second window, or the browser stored an answer only after this window was loaded.
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== storageKey || !newValue) return;
    load();
    showFields();
    show();
  });
  form.addEventListener("input", (event) => {
    const before = answer.name;
    status.textContent = "";
    for (const name of fields) answer[name] = form.elements[name].value;
    keep();
    if (event.target.name === "name") for (const take of nameTakers) take(before, answer.name);
  });
  nameTakers.push((before, name) => {
    if (answer.name !== before && answer.name !== "") return;
    form.elements.name.value = answer.name = name;
    keep();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const made = finished();
    if (made) download(made);
  });
  byId("copy").addEventListener("click", () => {
    const made = finished();
    if (made) copy(asText(made));
  });
  byId("answer").hidden = false;
  root.querySelector(".request").append(element("p", {}, element("a", { href: `#${prefix}answer`, textContent: say("answer") })));
  root.classList.add("answers");
  show();
}
document.querySelectorAll("[data-packet]").forEach(start);
