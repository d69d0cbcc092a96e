// The size of type on the sheet of a programme, on the screen and on paper.
(() => {
  const select = document.querySelector("[data-type-size]"), sheet = document.querySelector(".sheet");
  if (!select || !sheet) return;
  const set = () => {
    if (select.value) sheet.dataset.size = select.value;
    else delete sheet.dataset.size;
  };
  select.addEventListener("change", set);
  set();
  select.closest(".scripted").classList.add("ready");
})();
