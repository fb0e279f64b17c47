/**
 * Reads what PackedIntegers.cs wrote: blocks of 64 differences, each block with its own number of plain low bits.
 * @param {string} bits the bits in base 64, lowest first
 * @param {number} count how many numbers they hold
 * @returns {number[]}
 */
function unpackIntegers(bits, count) {
  const text = atob(bits);
  const bytes = new Uint8Array(text.length + 4);
  for (let i = 0; i < text.length; i++) {
    bytes[i] = text.charCodeAt(i);
  }

  let at = 0;
  const readSmall = width => {
    const first = at >> 3;
    const word = bytes[first] | (bytes[first + 1] << 8) | (bytes[first + 2] << 16) | (bytes[first + 3] << 24);
    const value = (word >>> (at & 7)) & ((1 << width) - 1);
    at += width;
    return value;
  };
  // A script's bit operations end at 32 bits; wider numbers are put together from parts.
  const read = width => (width <= 24 ? readSmall(width) : readSmall(24) + 16777216 * read(width - 24));

  const numbers = new Array(count);
  let low = 0;
  let previous = 0;
  for (let i = 0; i < count; i++) {
    if (i % 64 === 0) {
      low = readSmall(6);
    }

    let quotient = 0;
    while (quotient < 20 && readSmall(1) === 1) {
      quotient++;
    }

    const folded = quotient === 20 ? read(53) : quotient * 2 ** low + read(low);
    previous += folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
    numbers[i] = previous;
  }

  return numbers;
}

/**
 * Reads what PackedSeries.cs wrote.
 * @param {{n: number, offset: number, step: number, gaps: number[], bits: string}} packed
 * @returns {(number|null)[]} one entry per point, null in gaps
 */
function unpackSeries(packed) {
  const values = new Array(packed.n);
  let finite = packed.n;
  for (let g = 0; g < packed.gaps.length; g += 2) {
    values.fill(null, packed.gaps[g], packed.gaps[g] + packed.gaps[g + 1]);
    finite -= packed.gaps[g + 1];
  }

  const multiples = unpackIntegers(packed.bits, finite);
  for (let i = 0, next = 0; i < packed.n; i++) {
    if (values[i] !== null) {
      values[i] = packed.offset + multiples[next++] * packed.step;
    }
  }

  return values;
}
