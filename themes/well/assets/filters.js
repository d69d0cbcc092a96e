// Filters of the citation index: by words, year, kind, design, and journal or publisher. The address holds what is chosen.
(() => {
 const doc = document, form = doc.querySelector("[data-filters]");
 if (!form) return;
 const result = form.querySelector("[role=status]"), fields = [...form.querySelectorAll("[data-filter]")];
 const reset = form.querySelector("[type=reset]"), slips = [...doc.querySelectorAll(".slip")], texts = new Map();
 const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
 const textOf = (slip) => texts.get(slip) ?? texts.set(slip, fold(slip.textContent)).get(slip);
 const tests = { words: (slip, value) => fold(value).split(/\s+/).every((word) => textOf(slip).includes(word)) };
 const letters = new Map([...doc.querySelectorAll(".letters a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a.parentElement]));
 const chosen = () => fields.filter((field) => field.value.trim());
 let timer = 0;

 const apply = () => {
  const active = chosen().map(({ dataset: { filter }, value }) => tests[filter]
   ? (slip) => tests[filter](slip, value.trim()) : (slip) => slip.dataset[filter] === value);
  let shown = 0;
  for (const slip of slips) {
   slip.hidden = !active.every((fits) => fits(slip));
   shown += !slip.hidden;
  }
  // A letter keeps its place, so that nothing moves under the pointer.
  for (const drawer of doc.querySelectorAll(".drawer")) {
   drawer.hidden = !drawer.querySelector(".slip:not([hidden])");
   letters.get(drawer.querySelector(".drawer-label").id)?.toggleAttribute("data-empty", drawer.hidden);
  }
  reset.disabled = !active.length;
  const { all, none, some, total } = result.dataset;
  const text = shown === slips.length ? all : shown ? some.replace("{shown}", shown).replace("{total}", total) : none;
  if (result.textContent !== text) result.textContent = text;
 };
 const keep = () => {
  const query = new URLSearchParams(chosen().map((field) => [field.name, field.value.trim()])).toString();
  history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
 };
 const change = () => { apply(); clearTimeout(timer); timer = setTimeout(keep, 150); };
 const read = () => {
  const query = new URLSearchParams(location.search);
  for (const field of fields) {
   field.value = query.get(field.name) ?? "";
   if (field.selectedIndex < 0) field.selectedIndex = 0;
  }
  apply();
 };
 form.addEventListener("input", change);
 form.addEventListener("reset", () => setTimeout(() => { change(); fields[0].focus(); }));
 form.addEventListener("submit", (event) => event.preventDefault());
 addEventListener("pageshow", (event) => { if (event.persisted) read(); });
 addEventListener("popstate", read);
 form.classList.add("ready");
 read();
})();
