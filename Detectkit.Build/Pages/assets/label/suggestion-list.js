/** The detector's strongest anomalies that no incident covers, to be accepted or rejected one by one. */
function createSuggestionList(list, count, empty, store, commands) {
  const rows = createRows(list, count, empty, makeRow, fill);

  function makeRow(key) {
    const go = element("button.go", { type: "button", click: () => commands.goToSuggestion(key) });
    const accept = element("button.accept", { type: "button", click: () => settle(key, true) }, "Accept");
    const reject = element("button.reject", { type: "button", click: () => settle(key, false) }, "Reject");
    return { row: element("li.suggestion", {}, go, element("div.choice", {}, accept, reject)), go, accept, reject };
  }

  /** The focus goes on to the same button of the next suggestion. */
  function settle(key, isAccepted) {
    const following = rows.following(key);
    commands.settle(key, isAccepted);
    (following ? (isAccepted ? following.accept : following.reject) : byId("chart")).focus();
  }

  function fill({ row, go, accept, reject }, suggestion) {
    const from = stampText(store.grid.timeAt(suggestion.first), store.view.zone).slice(0, 16);
    const points = suggestion.last - suggestion.first + 1;
    const severity = suggestion.severity === Infinity ? "∞" : suggestion.severity.toFixed(1);
    const long = `${points === 1 ? "1 point" : points + " points"} · severity ${severity}`;
    const what = `${from}, ${points} ${points === 1 ? "point" : "points"} ${suggestion.above ? "above" : "below"}, severity ${severity}`;
    go.replaceChildren(
      element("span.direction", { "aria-hidden": "true" }, suggestion.above ? "▲" : "▼"), element("span.when", {}, from), element("span.long", {}, long));
    go.setAttribute("aria-label", `Suggestion ${what}: show in the chart`);
    accept.setAttribute("aria-label", `Accept ${what}`);
    reject.setAttribute("aria-label", `Reject ${what}`);
    row.classList.toggle("selected", suggestion.key === store.view.suggestion);
  }

  return { refresh: suggestions => rows.refresh(suggestions, suggestion => suggestion.key), reveal: rows.reveal };
}
