/** The detector's strongest flags that no incident covers, to be accepted or rejected one by one. */
function createSuggestionList(list, count, empty, page) {
  return {
    refresh(suggestions) {
      count.textContent = String(suggestions.length);
      empty.hidden = suggestions.length > 0;
      list.replaceChildren(...suggestions.map(suggestion => {
        const from = stampText(page.timeAt(suggestion.first), page.zone()).slice(0, 16);
        const points = suggestion.last - suggestion.first + 1;
        const severity = suggestion.severity < 0 ? "∞" : suggestion.severity.toFixed(1);
        const what = `${from}, ${points} ${points === 1 ? "point" : "points"} ${suggestion.above ? "above" : "below"}, severity ${severity}`;
        const row = element("li.suggestion", { "data-number": String(suggestion.number) },
          element("button.go", { type: "button", "aria-label": `Suggestion ${what}: show in the chart`, click: () => page.goToSuggestion(suggestion.number) },
            element("span.direction", { "aria-hidden": "true" }, suggestion.above ? "▲" : "▼"),
            element("span.when", {}, from),
            element("span.long", {}, `${points === 1 ? "1 point" : points + " points"} · severity ${severity}`)),
          element("div.choice", {},
            element("button.accept", { type: "button", "aria-label": `Accept ${what}`, click: () => page.settle(suggestion.number, true) }, "Accept"),
            element("button.reject", { type: "button", "aria-label": `Reject ${what}`, click: () => page.settle(suggestion.number, false) }, "Reject")));
        row.classList.toggle("selected", suggestion.number === page.currentSuggestion);
        return row;
      }));
    },

    reveal(number) {
      const row = [...list.children].find(child => child.dataset.number === String(number));
      if (row) {
        list.scrollTop = row.offsetTop - list.offsetTop - 8;
      }
    },
  };
}
