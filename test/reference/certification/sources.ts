/** Kinds of programs and papers that reference values come from. */
import type { Case, Run } from '../case.ts';

/** Kinds in the order in which they are told, and the words of a case by which one is known. */
const KINDS: readonly (readonly [kind: string, words: RegExp])[] = [
  ['Stata log', /\bStata\b[^,;]*\blog\b|\bStata \d+ xtabond2/i],
  ['NIST', /\bNIST\b/],
  // R itself, or a package of it
  ['R', /^R\b|^(?!own\b)[^(;]*\((?:R|Bioconductor)\b/],
  ['statsmodels', /\bstatsmodels\b/],
  ['high precision', /\bmpmath\b/],
  ['published', /\bpublished\b|\bprinted in\b/i],
];

/** A program of its own that was written for the case from the formulas, in another language. */
const OWN = 'own program';

/** Expected fields that were added to cases of others: sums over the data. */
const ADDED = new Set(['ymean']);

/** Kinds of sources of an expected field of a run, `published` where a paper or a manual prints some of the run's values. */
export function sourcesOf(run: Run, { published }: Pick<Case, 'published'>, field: string): readonly string[] {
  if (ADDED.has(field)) return [OWN];
  const { computed_by: by } = run;
  const tools = [by ?? []].flat().map((each) => (typeof each === 'string' ? each : each.tool));
  const found = KINDS.filter(([, words]) => tools.some((tool) => words.test(tool))).map(([kind]) => kind);
  const isPrinted = published.some((each) => each.run === run.name);
  const all = [...found, ...(isPrinted && !found.includes('published') ? ['published'] : [])];
  return all.length > 0 ? all : [OWN];
}
