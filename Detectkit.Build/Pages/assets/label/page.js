const data = JSON.parse(byId("page-data").textContent);
const zoneKey = "detectkit-zone:" + data.draftKey;
const store = createStore(data, [keptChoice(zoneKey), data.zone].find(name => name && isKnownZone(name)) ?? "UTC");
const { grid, history, values, times } = store;
const others = data.otherDetectors === 0 ? "" : `, the first of ${data.otherDetectors + 1}: band, anomalies and suggestions are its own`;
const defaultReadout = data.detector ? `Detector: ${data.detector.title}${others}` : "No detector is configured yet.";

/** What commands and files ask of the elements. */
const page = {
  readout(text) {
    byId("readout").textContent = text || defaultReadout;
  },

  announce(text) {
    byId("announce").textContent = text;
  },

  /** @param {[string, Function][]} actions what the reader can do about it, as buttons */
  notify(message, actions = []) {
    byId("notice-text").textContent = message;
    byId("notice-actions").replaceChildren(...actions.map(([name, action]) => element("button", {
      type: "button",
      click: () => {
        byId("notice").classList.remove("shown");
        action();
      },
    }, name)));
    byId("notice").classList.add("shown");
  },

  refreshWork() {
    byId("work").textContent = files.workText();
    byId("work").classList.toggle("unsaved", !files.isSaved());
    byId("undo").disabled = !history.canUndo;
    byId("redo").disabled = !history.canRedo;
  },

  showKeys: () => byId("keys-dialog").showModal(),
  cancelDrag: () => pointer.cancel(),
  revealIncident: id => incidentList.reveal(id),
  revealSuggestion: key => suggestionList.reveal(key),
  focusLabel: id => incidentList.focusLabel(id),
  settleFields: () => incidentList.settle(),
  openExportDialog: () => exportDialog.open(),
};

theme.bind(byId("theme"));
const chartHost = byId("chart");
const chart = createSeriesChart(chartHost, { times, values, bands: store.bands }, {
  height: () => chartHost.clientHeight,
  zone: () => store.view.zone,
  clipped: () => store.view.layers.clip,
  isBandShown: () => store.view.layers.band,
  onDraw: () => afterDraw(),
});
const commands = createCommands(store, chart, page);
const files = createFiles(data, store, commands, createDrafts(data.draftKey, store.text()), data.served ? createServer() : null, page);
const marks = createMarks(chart, store);
const overview = createOverview(byId("overview"), byId("overview-window"), chart, store);
const incidentList = createIncidentList(byId("incident-list"), byId("incident-count"), byId("incident-empty"), store, commands, page);
const suggestionList = createSuggestionList(byId("suggestion-list"), byId("suggestion-count"), byId("suggestion-empty"), store, commands);
const exportDialog = createExportDialog(data, store, files);
const pointer = bindPointer(chart, marks, store, commands);
bindKeys(chartHost, chart, store, commands, files, page);
createImportDialog(data, store, commands, page);
writeKeyHelp(byId("keys-list"));

let isPainted = false;
function afterDraw() {
  if (!isPainted) {
    isPainted = true;
    requestAnimationFrame(() => performance.mark("chart-painted"));
  }

  marks.schedule();
  overview.refresh();
}

function refreshLists() {
  incidentList.refresh(history.state.incidents);
  suggestionList.refresh(store.openSuggestions());
}

history.onChange(() => {
  refreshLists();
  marks.schedule();
  overview.paintTicks();
  files.keep();
});
store.onShow(change => {
  marks.schedule();
  if ("selected" in change || "suggestion" in change || "zone" in change) {
    refreshLists();
  }

  if ("mode" in change) {
    document.querySelector(`input[name=mode][value=${change.mode}]`).checked = true;
    chartHost.dataset.mode = change.mode;
  }

  if ("zone" in change) {
    chart.plot.redraw(false, true);
  }

  if ("layers" in change) {
    // The axis depends on what is shown, so the scale is computed anew.
    chart.plot.setScale("x", chart.view());
    overview.redraw();
  }
});

const clicks = {
  undo: history.undo,
  redo: history.redo,
  export: files.openExport,
  save: () => files.save(false),
  keys: page.showKeys,
  "zoom-in": () => chart.zoom(0.5),
  "zoom-out": () => chart.zoom(2),
  "zoom-all": () => chart.showAll(),
  "notice-close": () => byId("notice").classList.remove("shown"),
};
for (const [id, click] of Object.entries(clicks)) {
  byId(id).addEventListener("click", () => click());
}

for (const radio of document.querySelectorAll("input[name=mode]")) {
  radio.addEventListener("change", () => commands.setMode(radio.value));
}

for (const layer of ["band", "flags", "clip"]) {
  byId("layer-" + layer).addEventListener("change", event => store.show({ layers: { ...store.view.layers, [layer]: event.target.checked } }));
}

byId("zone").value = store.view.zone;
byId("zones").append(...[...new Set(["UTC", data.zone, ...zoneNames()])].map(name => element("option", { value: name })));
byId("zone").addEventListener("change", event => {
  const zone = event.target.value.trim();
  const isKnown = isKnownZone(zone);
  event.target.setAttribute("aria-invalid", String(!isKnown));
  if (isKnown) {
    keepChoice(zoneKey, zone);
    store.show({ zone });
  } else {
    page.notify(`'${event.target.value}' is no known time zone; use a name such as Europe/Berlin.`);
  }
});
addEventListener("beforeunload", event => {
  if (!files.isSaved()) {
    event.preventDefault();
  }
});

const missing = values.filter(value => value === null).length;
const missingText = missing === 0 ? "" : missing === values.length
  ? "; all values are missing"
  : `, ${missing.toLocaleString("en-US")} missing (grey at the chart's foot)`;
const [from, to] = [0, grid.last].map(point => stampText(grid.timeAt(point), "UTC").slice(0, 16));
byId("metric").textContent = data.metric;
byId("summary").textContent = `${values.length.toLocaleString("en-US")} points, every ${durationText(grid.step)}, ${from} to ${to} UTC${missingText}; `
  + (data.labelSource ? `labels from ${data.labelSource}` : "no labels yet");
byId("save").hidden = !data.served;
byId("suggestion-panel").hidden = data.suggestions.length === 0;
page.readout("");
commands.setMode("mark");
files.start();
refreshLists();
page.refreshWork();
