/**
 * Effects of treatments that begin, end and change in dose: each unit whose treatment has changed is compared with those of the same first treatment
 * that has not changed yet. Source: de Chaisemartin & D'Haultfœuille (2024, REStat, "Difference-in-Differences Estimators of Intertemporal Treatment
 * Effects"), sections 3 and 4; the variance is that of its web appendix, as in did_multiplegt_dyn.
 */
import type { Rng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import type { Warning } from '../../../../src/econ/fit.ts';
import { criticalOf, eventStudyOf, standardErrorOf } from '../aggregate.ts';
import { type EffectAt, effect, fitOf, preTrend } from '../result.ts';
import { type DidSample, gridOf } from '../sample.ts';
import type { DidSpec } from '../spec.ts';
import { type Comparison, compared } from './changed-treatments.ts';
import { pathsOf } from './treatment-paths.ts';

/** Effects from the first changed period on and, where asked, of as many before; −1 is the base. Errors by cluster, the normal distribution. */
export function switchers(spec: DidSpec, sample: DidSample, rng: Rng) {
  const known = sample.outcome.values.map((y) => (Number.isNaN(y) ? 0 : y));
  const grid = gridOf({ ...sample, outcome: { ...sample.outcome, values: known }, cohort: sample.doses! });
  const paths = pathsOf(sample, grid);
  const isSame = spec.sameSwitchers === true;
  const [low, high] = spec.events ?? [1 - grid.periods.length, grid.periods.length - 2];
  const effects = compared(paths, grid, { from: 0, to: high, isSame, last: high });
  if (effects.length === 0) {
    const hint = 'units of one first treatment are compared, of which some change later than others or never';
    throw new Refusal('no-cohort', 'no unit whose treatment changes has another to be compared with', {
      param: 'treatment',
      hint,
    });
  }
  const last = effects.at(-1)!.event;
  const placebos = compared(paths, grid, { from: low, to: -2, isSame, last });
  const n = grid.units.levels;
  const scaled = (each: Comparison) => {
    const unit = each.switchers * (spec.normalized === true ? each.dose : 1);
    return { event: each.event, estimate: each.sum / unit, influence: each.scores.map((score) => (score * n) / unit) };
  };
  const byEvent = [...placebos, ...effects].map(scaled);
  const critical = spec.bands > 0 ? criticalOf(byEvent, { grid, spec, rng }) : undefined;
  const counts = [...placebos, ...effects];
  const by = byEvent.map(({ event, estimate, influence }, i): EffectAt & Counted => {
    const { switchers, rows, dose } = counts[i]!;
    return { event, ...effect(estimate, standardErrorOf(influence, grid), null, critical), switchers, n: rows, dose };
  });
  const doses = effects.reduce((sum, each) => sum + each.current, 0);
  const total = new Float64Array(n);
  for (const { scores } of effects) for (let i = 0; i < n; i++) total[i] = total[i]! + (scores[i]! * n) / doses;
  const sum = effects.reduce((all, each) => all + each.sum, 0);
  const found = {
    simple: effect(sum / doses, standardErrorOf(total, grid), null),
    dynamic: { ...(critical === undefined ? {} : { critical }), by },
  };
  const lost = sample.outcome.values.filter((y) => Number.isNaN(y)).length;
  const rowsLost =
    lost === 0 ? sample.rowsLost : [...sample.rowsLost, { cause: 'missing' as const, count: lost, detail: '' }];
  const warnings = [...sample.warnings, ...told(paths, counts)];
  const eventStudy = eventStudyOf(byEvent, { grid, spec: { base: 'universal' } });
  return {
    method: 'dcdh',
    ...found,
    eventStudy,
    nUnits: n,
    nPeriods: grid.periods.length,
    neverChanged: paths.changedAt.filter((t) => t === grid.periods.length).length,
    leftOut: { cellsAboveAndBelow: paths.crossed },
    warnings,
    fit: fitOf(found, {
      method: 'dcdh',
      tests: 'invalid' in eventStudy ? [] : [preTrend(eventStudy, [-1], null)],
      outcome: sample.outcome.name,
      nobs: sample.nobs - lost,
      units: n,
      cluster: { name: sample.cluster.name, count: grid.clusterCount },
      df: null,
      small: '',
      rowsLost,
      warnings,
      stats: { switchers: effects[0]!.switchers },
    }),
  };
}

interface Counted {
  /** Units of which the effect is the mean. */
  readonly switchers: number;
  /** The mean treatment beyond the first one that they had until then. */
  readonly dose: number;
}

function told(paths: ReturnType<typeof pathsOf>, found: readonly Comparison[]): Warning[] {
  const warnings: Warning[] = [];
  if (paths.crossed > 0) {
    const message = `${paths.crossed} rows of units whose treatment has been both above and below their first one are left out`;
    warnings.push({ code: 'units-left-out', message });
  }
  if (paths.doubtful > 0) {
    const message = `the treatment of ${paths.doubtful} units is missing in a period before it is seen to change: it counts as unchanged there`;
    warnings.push({ code: 'unbalanced-panel', message });
  }
  const without = Math.max(...found.map((each) => each.without));
  if (without > 0) {
    const message = `up to ${without} units whose treatment changes have none to be compared with in some period, and effects go without them`;
    warnings.push({ code: 'cell-missing', message });
  }
  const alone = Math.max(...found.map((each) => each.alone));
  if (alone > 0) {
    const message = `up to ${alone} units are one cluster with those they are compared with: standard errors count them as certain`;
    warnings.push({ code: 'small-cohort', message });
  }
  return warnings;
}
