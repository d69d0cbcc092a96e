// Filters of the exercise library. A choice stands in the address, so that it can be kept and passed on.
(() => {
  const doc = document, form = doc.querySelector("[data-library]"), list = doc.querySelector("[data-list-of] .cards");
  if (!form || !list) return;
  const fields = [...form.querySelectorAll("select")], result = form.querySelector("[role=status]");
  const pager = doc.querySelector(".pager"), nextOf = (root) => root.querySelector(".pager [rel=next]")?.getAttribute("href");
  let next = nextOf(doc), loading;
  // The further parts of a long list come in with the first choice.
  const loadRest = async () => {
    while (next) {
      const page = new DOMParser().parseFromString(await (await fetch(next)).text(), "text/html");
      list.append(...page.querySelectorAll("[data-list-of] .cards > .card"));
      next = nextOf(page);
    }
    if (pager) pager.hidden = true;
  };
  const has = (card, field) => (card.getAttribute(`data-${field.name}`) ?? "").split("\n").includes(field.value);
  const apply = async () => {
    const chosen = fields.filter((field) => field.value);
    if (chosen.length && next) await (loading ??= loadRest()).catch(() => (loading = undefined));
    const cards = [...list.children];
    for (const card of cards) card.hidden = !chosen.every((field) => has(card, field));
    const shown = cards.filter((card) => !card.hidden).length;
    result.textContent = chosen.length ? result.dataset.some.replace("{shown}", shown).replace("{total}", result.dataset.total) : result.dataset.all;
    const search = new URLSearchParams(chosen.map((field) => [field.name, field.value])).toString();
    history.replaceState(history.state, "", search ? `?${search}` : location.pathname);
  };
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = fields.find((field) => field.name === name);
    if (field && [...field.options].some((option) => option.value === value)) field.value = value;
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.classList.add("ready");
  apply();
})();
