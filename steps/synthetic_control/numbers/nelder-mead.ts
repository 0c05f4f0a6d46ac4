/** The minimum of a function of a few variables by the simplex search of Nelder & Mead (1965, Computer Journal 7:308), begun anew at its end until that gains nothing. */

export interface Least {
  readonly at: Float64Array;
  readonly value: number;
}

const MOST_TURNS = 400;
const MOST_RESTARTS = 8;
/** A search that gains less than this part of the value has ended. */
const GAIN = 1e-10;
/** The first simplex reaches so far along each axis. */
const REACH = 1;

/** `MOST_TURNS` steps for each variable in a search at most. */
export function leastAround(of: (at: Float64Array) => number, start: Float64Array): Least {
  let best: Least = { at: start, value: of(start) };
  for (let turn = 0; turn < MOST_RESTARTS; turn++) {
    const found = searched(of, best, turn % 2 === 0 ? REACH : -REACH);
    const gain = best.value - found.value;
    if (found.value < best.value) best = found;
    if (gain <= GAIN * Math.abs(best.value)) break;
  }
  return best;
}

function searched(of: (at: Float64Array) => number, start: Least, reach: number): Least {
  const n = start.at.length;
  const corner = (at: Float64Array): Least => ({ at, value: of(at) });
  const corners = [start, ...Array.from({ length: n }, (_, k) => corner(start.at.with(k, start.at[k]! + reach)))];
  const byValue = (a: Least, b: Least): number => a.value - b.value;
  for (let turn = 0; turn < MOST_TURNS * n; turn++) {
    corners.sort(byValue);
    const [best, worst] = [corners[0]!, corners[n]!];
    if (worst.value - best.value <= GAIN * Math.abs(best.value)) break;
    const centre = start.at.map((_, k) => corners.slice(0, n).reduce((sum, { at }) => sum + at[k]!, 0) / n);
    const towards = (part: number): Least => corner(centre.map((c, k) => c + part * (worst.at[k]! - c)));
    const reflected = towards(-1);
    if (reflected.value < best.value) {
      const further = towards(-2);
      corners[n] = further.value < reflected.value ? further : reflected;
    } else if (reflected.value < corners[n - 1]!.value) corners[n] = reflected;
    else {
      const nearer = towards(reflected.value < worst.value ? -0.5 : 0.5);
      if (nearer.value < Math.min(reflected.value, worst.value)) corners[n] = nearer;
      else for (let k = 1; k <= n; k++) corners[k] = corner(corners[k]!.at.map((x, i) => (x + best.at[i]!) / 2));
    }
  }
  return corners.sort(byValue)[0]!;
}
