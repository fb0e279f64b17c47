/** Sorting and filtering the table of metrics; the order of the sections follows. */
function bindIndexTable(table, sections) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  // The first press shows what a reader looks for first: large gains, many alerts, failures on top.
  const startsFalling = new Set(["gain", "score", "caught", "alarms", "outcome"]);

  for (const head of heads) {
    head.querySelector("button").addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      const isFalling = before === null ? startsFalling.has(head.dataset.key) : before === "ascending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", isFalling ? "descending" : "ascending");
      sort(heads.indexOf(head), isFalling);
    });
  }

  function sort(column, isFalling) {
    const keyed = [...body.rows].map((row, place) => ({ row, place, key: row.cells[column].dataset.sort }));
    keyed.sort((a, b) => compareKeys(a.key, b.key, isFalling) || a.place - b.place);
    body.append(...keyed.map(entry => entry.row));
    reorderSections();
  }

  function reorderSections() {
    for (const row of body.rows) {
      const section = sections.get(row.querySelector("a").textContent);
      section?.parentNode.append(section);
    }
  }

  const filters = [...document.querySelectorAll(".filter")];
  for (const filter of filters) {
    filter.addEventListener("click", () => {
      filters.forEach(other => other.setAttribute("aria-pressed", String(other === filter)));
      const wanted = filter.dataset.outcome;
      for (const shown of [...body.rows, ...sections.values()]) {
        shown.hidden = wanted !== "all" && shown.dataset.outcome !== wanted;
      }
    });
  }
}

/** Rows without a number stay at the end in either order. */
function compareKeys(left, right, isFalling) {
  if (left === undefined || right === undefined) {
    return Number(left === undefined) - Number(right === undefined);
  }

  const [a, b] = [Number(left), Number(right)];
  const order = Number.isNaN(a) || Number.isNaN(b) ? left.localeCompare(right, "en") : a - b;
  return isFalling ? -order : order;
}
