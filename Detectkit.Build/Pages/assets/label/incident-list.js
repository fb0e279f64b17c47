/** The incidents beside the chart: each can be gone to, timed, labelled and deleted. */
function createIncidentList(list, count, empty, store, commands, page) {
  const rows = createRows(list, count, empty, makeRow, fill);

  function makeRow(id) {
    const go = element("button.go", { type: "button", click: () => commands.goTo(id) });
    const label = element("input.label-text", {
      type: "text", placeholder: "What happened?", maxlength: "200", autocomplete: "off",
      focus: () => commands.select(id),
      input: event => commands.relabel(id, event.target.value.trim()),
      change: () => store.history.endStep(),
      keydown: event => event.key === "Enter" && byId("chart").focus(),
    });
    const times = element("div.times");
    const start = timeField("Start", value => commands.retime(id, { start: value }));
    const end = timeField("End", value => commands.retime(id, { end: value }));
    times.append(start.field, end.field);
    const remove = element("button.remove", { type: "button", click: () => removeRow(id) }, "Delete");
    const outside = element("p.outside-hint", {}, "No point of the series: marks nothing.");
    const row = element("li.incident", {}, element("div.row-head", {}, go, remove), outside, label, times);
    return { row, go, label, start, end, remove, outside };
  }

  /** The focus goes on to the next incident, so that a keyboard need not start over. */
  function removeRow(id) {
    const following = rows.following(id);
    commands.remove(id);
    (following?.remove ?? byId("chart")).focus();
  }

  function timeField(name, onChange) {
    const input = element("input", { type: "text", spellcheck: "false", autocomplete: "off", inputmode: "numeric" });
    input.addEventListener("change", () => {
      const ms = parseStamp(input.value, store.view.zone);
      const isTaken = !Number.isNaN(ms) && onChange(ms);
      input.setAttribute("aria-invalid", String(!isTaken));
      if (Number.isNaN(ms)) {
        page.notify("Write a time as YYYY-MM-DD HH:MM:SS.");
      } else if (!isTaken) {
        page.notify(`The start must not be later than the end; change the ${name === "Start" ? "end" : "start"} first.`);
      }
    });
    const caption = document.createTextNode(name);
    return { field: element("label", {}, element("span", {}, caption), input), input, caption };
  }

  function fill(made, incident, number) {
    const { row, go, label, start, end, remove } = made;
    const zone = store.view.zone;
    const shownStart = stampText(incident.start, zone);
    const what = incident.point ? "Point" : durationText(incident.end - incident.start + store.grid.step);
    go.replaceChildren(element("span.number", {}, String(number)), element("span.when", {}, shownStart.slice(0, 16)), element("span.long", {}, what));
    go.setAttribute("aria-label", `Incident ${number}, ${shownStart}, ${what}: show in the chart`);
    remove.setAttribute("aria-label", `Delete incident ${number}`);
    label.setAttribute("aria-label", `Label of incident ${number}`);
    if (document.activeElement !== label) {
      label.value = incident.label;
    }

    start.caption.data = incident.point ? "At" : "Start";
    start.input.value = shownStart;
    start.input.setAttribute("aria-invalid", "false");
    end.field.hidden = incident.point;
    end.input.value = stampText(incident.end, zone);
    end.input.setAttribute("aria-invalid", "false");
    row.classList.toggle("outside", !store.isInSeries(incident));
    made.outside.hidden = store.isInSeries(incident);
    row.classList.toggle("selected", incident.id === store.view.selected);
    row.setAttribute("aria-current", String(incident.id === store.view.selected));
  }

  return {
    refresh: incidents => rows.refresh(incidents, incident => incident.id),
    reveal: rows.reveal,

    /** Takes in what is still being typed; false where it cannot be taken. */
    settle() {
      const field = document.activeElement;
      if (list.contains(field) && field instanceof HTMLInputElement) {
        field.blur();
        field.focus();
      }

      const wrong = list.querySelector("[aria-invalid=true]");
      wrong?.focus();
      return wrong === null;
    },

    focusLabel: id => rows.get(id)?.label.focus(),
  };
}
