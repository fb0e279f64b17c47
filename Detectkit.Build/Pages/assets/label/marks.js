/**
 * What lies over the series: incidents, suggestions, flags, the mark being drawn and the caret. It has a canvas of its own, so that
 * dragging an edge does not draw 100,000 points again.
 */
function createMarks(chart, store) {
  const { grid, flags, values } = store;
  const canvas = element("canvas.marks", { "aria-hidden": "true" });
  chart.plot.over.append(canvas);
  const context = canvas.getContext("2d");
  let isScheduled = false;

  function schedule() {
    if (!isScheduled) {
      isScheduled = true;
      requestAnimationFrame(() => {
        isScheduled = false;
        paint();
      });
    }
  }

  const x = ms => chart.plot.valToPos(ms / 1000, "x");

  function paint() {
    const { clientWidth: width, clientHeight: height } = chart.plot.over;
    fittedContext(canvas, width, height);
    for (const suggestion of store.openSuggestions()) {
      paintSuggestion(suggestion, width, height);
    }

    for (const incident of store.incidents()) {
      paintIncident(incident, width, height);
    }

    const { layers, drawing, caret, isCaretShown } = store.view;
    if (layers.flags) {
      paintFlags(width);
    }

    if (drawing) {
      paintSpan(drawing.from, drawing.to, height, drawing.isZoom ? "zoom" : "drawing");
    }

    if (caret !== null && isCaretShown) {
      paintCaret(caret, height);
    }
  }

  // A mark of one point is as wide as its step, and never too thin to see.
  function spanOf(from, to) {
    const [left, right] = [x(from - grid.step / 2), x(to + grid.step / 2)];
    const missing = Math.max(0, 3 - (right - left)) / 2;
    return [left - missing, right + missing];
  }

  function paintSpan(from, to, height, role) {
    const [left, right] = spanOf(Math.min(from, to), Math.max(from, to));
    context.fillStyle = theme.colour(role + "-fill");
    context.fillRect(left, 0, right - left, height);
    context.strokeStyle = theme.colour(role + "-line");
    context.lineWidth = 1.5;
    context.setLineDash([]);
    context.strokeRect(left, -2, right - left, height + 4);
  }

  function paintIncident(incident, width, height) {
    const [left, right] = spanOf(incident.start, incident.end);
    if (right < 0 || left > width) {
      return;
    }

    const isSelected = incident.id === store.view.selected;
    context.fillStyle = theme.colour(isSelected ? "incident-selected-fill" : "incident-fill");
    context.fillRect(left, 0, right - left, height);
    context.fillStyle = theme.colour("incident-line");
    context.fillRect(left, 0, right - left, isSelected ? 5 : 3);
    context.fillRect(left - 0.75, 0, 1.5, height);
    context.fillRect(right - 0.75, 0, 1.5, height);
    if (isSelected) {
      for (const edge of incident.point ? [] : [left, right]) {
        context.beginPath();
        context.roundRect(edge - 4, height / 2 - 14, 8, 28, 4);
        context.fill();
      }
    }

    if (incident.label !== "" && right - left > 40) {
      const start = Math.max(left, 0) + 6;
      context.font = "12px system-ui, sans-serif";
      context.fillStyle = theme.colour("ink");
      context.fillText(fitting(incident.label, Math.min(right, width) - start - 4), start, 19);
    }
  }

  /** As much of a text as has room, whole letters and an ellipsis. */
  function fitting(text, room) {
    if (context.measureText(text).width <= room) {
      return text;
    }

    const letters = [...text];
    while (letters.length > 0 && context.measureText(letters.join("") + "…").width > room) {
      letters.pop();
    }

    return letters.length === 0 ? "" : letters.join("").trimEnd() + "…";
  }

  function paintSuggestion(suggestion, width, height) {
    const [left, right] = spanOf(grid.timeAt(suggestion.first), grid.timeAt(suggestion.last));
    if (right < 0 || left > width) {
      return;
    }

    const isCurrent = suggestion.key === store.view.suggestion;
    context.strokeStyle = theme.colour("suggestion-line");
    context.lineWidth = isCurrent ? 2 : 1;
    context.setLineDash([4, 4]);
    context.strokeRect(left - 2, 4, right - left + 4, height - 8);
    context.setLineDash([]);
    if (isCurrent) {
      context.fillStyle = theme.colour("suggestion-fill");
      context.fillRect(left - 2, 4, right - left + 4, height - 8);
    }
  }

  function paintFlags(width) {
    const { min, max } = chart.view();
    let [lastX, lastY] = [-2, 0];
    context.fillStyle = theme.colour("flag");
    for (let i = firstAtLeast(flags, grid.nearest(min * 1000) - 1); i < flags.length; i++) {
      const at = x(grid.timeAt(flags[i]));
      if (at > width || flags[i] > grid.nearest(max * 1000) + 1) {
        break;
      }

      const value = values[flags[i]];
      if (value !== null) {
        const y = Math.max(3, Math.min(canvas.clientHeight - 3, chart.plot.valToPos(value, "y")));
        // Where flags crowd, one per pixel and height is all that can be told apart.
        if (at - lastX >= 0.5 || y !== lastY) {
          context.beginPath();
          context.arc(at, y, 3, 0, 7);
          context.fill();
          [lastX, lastY] = [at, y];
        }
      }
    }
  }

  function paintCaret(caret, height) {
    const at = x(grid.timeAt(caret));
    context.strokeStyle = theme.colour("accent");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(at, 0);
    context.lineTo(at, height);
    context.stroke();
    const value = values[caret];
    if (value !== null) {
      context.fillStyle = theme.colour("surface");
      context.lineWidth = 2;
      context.beginPath();
      context.arc(at, chart.plot.valToPos(value, "y"), 4, 0, 7);
      context.fill();
      context.stroke();
    }
  }

  return { schedule, spanOf };
}
