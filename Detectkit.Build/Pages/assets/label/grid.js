/** The series' grid: points and their times in milliseconds. */
function createGrid(start, stepSeconds, values) {
  const step = stepSeconds * 1000;
  const last = values.length - 1;
  const clamp = index => Math.max(0, Math.min(last, index));
  return {
    step,
    last,
    clamp,
    timeAt: index => start + index * step,
    nearest: ms => clamp(Math.round((ms - start) / step)),
    /** The points inside a span, as [first, last]; first is above last where there is none. */
    within: (from, to) => [Math.max(0, Math.ceil((from - start) / step)), Math.min(last, Math.floor((to - start) / step))],
  };
}
