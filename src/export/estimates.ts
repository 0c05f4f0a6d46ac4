/** A fit as a text that other languages load as an estimate of their own: coefficients, covariance, counts and statistics. */
import type { Fit } from '../econ/fit.ts';
import { fileOf, type ScriptFile } from './data.ts';

/** The folder of these files in an export. */
const FOLDER = 'estimates';

/**
 * Lines of words that tabs divide: what it is, then its value; `term` has the name as a result has it, the name that the language allows, the
 * estimate and its error; `V` has row, column and value of the lower triangle. Numbers have the shortest digits that read back as the same.
 */
export function estimateFile(node: string, fit: Fit, nameOf: (term: string) => string): ScriptFile {
  const { estimator, outcome, terms, vcov, vcovInfo, nobs, nclusters, dfResid, stats } = fit;
  const lines: (readonly (string | number)[])[] = [
    ['papermake estimate', 1],
    ['node', node],
    ['estimator', estimator],
    ['outcome', outcome],
    ['depvar', nameOf(outcome)],
    ['errors', vcovInfo.text],
    ['nobs', nobs],
    ...(nclusters === null ? [] : [['clusters', nclusters]]),
    ...(dfResid === null ? [] : [['df', dfResid]]),
    ...Object.entries(stats).flatMap(([name, value]) => (typeof value === 'number' ? [['stat', name, value]] : [])),
    ...terms.map(({ term, estimate, stdError }) => [
      'term',
      term,
      nameOf(term),
      estimate,
      typeof stdError === 'number' ? stdError : '.',
    ]),
    ...vcov.flatMap((row, i) => row.slice(0, i + 1).map((value, j) => ['V', i + 1, j + 1, value])),
    ['end'],
  ];
  const content = lines.map((words) => `${words.map((word) => plain(String(word))).join('\t')}\n`).join('');
  return { path: `${FOLDER}/${fileOf(node)}.txt`, content };
}

const plain = (word: string): string => word.replace(/[\t\r\n]+/g, ' ');
