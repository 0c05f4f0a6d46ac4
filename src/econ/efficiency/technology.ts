/** A technology that data span, and the programmes that measure a unit against it. */
import { type Optimum, Simplex } from './simplex.ts';
import type { Returns } from './spec.ts';

/** Inputs, outputs and undesirable outputs by row. */
export interface Quantities {
  readonly inputs: readonly Float64Array[];
  readonly outputs: readonly Float64Array[];
  readonly undesirable: readonly Float64Array[];
}

/** A column besides the intensities: its entries by constraint, and its cost. */
export interface Extra {
  readonly entries: readonly (readonly [constraint: number, value: number])[];
  readonly cost?: number;
}

export interface Measured {
  readonly objective: number;
  /** Intensities by position among the rows that span the technology. */
  readonly peers: readonly (readonly [row: number, intensity: number])[];
  /** Values of the extra columns. */
  readonly extras: readonly number[];
  readonly gap: number;
}

/** The constraints of inputs, outputs and undesirable outputs, in units of their mean; behind them that of returns to scale, and one that scales a fraction. */
export class Technology {
  /** The data that span it, and those of units that are measured against it. */
  readonly quantities: Quantities;
  readonly returns: Returns;
  readonly scales: Float64Array;
  readonly #rows: Int32Array;
  readonly #simplex: Simplex;
  readonly #height: number;
  #columns: Float64Array;

  constructor(quantities: Quantities, rows: Int32Array, returns: Returns, isFraction: boolean) {
    this.quantities = quantities;
    this.returns = returns;
    this.#rows = rows;
    const all = [...quantities.inputs, ...quantities.outputs, ...quantities.undesirable];
    this.scales = Float64Array.from(all, (values) => meanOf(values, rows));
    const height = all.length + (returns === 'constant' ? 0 : 1) + (isFraction ? 1 : 0);
    this.#height = height;
    this.#simplex = new Simplex(height);
    this.#columns = new Float64Array((rows.length + 4 * height) * height);
    for (const [k, row] of rows.entries()) {
      for (const [i, values] of all.entries()) this.#columns[k * height + i] = values[row]! / this.scales[i]!;
      if (returns !== 'constant') this.#columns[k * height + all.length] = 1;
    }
  }

  /** The constraint of returns to scale; undefined where they are constant. */
  get ofReturns(): number | undefined {
    return this.returns === 'constant' ? undefined : this.scales.length;
  }

  /** The constraint behind all others. */
  get last(): number {
    return this.#height - 1;
  }

  /** A row's quantities in the units of the constraints. */
  of(row: number): Float64Array {
    const { inputs, outputs, undesirable } = this.quantities;
    return Float64Array.from([...inputs, ...outputs, ...undesirable], (values, i) => values[row]! / this.scales[i]!);
  }

  /** The least objective over intensities, whose cost is zero, and the extra columns; null where no values meet the constraints. `without` is a row that is no peer. */
  least(extras: readonly Extra[], rhs: Float64Array, without?: number): Measured | null {
    const [height, members] = [this.#height, this.#rows.length];
    const count = members + extras.length;
    const begin = members * height;
    if (this.#columns.length < count * height) {
      const wider = new Float64Array(count * height);
      wider.set(this.#columns.subarray(0, begin));
      this.#columns = wider;
    }
    this.#columns.fill(0, begin);
    const costs = new Float64Array(count);
    for (const [k, { entries, cost = 0 }] of extras.entries()) {
      costs[members + k] = cost;
      for (const [constraint, value] of entries) this.#columns[begin + k * height + constraint] = value;
    }
    const barred = without === undefined ? -1 : this.#rows.indexOf(without);
    const found = this.#simplex.solve({ columns: this.#columns, count, costs, rhs, barred, kept: members });
    if (found === 'infeasible') return null;
    if (found === 'unbounded') throw new Error('a measure of efficiency has no bound');
    return this.#measured(found, extras.length);
  }

  #measured({ objective, values, gap }: Optimum, extras: number): Measured {
    const members = this.#rows.length;
    const peers: [number, number][] = [];
    const found = new Array<number>(extras).fill(0);
    for (const [column, value] of values)
      if (column >= members) found[column - members] = value;
      else if (value > NOTHING) peers.push([this.#rows[column]!, value]);
    return { objective, peers: peers.sort(([a], [b]) => a - b), extras: found, gap };
  }
}

/** Intensities and slacks up to this, in units of means, are rounding. */
export const NOTHING = 1e-9;

function meanOf(values: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += Math.abs(values[row]!);
  return sum > 0 ? sum / rows.length : 1;
}
