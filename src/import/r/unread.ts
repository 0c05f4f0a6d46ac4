/** Functions that have no effect in a pipeline, and what to write where one is not read. */
import { ownValue } from '../../base/own-value.ts';
import { foreignCommands } from '../../econ/registry.ts';
import { NotUnderstood } from '../outcome.ts';
import type { Reading } from './reading.ts';
import { calledName, type RNode } from './tree.ts';

/** Functions that print, draw nothing of the paper, or set up R. */
export const quiet: ReadonlySet<string> = new Set(
  'library require suppressPackageStartupMessages suppressMessages suppressWarnings install.packages setwd rm gc options set.seed cat print head tail str View names colnames dim nrow ncol glimpse table unique length message Sys.time Sys.setenv Sys.setlocale setFixest_nthreads setFixest_notes setFixest_dict setFixest_etable skim describe quit q invisible getwd list.files dir.create is.pbalanced pdim sessionInfo class levels theme_set'.split(
    ' ',
  ),
);
const ofTables: Readonly<Record<string, string>> = {
  ggplot: '`kind: figure` draws (docs/figures.md)',
  plot: '`kind: figure` draws (docs/figures.md)',
  hist: '`kind: figure` draws (docs/figures.md)',
  iplot: '`{kind: figure, plot: coefficients, from: models.m1}` draws',
  coefplot: '`{kind: figure, plot: coefficients, from: models.m1}` draws',
  modelplot: '`{kind: figure, plot: coefficients, from: models.m1}` draws',
  datasummary: '`kind: describe` has it',
  linearHypothesis: '`tests:` of a column',
  wald: '`tests:` of a column',
  pbgtest: '`kind: diagnose` has it',
  bptest: '`kind: diagnose` has it',
  ggsave: '`kind: figure` writes its files',
  write_csv: 'papermake keeps the data of every step',
  'write.csv': 'papermake keeps the data of every step',
  save: 'papermake keeps the data of every step',
  saveRDS: 'papermake keeps the data of every step',
  readRDS: 'save the data as .csv, .dta or .parquet and read that',
  load: 'save the data as .csv, .dta or .parquet and read that',
  slopes: '`margins:` of a column',
  margins: '`margins:` of a column',
  avg_slopes: '`margins:` of a column',
};

/** Throws NotUnderstood, with what to write instead. */
export function unknown(node: RNode, reading: Reading): never {
  if (node.is === 'opaque') throw new NotUnderstood(`${node.what} is not read`, 'write its statements one by one');
  const called = calledName(node);
  if (called !== undefined) throw new NotUnderstood(`\`${called}()\` is not read`, hintOf(called, node, reading));
  if (node.is === 'binary' && node.op === '+') return unknown(node.left, reading);
  throw new NotUnderstood('this statement is not read');
}

function hintOf(called: string, node: RNode, reading: Reading): string | undefined {
  const own = ownValue(ofTables, called) ?? reading.host.advice(called);
  if (own !== undefined) return own;
  const estimator = ownValue(foreignCommands, called);
  if (estimator !== undefined) return `\`estimator: ${estimator}\` of a column has it (docs/methods.md)`;
  return isOfFormula(node) ? inR(node, reading) : undefined;
}

/** A function that is given a formula estimates something. */
const isOfFormula = (node: RNode): boolean =>
  node.is === 'call' &&
  node.args.some(
    ({ name, value }) =>
      value?.is === 'binary' && value.op === '~' && (name === undefined || /^(?:formula|model|fixed)$/.test(name)),
  );

/** The step that runs the call in R, whose data are called `data` there. */
function inR(node: RNode, reading: Reading): string {
  const data =
    node.is === 'call'
      ? node.args.find(({ name, value }) => name === 'data' && value?.is === 'name')?.value
      : undefined;
  const frame = data?.is === 'name' ? reading.frames.get(data.name) : undefined;
  const call = reading.textOf(node).replace(/\bdata\s*=\s*[\p{L}.][\p{L}\p{N}._]*/u, 'data = data');
  const from = frame === undefined ? 'data' : frame.step.name;
  return `it is not built in; a step runs it in R, and tables show its fit: \`{kind: r, from: ${from}, call: ${JSON.stringify(call)}}\` (docs/bridge.md)`;
}
