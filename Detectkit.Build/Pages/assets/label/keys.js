/** The keyboard. Plain letters work while the chart has the focus; what is in a text field stays there. */
const keyHelp = [
  ["Move", [
    ["← →", "one point"], ["Ctrl + ← →", "a twentieth of the view"], ["Home, End", "first and last point in view"],
    ["Shift with any of these", "select from where you are"], [", .", "previous, next anomaly"], ["J, K", "next, previous incident"],
  ]],
  ["Mark", [
    ["Enter", "mark the selection, or the point"], ["[ ]", "move the selected incident's start, end to the caret"], ["L", "write its label"],
    ["Delete", "delete it"], ["Esc", "drop the selection"], ["Ctrl + Z, Ctrl + Y", "undo, redo"],
  ]],
  ["See", [
    ["+ −", "zoom in, out"], ["Page Up, Page Down", "earlier, later"], ["0", "the whole series"], ["M, Z, P", "drag to mark, zoom, pan"],
  ]],
  ["Suggestions", [["S", "next suggestion"], ["A", "accept it"], ["R", "reject it"]]],
  ["File", [["Ctrl + S", "export or save"], ["?", "this list"]]],
];

function bindKeys(chartHost, chart, store, commands, files, page) {
  const { grid, history } = store;

  chartHost.addEventListener("keydown", event => {
    const action = chartKey(event);
    if (action) {
      event.preventDefault();
      action();
    }
  });

  addEventListener("keydown", event => {
    if (document.querySelector("dialog[open]")) {
      return;
    }

    const isWriting = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select") !== null;
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (isCommand && key === "s") {
      event.preventDefault();
      files.export();
    } else if (isCommand && !isWriting && (key === "y" || (key === "z" && event.shiftKey))) {
      event.preventDefault();
      history.redo();
    } else if (isCommand && !isWriting && key === "z") {
      event.preventDefault();
      history.undo();
    } else if (!isWriting && event.key === "?") {
      event.preventDefault();
      page.showKeys();
    }
  });

  function chartKey(event) {
    const isCommand = event.ctrlKey || event.metaKey;
    const { min, max } = chart.view();
    const far = Math.max(1, Math.round((max - min) * 1000 / grid.step / 20));
    const caret = store.view.caret ?? grid.nearest((min + max) * 500);
    const move = to => () => commands.moveCaret(grid.clamp(to), event.shiftKey);
    switch (event.key) {
      case "ArrowLeft": return event.altKey ? null : move(caret - (isCommand ? far : 1));
      case "ArrowRight": return event.altKey ? null : move(caret + (isCommand ? far : 1));
      case "Home": return move(isCommand ? 0 : grid.nearest(min * 1000));
      case "End": return move(isCommand ? grid.last : grid.nearest(max * 1000));
    }

    if (isCommand || event.altKey) {
      return null;
    }

    switch (event.key.toLowerCase()) {
      case ",": case "<": return () => commands.moveToFlag(-1, event.shiftKey);
      case ".": case ">": return () => commands.moveToFlag(1, event.shiftKey);
      case "pageup": return () => chart.pan(-0.8);
      case "pagedown": return () => chart.pan(0.8);
      case "+": case "=": return () => chart.zoom(0.6, store.view.caret === null ? null : grid.timeAt(caret) / 1000);
      case "-": case "_": return () => chart.zoom(1 / 0.6, store.view.caret === null ? null : grid.timeAt(caret) / 1000);
      case "0": return () => chart.showAll();
      case "enter": return () => commands.markCaret();
      case "[": return () => commands.moveSelectedEdge("start");
      case "]": return () => commands.moveSelectedEdge("end");
      case "l": case "f2": return () => commands.editLabel();
      case "delete": case "backspace": return () => commands.deleteSelected();
      case "escape": return () => commands.dropSelection();
      case "j": return () => commands.stepIncident(1);
      case "k": return () => commands.stepIncident(-1);
      case "s": return () => commands.stepSuggestion();
      case "a": return () => commands.settleCurrent(true);
      case "r": return () => commands.settleCurrent(false);
      case "m": return () => commands.setMode("mark");
      case "z": return () => commands.setMode("zoom");
      case "p": return () => commands.setMode("pan");
      default: return null;
    }
  }
}

/** Fills the dialog that explains the keys. */
function writeKeyHelp(host) {
  for (const [title, keys] of keyHelp) {
    host.append(element("section", {}, element("h3", {}, title), element("dl", {},
      ...keys.map(([key, what]) => element("div", {}, element("dt", {}, key), element("dd", {}, what))))));
  }
}
