/**
 * Spatial models in Stata, by xsmle. Source: its help file; Belotti, Hughes & Piano Mortari 2017, Stata Journal 17:139. Weights come as a matrix, a
 * row and a column for each unit in the order of the panel's identifier.
 */
import type { NoCounterpart } from '../../src/econ/counterpart.ts';
import type { Fit } from '../../src/econ/fit.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { type ExportedData, fileOf, type ScriptFile } from '../../src/export/data.ts';
import type { ReadInput } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../src/export/worded.ts';
import type { StoredWeights } from '../lib/spatial/weights.ts';
import type { SpatialOptions } from './numbers/fit.ts';

interface SpatialInStata {
  readonly spec: ModelSpec;
  readonly options: SpatialOptions;
  readonly fit: Fit;
  readonly columns: Columns;
  readonly data: ExportedData;
  /** The column of the panel's units. */
  readonly unit: string;
  readonly weights: ReadInput;
  readonly stored: StoredWeights;
}

const types = { unit: 'ind', time: 'time', both: 'both' } as const;

export function spatialInStata(asked: SpatialInStata): Worded | NoCounterpart {
  const { spec, options, fit, columns, data, unit, weights, stored } = asked;
  const { model, effects, leeyu } = options;
  if (effects === 'none') return { none: 'xsmle has no model without effects' };
  const why = whyNot(options);
  if (why !== undefined) return { none: why };
  const file = matrixFile(weights.node, stored, { data, unit });
  const kept = regressorsOf(asked);
  const matrix = model === 'sem' ? 'emat(W)' : 'wmat(W)';
  const type = `type(${types[effects]}${leeyu ? ', leeyu' : ''})`;
  const variables = [columnOf(columns, spec.outcome), ...kept.values()].join(' ');
  const coefficients = fit.terms.flatMap(({ term, estimate, stdError }): WordedValue[] => {
    const name = nameOf(term, kept);
    if (name === undefined) return [];
    const scale = Math.max(Math.abs(estimate), typeof stdError === 'number' ? stdError : 0);
    return [
      { cell: `${term}: coefficient`, code: `_b[${name}]`, value: estimate, scale },
      { cell: `${term}: standard error`, code: `_se[${name}]`, value: stdError },
    ];
  });
  return {
    packages: ['xsmle'],
    tables: [{ node: weights.node, columns: weights.columns, file }],
    lines: [
      'preserve',
      `import delimited using ${columns.text(file.path)}, varnames(1) asdouble clear`,
      `mkmat w1-w${stored.units.length}, matrix(W)`,
      'restore',
      `xsmle ${variables}, ${matrix} model(${model}) fe ${type}`,
    ],
    values: [
      ...coefficients,
      ...(leeyu ? [] : [{ cell: 'N', code: 'e(N)', value: fit.nobs }]),
      { cell: 'll', code: 'e(ll)', value: fit.stats.ll },
    ],
    missing: [
      ...(model === 'sem'
        ? []
        : [{ what: 'direct, indirect and total effects', why: 'xsmle draws them, and papermake computes them' }]),
      ...(leeyu ? [{ what: 'N', why: 'with `leeyu` xsmle may count the rows that its transformation leaves' }] : []),
    ],
  };
}

/** Says why xsmle does not estimate this model. Its periods' effects in `sar` and `sdm` end before the likelihood's maximum. */
function whyNot({ model, effects, lagOrder, information }: SpatialOptions): string | undefined {
  if (information === 'expected') return 'xsmle has the errors of the observed information alone';
  if (effects !== 'unit' && model !== 'sem')
    return 'with effects of periods xsmle stops before the maximum of `sar` and `sdm`';
  if (effects !== 'unit' && lagOrder !== 'lagOfWithin') return 'xsmle has a lag of demeaned errors alone';
  return undefined;
}

/** Variables of the regressors that the fit has, by their terms. */
const regressorsOf = ({ spec, fit, columns }: SpatialInStata): ReadonlyMap<string, string> => {
  const known = new Set(fit.terms.map(({ term }) => term));
  return new Map(
    spec.terms
      .flatMap((text) => columns.cells(text))
      .flatMap(({ term, column }) => (known.has(term) ? [[term, column] as const] : [])),
  );
};

/** The name of a coefficient, with its equation; undefined of effects. */
function nameOf(term: string, variables: ReadonlyMap<string, string>): string | undefined {
  const own = variables.get(term);
  if (own !== undefined) return `Main:${own}`;
  const lag = term.startsWith('W.') ? variables.get(term.slice('W.'.length)) : undefined;
  if (lag !== undefined) return `Wx:${lag}`;
  if (term === 'rho' || term === 'lambda') return `Spatial:${term}`;
  return term === 'sigma2_e' ? 'Variance:sigma2_e' : undefined;
}

/** The matrix as a text, in the order in which Stata sorts units: texts by the positions of their levels, numbers by size. */
function matrixFile(
  node: string,
  { units, matrix }: StoredWeights,
  { data, unit }: Pick<SpatialInStata, 'data' | 'unit'>,
): ScriptFile {
  const isText = ['string', 'category'].includes(data.type(unit));
  const levels = isText ? data.levels(unit) : [];
  const place = (name: string): number => (isText ? levels.indexOf(name) : Number(name));
  const order = units.map((_, i) => i).sort((a, b) => place(units[a]!) - place(units[b]!));
  const n = units.length;
  const rows = order.map((i) => order.map((j) => String(i === j ? 0 : matrix[i * n + j]!)).join(','));
  const names = order.map((_, i) => `w${i + 1}`).join(',');
  return { path: `data/${fileOf(node)}.matrix.csv`, content: `${names}\n${rows.join('\n')}\n` };
}
