/** Functions that have no effect in a pipeline, and what to write where one is not read. */
import { ownValue } from '../../base/own-value.ts';
import type { Host } from '../host.ts';
import { NotUnderstood } from '../outcome.ts';
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
  phtest: '`kind: diagnose` has the test of Hausman',
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
export function unknown(node: RNode, host: Host): never {
  if (node.is === 'opaque') throw new NotUnderstood(`${node.what} is not read`, 'write its statements one by one');
  const called = calledName(node);
  if (called !== undefined)
    throw new NotUnderstood(`\`${called}()\` is not read`, ownValue(ofTables, called) ?? host.advice(called));
  if (node.is === 'binary' && node.op === '+') return unknown(node.left, host);
  throw new NotUnderstood('this statement is not read');
}
