/** The whole series in a strip, with the view as a window that can be moved. */
function createOverview(host, handle, chart, store) {
  const small = createSeriesChart(host, { times: store.times, values: store.values, bands: [] }, {
    height: () => host.clientHeight, zone: () => "UTC", axes: false, clipped: () => store.view.layers.clip, onDraw: () => paintTicks(),
  });
  const over = small.plot.over;
  over.append(handle);
  const ticks = element("canvas.marks", { "aria-hidden": "true" });
  over.append(ticks);

  function refresh() {
    const { min, max } = chart.view();
    const left = small.plot.valToPos(min, "x");
    const right = small.plot.valToPos(max, "x");
    handle.style.left = left + "px";
    handle.style.width = Math.max(4, right - left) + "px";
  }

  function paintTicks() {
    refresh();
    const context = fittedContext(ticks, over.clientWidth, over.clientHeight);
    context.fillStyle = theme.colour("incident-line");
    for (const incident of store.incidents()) {
      const left = small.plot.valToPos(incident.start / 1000, "x");
      context.fillRect(left, 0, Math.max(2, small.plot.valToPos(incident.end / 1000, "x") - left), 5);
    }
  }

  let grabbed = null;
  over.addEventListener("pointerdown", event => {
    over.setPointerCapture(event.pointerId);
    const at = small.plot.posToVal(event.clientX - over.getBoundingClientRect().left, "x");
    const { min, max } = chart.view();
    // Outside the window a press brings the window there; inside it takes hold of it.
    grabbed = at >= min && at <= max ? at - (min + max) / 2 : 0;
    moveTo(at);
  });
  over.addEventListener("pointermove", event => {
    if (grabbed !== null) {
      moveTo(small.plot.posToVal(event.clientX - over.getBoundingClientRect().left, "x"));
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    over.addEventListener(end, () => {
      grabbed = null;
    });
  }

  function moveTo(at) {
    const { min, max } = chart.view();
    const middle = at - grabbed;
    chart.pan((middle - (min + max) / 2) / (max - min));
  }

  return { refresh, paintTicks, redraw: () => small.plot.redraw() };
}
