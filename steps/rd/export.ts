/** Says how discontinuities are written in other languages: by commands of Stata's users, and by short functions in R and Python. */
import type { KindExport } from '../../src/export/kind.ts';
import type { ListedRows } from '../../src/export/worded.ts';
import { rdInFrame } from './export/frame.ts';
import { rdInStata } from './export/stata.ts';
import type { RdNodeSpec } from './numbers/node-spec.ts';
import { leavesOf } from './numbers/spec.ts';
import { readsOf } from './reads.ts';

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as RdNodeSpec;
  node.reads(readsOf(spec));
  return language.worded({
    node: node.id,
    data: node.data,
    rows: { terms: termsOf(spec), sample: spec.sample, exclude: spec.exclude },
    missing: missingOf(spec),
    words: {
      r: (columns) => rdInFrame('r', node, spec, columns),
      python: (columns) => rdInFrame('python', node, spec, columns),
      stata: (columns) => rdInStata(node, spec, columns),
    },
  });
};

/** Terms that scripts put into columns; rows that lack one are left to the functions. */
function termsOf(spec: RdNodeSpec): ListedRows['terms'] {
  switch (spec.method) {
    case 'polynomials':
      return [...leavesOf(spec), ...spec.covariates];
    case 'cutoffs':
      return [...leavesOf(spec), ...spec.covariates, ...(spec.by === null ? [] : [spec.by])];
    case 'checks':
      return [...new Set([...leavesOf(spec), ...spec.covariates, ...spec.balance])];
    case 'randomisation':
      return [spec.outcome, spec.running];
    case 'density':
    case 'mccrary':
      return [spec.running];
  }
}

type Missing = NonNullable<Parameters<Parameters<KindExport>[1]['worded']>[0]['missing']>;

function missingOf(spec: RdNodeSpec): Missing {
  const chosen = 'scripts take what papermake chose';
  if (spec.method === 'density' && spec.h === null) return [{ what: 'bandwidths', why: chosen }];
  if (spec.method === 'randomisation' && spec.search !== null) return [{ what: 'the window', why: chosen }];
  if (spec.method === 'checks' && spec.donut > 0 && spec.cutoffs.length > 0)
    return [{ what: 'placebo cut-offs', why: 'those beside a donut are not written in R and Python' }];
  return [];
}
