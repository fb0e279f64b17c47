const digitOf = new Uint8Array(128);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((digit, value) => {
  digitOf[digit.charCodeAt(0)] = value;
});

/** Reads what PackedIntegers.cs wrote: differences in digits of five bits, the lowest first, and a sixth bit where more follow. */
function unpackIntegers(text) {
  const numbers = [];
  let previous = 0;
  let folded = 0;
  let scale = 1;
  for (let i = 0; i < text.length; i++) {
    const digit = digitOf[text.charCodeAt(i)];
    // A script's bit operations end at 32 bits; numbers have up to 53.
    folded += (digit & 31) * scale;
    scale *= 32;
    if (digit < 32) {
      previous += folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
      numbers.push(previous);
      folded = 0;
      scale = 1;
    }
  }

  return numbers;
}

/**
 * Reads what PackedSeries.cs wrote.
 * @param {{count: number, offset: number, step: number, gaps: number[], multiples: string}} packed
 * @returns {(number|null)[]} one entry per point, null in gaps
 */
function unpackSeries(packed) {
  const values = new Array(packed.count);
  for (let g = 0; g < packed.gaps.length; g += 2) {
    values.fill(null, packed.gaps[g], packed.gaps[g] + packed.gaps[g + 1]);
  }

  const multiples = unpackIntegers(packed.multiples);
  for (let i = 0, next = 0; i < packed.count; i++) {
    if (values[i] !== null) {
      values[i] = packed.offset + multiples[next++] * packed.step;
    }
  }

  return values;
}
