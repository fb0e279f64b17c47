/**
 * The rows of a list by key. A row is kept while its item stays, so that neither focus nor typing is interrupted.
 * @param {(key) => {row: HTMLElement}} make
 * @param {(made, item, number: number) => void} fill brings a row up to date
 */
function createRows(list, count, empty, make, fill) {
  const rows = new Map();

  return {
    get: key => rows.get(key),

    /** The row that the focus goes on to when that of a key goes. */
    following(key) {
      const { row } = rows.get(key);
      const next = row.nextElementSibling ?? row.previousElementSibling;
      return [...rows.values()].find(made => made.row === next);
    },

    refresh(items, keyOf) {
      count.textContent = String(items.length);
      empty.hidden = items.length > 0;
      const kept = new Set(items.map(keyOf));
      for (const [key, made] of rows) {
        if (!kept.has(key)) {
          made.row.remove();
          rows.delete(key);
        }
      }

      items.forEach((item, index) => {
        const key = keyOf(item);
        const made = rows.get(key) ?? make(key);
        rows.set(key, made);
        fill(made, item, index + 1);
        if (list.children[index] !== made.row) {
          list.insertBefore(made.row, list.children[index] ?? null);
        }
      });
    },

    reveal(key) {
      const row = rows.get(key)?.row;
      if (row) {
        list.scrollTop = row.offsetTop - list.offsetTop - 8;
      }
    },
  };
}
