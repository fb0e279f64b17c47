/**
 * The mouse, pen or finger on the chart. What a drag does is the reader's choice (mark, zoom, pan); edges of incidents can be moved in
 * every mode, Shift pans in every mode, two fingers zoom.
 */
function bindPointer(chart, marks, store, commands) {
  const { grid } = store;
  const over = chart.plot.over;
  const reach = 7;
  const fingers = new Map();
  let drag = null;

  const xOf = event => event.clientX - over.getBoundingClientRect().left;
  const pointAt = position => grid.nearest(chart.plot.posToVal(position, "x") * 1000);

  /** The incident under the pointer and the edge that can be taken there. The selected one wins, then the shortest. */
  function hit(position) {
    const candidates = store.incidents()
      .map(incident => ({ incident, span: marks.spanOf(incident.start, incident.end) }))
      .filter(({ span }) => position >= span[0] - reach && position <= span[1] + reach)
      .sort((a, b) => Number(b.incident.id === store.view.selected) - Number(a.incident.id === store.view.selected)
        || (a.span[1] - a.span[0]) - (b.span[1] - b.span[0]));
    for (const { incident, span } of candidates) {
      if (!incident.point) {
        const [toStart, toEnd] = span.map(edge => Math.abs(position - edge));
        if (Math.min(toStart, toEnd) <= reach) {
          return { incident, edge: toStart < toEnd || (toStart === toEnd && position < span[0]) ? "start" : "end" };
        }
      }
    }

    return candidates.length > 0 ? { incident: candidates[0].incident, edge: null } : null;
  }

  function pinch() {
    const [a, b] = [...fingers.values()];
    return { centre: (a + b) / 2, distance: Math.max(20, Math.abs(a - b)) };
  }

  over.addEventListener("pointerdown", event => {
    if (event.button > 1) {
      return;
    }

    chartFocus();
    over.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, xOf(event));
    if (fingers.size === 2) {
      cancelDrag();
      drag = { kind: "pinch", ...pinch(), view: chart.view() };
      return;
    }

    const position = xOf(event);
    const found = hit(position);
    const kind = event.button === 1 || event.shiftKey || store.view.mode === "pan" ? "pan" : found?.edge ? "edge" : store.view.mode;
    drag = { kind, found, position, from: pointAt(position), view: chart.view(), hasMoved: false };
    event.preventDefault();
  });

  over.addEventListener("pointermove", event => {
    const position = xOf(event);
    commands.hover(pointAt(position));
    if (drag === null) {
      const found = hit(position);
      over.style.cursor = found?.edge ? "ew-resize" : found ? "pointer" : store.view.mode === "pan" ? "grab" : "crosshair";
      return;
    }

    fingers.set(event.pointerId, position);
    if (drag.kind === "pinch") {
      movePinch();
      return;
    }

    drag.hasMoved ||= Math.abs(position - drag.position) > 3;
    if (!drag.hasMoved) {
      return;
    }

    const point = pointAt(position);
    if (drag.kind === "pan") {
      const perPixel = (drag.view.max - drag.view.min) / over.clientWidth;
      const by = (drag.position - position) * perPixel;
      chart.show(drag.view.min + by, drag.view.max + by);
      over.style.cursor = "grabbing";
    } else if (drag.kind === "edge") {
      commands.preview(movedEdge(drag.found.incident, drag.found.edge, grid.timeAt(point)));
    } else {
      commands.draw({ from: grid.timeAt(drag.from), to: grid.timeAt(point), isZoom: drag.kind === "zoom" });
    }
  });

  function movePinch() {
    if (fingers.size < 2) {
      return;
    }

    const now = pinch();
    const perPixel = (drag.view.max - drag.view.min) / over.clientWidth;
    const anchor = drag.view.min + drag.centre * perPixel;
    const span = (drag.view.max - drag.view.min) * drag.distance / now.distance;
    const start = anchor - (now.centre / over.clientWidth) * span;
    chart.show(start, start + span);
  }

  over.addEventListener("pointerup", event => {
    fingers.delete(event.pointerId);
    const done = drag;
    drag = null;
    commands.draw(null);
    if (done === null || done.kind === "pinch") {
      return;
    }

    const point = pointAt(xOf(event));
    if (!done.hasMoved) {
      commands.click(done.found?.incident ?? null, done.from, done.kind);
    } else if (done.kind === "edge") {
      commands.finishEdge(movedEdge(done.found.incident, done.found.edge, grid.timeAt(point)));
    } else if (done.kind === "mark") {
      commands.addInterval(Math.min(done.from, point), Math.max(done.from, point));
    } else if (done.kind === "zoom") {
      const [first, last] = [grid.timeAt(Math.min(done.from, point)), grid.timeAt(Math.max(done.from, point))];
      chart.show(first / 1000, last / 1000);
    }
  });

  function cancelDrag() {
    drag = null;
    commands.draw(null);
    commands.preview(null);
  }

  over.addEventListener("pointercancel", event => {
    fingers.delete(event.pointerId);
    cancelDrag();
  });
  over.addEventListener("pointerleave", () => drag === null && commands.hover(null));
  over.addEventListener("dblclick", event => store.view.mode !== "mark" && chart.zoom(0.4, chart.plot.posToVal(xOf(event), "x")));

  function chartFocus() {
    byId("chart").focus({ preventScroll: true });
    store.show({ isCaretShown: false });
  }

  return { cancel: cancelDrag };
}
