/** Says how spatial models are written in other languages: by spatialreg of R, by the likelihood in Python, and by xsmle of Stata. */
import type { Fit, Stat } from '../../src/econ/fit.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { columnsRead } from '../../src/export/columns-read.ts';
import { fileOf } from '../../src/export/data.ts';
import type { KindExport } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../src/export/worded.ts';
import { readWeights, type StoredWeights } from '../lib/spatial/weights.ts';
import { spatialInPython } from './in-python.ts';
import { spatialInR } from './in-r.ts';
import { spatialInStata } from './in-stata.ts';
import type { SpatialOptions } from './numbers/fit.ts';

interface SpatialNode {
  readonly spec: ModelSpec;
  readonly options: SpatialOptions;
}

/** The words of a call in a language. */
interface Call {
  assign(name: string, code: string): string;
  /** Regressors by the names of their terms. */
  named(pairs: readonly (readonly [name: string, column: string])[]): string;
  option(name: string): string;
  value(part: 'b' | 'se', term: string): string;
  readonly rows: string;
  readonly ll: string;
}

export const exported: KindExport = (node, language) => {
  const { spec, options } = node.params as unknown as SpatialNode;
  const { panel } = node.data;
  const weights = node.input('weights');
  if (panel === null || weights === undefined) return language.missing(node.id, 'weights are not handed over here');
  if (options.model === 'sem' && options.lagOrder === 'withinOfLag' && ['time', 'both'].includes(options.effects))
    return language.missing(node.id, 'a lag of errors that is demeaned after it was taken has no direct form');
  node.reads([...columnsRead(spec, panel), panel.unit, panel.time]);
  const fit = node.whole() as unknown as Fit;
  const stored = readWeights(weights.reader);
  const file = weightsFile(weights.node, stored);
  const tables = [{ node: weights.node, columns: weights.columns, file }];
  const words = (columns: Columns, call: Call, text: (value: string) => string) =>
    worded({ spec, options, fit, columns, panel, call, file: text(file.path) });
  return language.worded({
    node: node.id,
    data: node.data,
    rows: { model: spec, rowsLost: [] },
    words: {
      r: (columns) => ({
        ...words(columns, inR(columns), columns.text),
        packages: ['spatialreg'],
        functions: spatialInR,
        tables,
      }),
      python: (columns) => ({ ...words(columns, inPython(columns), columns.text), functions: spatialInPython, tables }),
      stata: (columns) =>
        spatialInStata({ spec, options, fit, columns, data: node.data, unit: panel.unit, weights, stored }),
    },
  });
};

/** Weights as a text: a line of zero for each unit, in their order, then those that are not zero. */
function weightsFile(node: string, { units, matrix }: StoredWeights) {
  const quoted = units.map((unit) => `"${unit.replaceAll('"', '""')}"`);
  const lines = quoted.map((unit) => `${unit},${unit},0`);
  const n = units.length;
  matrix.forEach((weight, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    if (weight !== 0 && i !== j) lines.push(`${quoted[i]},${quoted[j]},${weight}`);
  });
  return { path: `data/${fileOf(node)}.weights.csv`, content: `unit,neighbour,weight\n${lines.join('\n')}\n` };
}

interface Spatial {
  readonly spec: ModelSpec;
  readonly options: SpatialOptions;
  readonly fit: Fit;
  readonly columns: Columns;
  readonly panel: { readonly unit: string; readonly time: string };
  readonly call: Call;
  /** The file of the weights, between quotes. */
  readonly file: string;
}

function worded({ spec, options, fit, columns, panel, call, file }: Spatial): Worded {
  const { model, effects, lagOrder, leeyu, information } = options;
  const known = new Set(fit.terms.map(({ term }) => term));
  const regressors = spec.terms
    .flatMap((text) => columns.cells(text))
    .flatMap(({ term, column }) => (known.has(term) ? [[term, column] as const] : []));
  const chosen = [
    ...(known.has('_cons') ? [call.option('constant')] : []),
    ...(lagOrder === 'lagOfWithin' ? [call.option('lag_of_within')] : []),
    ...(leeyu ? [call.option('corrected')] : []),
    ...(information === 'expected' ? [call.option('expected')] : []),
  ];
  const texts = [columnOf(columns, spec.outcome), panel.unit, panel.time, model, effects].map((text) =>
    columns.text(text),
  );
  const [outcome, unit, time, kind, of] = texts;
  const asked = ['d', outcome, call.named(regressors), unit, time, `read_weights(${file})`, kind, of, ...chosen];
  const row = (cell: string, code: string, value: Stat | undefined, scale?: number): WordedValue => ({
    cell,
    code,
    value,
    scale,
  });
  return {
    lines: [call.assign('m', `spatial_model(${asked.join(', ')})`)],
    values: [
      ...fit.terms.flatMap(({ term, estimate, stdError }) => [
        row(
          `${term}: coefficient`,
          call.value('b', term),
          estimate,
          Math.max(Math.abs(estimate), typeof stdError === 'number' ? stdError : 0),
        ),
        row(`${term}: standard error`, call.value('se', term), stdError),
      ]),
      row('N', call.rows, fit.nobs),
      row('ll', call.ll, fit.stats.ll),
    ],
  };
}

const inR = ({ text }: Columns): Call => ({
  assign: (name, code) => `${name} <- ${code}`,
  named: (pairs) => `c(${pairs.map(([name, column]) => `${text(name)} = ${text(column)}`).join(', ')})`,
  option: (name) => `${name} = TRUE`,
  value: (part, term) => `m$${part}[[${text(term)}]]`,
  rows: 'm$n',
  ll: 'm$ll',
});

const inPython = ({ text }: Columns): Call => ({
  assign: (name, code) => `${name} = ${code}`,
  named: (pairs) => `{${pairs.map(([name, column]) => `${text(name)}: ${text(column)}`).join(', ')}}`,
  option: (name) => `${name}=True`,
  value: (part, term) => `m["${part}"][${text(term)}]`,
  rows: 'm["n"]',
  ll: 'm["ll"]',
});
