// The page of the desk: lists the open remarks beside the page that they are about, and asks the desk to carry out what the editor
// decides. All words of reviewers and of the site are inserted as text.

const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;
const status = document.getElementById("status");
const frame = document.getElementById("page");
const preview = meta("preview");

/** Asks the desk, and resolves to its answer; throws the words of a refusal. */
async function ask(request) {
  const response = await fetch("/", {
    method: "POST",
    headers: { "content-type": "application/json", "x-wellpress-token": meta("token") },
    body: JSON.stringify(request),
  });
  const answer = await response.json().catch(() => ({ error: `the desk answered ${response.status}` }));
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Shows a page of the preview, and the words of a remark in it. */
function show({ address, remark }) {
  const url = new URL(address, preview);
  if (url.origin !== preview) return;
  const tell = () => frame.contentWindow.postMessage({ wellpress: "show", words: remark.quote || remark.words }, preview);
  if (frame.src === url.href) return tell();
  frame.addEventListener("load", () => setTimeout(tell, 300), { once: true });
  frame.src = url.href;
}

function suggested({ before = "", old = "", new: added = "", after = "" }) {
  const words = (text) => document.createTextNode(text);
  return element("p", {}, words(before.slice(-40)), element("del", { textContent: old }), element("ins", { textContent: added }), words(after.slice(0, 40)));
}

function button(label, name, act, isMain) {
  const made = element("button", { type: "button", textContent: label, className: isMain ? "main" : "" });
  made.setAttribute("aria-label", `${label}: ${name}`);
  made.addEventListener("click", act);
  return made;
}

async function resolve(request, said) {
  status.textContent = "Working";
  try {
    const { edited } = await ask(request);
    await list();
    status.textContent = edited ? `${said} in ${edited}` : said;
  } catch (error) {
    status.textContent = error.message;
  }
  status.tabIndex = -1;
  status.focus();
}

function card(item) {
  const { remark, file, line, hash, cannot, reviewer } = item;
  const name = remark.author ?? reviewer ?? "A reviewer";
  const short = (remark.comment || remark.suggestion?.new || remark.quote).slice(0, 60);
  const actions = element("p", {}, button("Show", short, () => show(item)), " ");
  if (remark.suggestion && !cannot)
    actions.append(button("Accept", short, () => resolve({ do: "accept", id: remark.id, hash }, "Accepted"), true), " ");
  actions.append(button("Done", short, () => resolve({ do: "done", id: remark.id }, "Done")));
  return element(
    "article",
    { className: "remark", id: remark.id },
    element("p", { className: "place", textContent: `${name}${remark.date ? `, ${remark.date}` : ""} · ${file}${line ? `:${line}` : ""}` }),
    remark.quote ? element("blockquote", { textContent: remark.quote }) : null,
    remark.comment ? element("p", { textContent: remark.comment }) : null,
    remark.suggestion ? suggested(remark.suggestion) : null,
    cannot ? element("p", { className: "place", textContent: `Edit this one by hand: ${cannot}.` }) : null,
    actions,
  );
}

async function list() {
  const { remarks } = await ask({ do: "remarks" });
  const byTitle = Map.groupBy(remarks, ({ title }) => title);
  const groups = [...byTitle].flatMap(([title, items]) => [element("h3", { textContent: title }), ...items.map(card)]);
  document.getElementById("remarks").replaceChildren(...(groups.length ? groups : [element("p", { textContent: "No remark is open." })]));
  return remarks;
}

/** Something that time has done to the site: who has to act, until when, and the command that settles it. */
function task({ heading, item, address }) {
  const who = item.who.map(({ id, name }) => (id ? `${name} (${id})` : name)).join(", ");
  const place = [who, item.until ?? item.since, `${item.file}:${item.line}`].filter(Boolean).join(" · ");
  const show = () => {
    const url = new URL(address, preview);
    if (url.origin === preview) frame.src = url.href;
  };
  return element(
    "article",
    { className: "remark" },
    element("p", { className: "place", textContent: place }),
    item.page ? element("p", { textContent: item.page.title }) : null,
    element("p", { textContent: item.message }),
    item.sentence ? element("blockquote", { textContent: item.sentence }) : null,
    element("p", {}, element("code", { textContent: item.command })),
    address ? element("p", {}, button("Show", `${heading}: ${item.page?.title ?? item.message}`, show)) : null,
  );
}

async function listCare() {
  const { items } = await ask({ do: "care" });
  const byHeading = Map.groupBy(items, ({ heading }) => heading);
  const groups = [...byHeading].flatMap(([heading, tasks]) => [element("h3", { textContent: heading }), ...tasks.map(task)]);
  document.getElementById("care").replaceChildren(...(groups.length ? groups : [element("p", { textContent: "Nothing." })]));
}

/** Says which accepted words an editor's program has saved over. Nothing is changed while it is the same, so that it is read out once. */
async function tellUndone() {
  const { undone } = await ask({ do: "undone" });
  const list = document.getElementById("undone");
  const told = [...list.children].map((item) => item.textContent);
  if (told.join("\n") !== undone.join("\n")) list.replaceChildren(...undone.map((text) => element("li", { textContent: text })));
}

setInterval(() => document.hidden || tellUndone().catch(() => {}), 2000);

document.getElementById("add-source").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  status.textContent = "Adding";
  try {
    const { added } = await ask({ do: "add-source", text: form.elements.text.value });
    status.textContent = `Added: ${added}`;
    form.reset();
  } catch (error) {
    status.textContent = error.message;
  }
});

try {
  const remarks = await list();
  status.textContent = "";
  const [wanted] = [location.hash.slice(1)].filter(Boolean);
  const first = remarks.find(({ remark }) => remark.id === wanted) ?? remarks[0];
  if (first) show(first);
  else frame.src = preview;
  if (wanted) document.getElementById(wanted)?.scrollIntoView();
  await listCare();
} catch (error) {
  status.textContent = error.message;
}
