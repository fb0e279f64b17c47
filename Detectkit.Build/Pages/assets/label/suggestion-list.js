/** The detector's strongest anomalies that no incident covers, to be accepted or rejected one by one. */
function createSuggestionList(list, count, empty, page) {
  /** Rows are kept while their suggestion stays, so that the focus is. */
  const rows = new Map();

  function makeRow(key) {
    const go = element("button.go", { type: "button", click: () => page.goToSuggestion(key) });
    const accept = element("button.accept", { type: "button", click: () => settle(key, true) }, "Accept");
    const reject = element("button.reject", { type: "button", click: () => settle(key, false) }, "Reject");
    return { row: element("li.suggestion", { "data-key": key }, go, element("div.choice", {}, accept, reject)), go, accept, reject };
  }

  /** The focus goes on to the same button of the next suggestion. */
  function settle(key, isAccepted) {
    const row = rows.get(key).row;
    const next = (row.nextElementSibling ?? row.previousElementSibling)?.dataset.key;
    page.settle(key, isAccepted);
    const following = rows.get(next);
    (following ? (isAccepted ? following.accept : following.reject) : byId("chart")).focus();
  }

  function fill({ row, go, accept, reject }, suggestion) {
    const from = stampText(page.timeAt(suggestion.first), page.zone()).slice(0, 16);
    const points = suggestion.last - suggestion.first + 1;
    const severity = suggestion.severity < 0 ? "∞" : suggestion.severity.toFixed(1);
    const long = `${points === 1 ? "1 point" : points + " points"} · severity ${severity}`;
    const what = `${from}, ${points} ${points === 1 ? "point" : "points"} ${suggestion.above ? "above" : "below"}, severity ${severity}`;
    go.replaceChildren(
      element("span.direction", { "aria-hidden": "true" }, suggestion.above ? "▲" : "▼"), element("span.when", {}, from), element("span.long", {}, long));
    go.setAttribute("aria-label", `Suggestion ${what}: show in the chart`);
    accept.setAttribute("aria-label", `Accept ${what}`);
    reject.setAttribute("aria-label", `Reject ${what}`);
    row.classList.toggle("selected", suggestion.key === page.currentSuggestion);
  }

  return {
    refresh(suggestions) {
      count.textContent = String(suggestions.length);
      empty.hidden = suggestions.length > 0;
      const kept = new Set(suggestions.map(suggestion => suggestion.key));
      for (const [key, made] of rows) {
        if (!kept.has(key)) {
          made.row.remove();
          rows.delete(key);
        }
      }

      suggestions.forEach((suggestion, index) => {
        if (!rows.has(suggestion.key)) {
          rows.set(suggestion.key, makeRow(suggestion.key));
        }

        const made = rows.get(suggestion.key);
        fill(made, suggestion);
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
