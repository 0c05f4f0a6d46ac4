/**
 * The effect of treatments of 0 and 1 that begin or end, in the period in which they do (de Chaisemartin & D'Haultfœuille 2020, AER 110:2964, section 4):
 * changes of joiners less those of the stably untreated, and of the stably treated less those of leavers.
 */
import type { Rng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { datum } from '../../../../src/base/value.ts';
import { effect, fitOf, spreadOf } from '../result.ts';
import { type DidSample, type Grid, gridOf } from '../sample.ts';
import type { DidSpec } from '../spec.ts';

/** One number over all pairs of periods that follow each other, by how many switch. Its standard error is that of draws of clusters with replacement. */
export function joinersAndLeavers(spec: DidSpec, sample: DidSample, rng: Rng) {
  const doses = sample.doses!;
  const wrong = doses.find((dose) => dose !== 0 && dose !== 1);
  if (wrong !== undefined) {
    const name = spec.treatment ?? spec.cohort!;
    const message = `expected a treatment of 0 and 1, got ${datum(name, wrong)} in \`${name}\``;
    throw new Refusal('not-binary', message, {
      param: 'treatment',
      hint: '`method: dcdh` takes treatments of any dose',
    });
  }
  const known = sample.outcome.values.map((y) => (Number.isNaN(y) ? 0 : y));
  const grid = gridOf({ ...sample, outcome: { ...sample.outcome, values: known }, cohort: doses });
  const changes = changesOf(sample, grid);
  const found = weighedBy(changes, () => 1);
  if (found === null) {
    const hint = 'units are compared whose treatment was the same in the period before';
    throw new Refusal('no-cohort', 'no unit whose treatment begins or ends has another to be compared with', {
      param: 'treatment',
      hint,
    });
  }
  const drawn = spec.draws === 0 ? [] : drawsOf(changes, grid, spec.draws ?? 0, rng);
  const simple = effect(found.estimate, spreadOf(drawn), null);
  const lost = sample.outcome.values.filter((y) => Number.isNaN(y)).length;
  const missing = lost === 0 ? [] : [{ cause: 'missing' as const, count: lost, detail: '' }];
  return {
    method: 'did-m',
    simple,
    draws: drawn.length,
    nUnits: grid.units.levels,
    warnings: sample.warnings,
    fit: fitOf(
      { simple },
      {
        method: 'did-m',
        outcome: sample.outcome.name,
        nobs: sample.nobs - lost,
        units: grid.units.levels,
        cluster: { name: sample.cluster.name, count: grid.clusterCount },
        df: null,
        small: '',
        rowsLost: [...sample.rowsLost, ...missing],
        warnings: sample.warnings,
        stats: { switchers: found.switchers },
      },
    ),
  };
}

/** The change of an outcome of one unit from a period to the next. */
interface Change {
  readonly unit: number;
  readonly value: number;
  /** True where its treatment changes with it. */
  readonly switches: boolean;
}

/** Changes that are compared with each other: of one period and one earlier treatment. */
interface Compared {
  readonly isTreatedBefore: boolean;
  readonly changes: readonly Change[];
}

function changesOf(sample: DidSample, { units, periods, rowAt }: Grid): Compared[] {
  const width = periods.length;
  const y = sample.outcome.values;
  const found: Compared[] = [];
  for (let t = 1; t < width; t++) {
    for (const before of [0, 1]) {
      const changes: Change[] = [];
      for (let unit = 0; unit < units.levels; unit++) {
        const [then, now] = [rowAt[unit * width + t - 1]!, rowAt[unit * width + t]!];
        if (then < 0 || now < 0 || sample.doses![then] !== before) continue;
        const value = y[now]! - y[then]!;
        if (!Number.isNaN(value)) changes.push({ unit, value, switches: sample.doses![now] !== before });
      }
      if (changes.some(({ switches }) => switches)) found.push({ isTreatedBefore: before === 1, changes });
    }
  }
  return found;
}

/** `weight`: how often a unit counts. Null where nobody switches who has another to be compared with. */
function weighedBy(
  all: readonly Compared[],
  weight: (unit: number) => number,
): { readonly estimate: number; readonly switchers: number } | null {
  let [sum, switchers] = [0, 0];
  for (const { isTreatedBefore, changes } of all) {
    let [moved, movers, stayed, stayers] = [0, 0, 0, 0];
    for (const { unit, value, switches } of changes) {
      const w = weight(unit);
      if (switches) {
        moved += w * value;
        movers += w;
      } else {
        stayed += w * value;
        stayers += w;
      }
    }
    if (movers === 0 || stayers === 0) continue;
    sum += (isTreatedBefore ? -1 : 1) * (moved - (movers * stayed) / stayers);
    switchers += movers;
  }
  return switchers === 0 ? null : { estimate: sum / switchers, switchers };
}

function drawsOf(changes: readonly Compared[], { clusters, clusterCount }: Grid, draws: number, rng: Rng): number[] {
  return Array.from({ length: draws }, (_, draw) => {
    const stream = rng.stream('clusters', draw);
    const counts = new Int32Array(clusterCount);
    for (let k = 0; k < clusterCount; k++) counts[stream.int(clusterCount)]!++;
    return weighedBy(changes, (unit) => counts[clusters[unit]!]!)?.estimate;
  }).filter((estimate) => estimate !== undefined);
}
