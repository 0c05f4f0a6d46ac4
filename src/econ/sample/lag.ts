/** Lags, leads and differences by the panel's time, never by the order of rows. */
import { Refusal } from '../../base/problem.ts';
import type { Data } from '../data.ts';

/** Unit and time of every row, rows sorted by both. */
export interface PanelIndex {
  readonly unit: Int32Array;
  readonly time: Float64Array;
}

export function panelIndex(data: Data): PanelIndex {
  if (data.panel === null) {
    const hint = 'declare `panel: {unit: …, time: …}` where the data is read';
    throw new Refusal('no-panel', 'lags need a panel, and the data declares none', { param: 'terms', hint });
  }
  const unit = data.codes(data.panel.unit).codes;
  const time = data.numbers(data.panel.time);
  for (let i = 1; i < unit.length; i++) {
    if (unit[i] === unit[i - 1] && !(time[i]! > time[i - 1]!))
      throw new Error('panel rows are not sorted by unit and time');
  }
  return { unit, time };
}

/** The value `lag` periods earlier (later, if negative) of the same unit; NaN where there is no such row. O(N·|lag|). */
export function lagged(values: Float64Array, { unit, time }: PanelIndex, lag: number): Float64Array {
  const out = new Float64Array(values.length).fill(Number.NaN);
  const step = lag > 0 ? -1 : 1;
  for (let i = 0; i < out.length; i++) {
    const wanted = time[i]! - lag;
    let j = lag === 0 ? i : i + step;
    while (unit[j] === unit[i] && (step < 0 ? time[j]! > wanted : time[j]! < wanted)) j += step;
    if (unit[i]! >= 0 && unit[j] === unit[i] && time[j] === wanted) out[i] = values[j]!;
  }
  return out;
}

/** The `order`-th difference: each time x less its value one period earlier. */
export function differenced(values: Float64Array, index: PanelIndex, order: number): Float64Array {
  let out = values;
  for (let k = 0; k < order; k++) {
    const before = lagged(out, index, 1);
    out = out.map((x, i) => x - before[i]!);
  }
  return out;
}
