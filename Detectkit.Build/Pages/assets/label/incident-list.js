/** The incidents beside the chart: each can be gone to, timed, labelled and deleted. */
function createIncidentList(list, count, empty, page) {
  /** Rows are kept while their incident stays, so that typing is never interrupted. */
  const rows = new Map();

  function makeRow(id) {
    const go = element("button.go", { type: "button", click: () => page.goTo(id) });
    const label = element("input.label-text", {
      type: "text", placeholder: "What happened?", maxlength: "200", autocomplete: "off",
      focus: () => page.select(id),
      input: event => page.relabel(id, event.target.value.trim()),
      change: () => page.endStep(),
      keydown: event => event.key === "Enter" && byId("chart").focus(),
    });
    const times = element("div.times");
    const start = timeField("Start", value => page.retime(id, { start: value }));
    const end = timeField("End", value => page.retime(id, { end: value }));
    times.append(start.field, end.field);
    const remove = element("button.remove", { type: "button", click: () => removeRow(id) }, "Delete");
    const outside = element("p.outside-hint", {}, "No point of the series: marks nothing.");
    const row = element("li.incident", { "data-id": String(id) }, element("div.row-head", {}, go, remove), outside, label, times);
    return { row, go, label, start, end, remove, outside };
  }

  /** The focus goes on to the next incident, so that a keyboard need not start over. */
  function removeRow(id) {
    const row = rows.get(id).row;
    const next = Number((row.nextElementSibling ?? row.previousElementSibling)?.dataset.id);
    page.remove(id);
    (rows.get(next)?.remove ?? byId("chart")).focus();
  }

  function timeField(name, onChange) {
    const input = element("input", { type: "text", spellcheck: "false", autocomplete: "off", inputmode: "numeric" });
    input.addEventListener("change", () => {
      const ms = parseStamp(input.value, page.zone());
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
    const zone = page.zone();
    const shownStart = stampText(incident.start, zone);
    const what = incident.point ? "Point" : durationText(incident.end - incident.start + page.step);
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
    row.classList.toggle("outside", !page.isInSeries(incident));
    made.outside.hidden = page.isInSeries(incident);
    row.classList.toggle("selected", incident.id === page.selected);
    row.setAttribute("aria-current", String(incident.id === page.selected));
  }

  return {
    refresh(incidents) {
      count.textContent = String(incidents.length);
      empty.hidden = incidents.length > 0;
      const kept = new Set(incidents.map(incident => incident.id));
      for (const [id, made] of rows) {
        if (!kept.has(id)) {
          made.row.remove();
          rows.delete(id);
        }
      }

      incidents.forEach((incident, index) => {
        if (!rows.has(incident.id)) {
          rows.set(incident.id, makeRow(incident.id));
        }

        const made = rows.get(incident.id);
        fill(made, incident, index + 1);
        if (list.children[index] !== made.row) {
          list.insertBefore(made.row, list.children[index] ?? null);
        }
      });
    },

    reveal(id) {
      const row = rows.get(id)?.row;
      if (row) {
        list.scrollTop = Math.max(0, Math.min(row.offsetTop - list.offsetTop - 8, list.scrollHeight));
      }
    },

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
