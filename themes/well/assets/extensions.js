// Tables with data are sorted by a click on the head of a column. Without this script they stand as they are.
for (const table of document.querySelectorAll("table[data-sorts]")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const words = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sorts";
    button.append(...head.childNodes);
    head.append(button);
    const isNumber = head.hasAttribute("data-number");
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
    button.addEventListener("click", () => {
      const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      const rows = [...body.rows].map((row) => ({ row, key: value(row) }));
      rows.sort((a, b) => {
        // Empty cells stay at the end in both directions.
        if (!a.key || !b.key) return !a.key - !b.key;
        return direction * (isNumber ? a.key - b.key : words.compare(a.key, b.key));
      });
      body.append(...rows.map(({ row }) => row));
    });
  });
}
