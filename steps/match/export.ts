/** Says how matching is written in other languages: by the commands of Stata's users, and by short functions in R and Python. */
import type { KindExport } from '../../src/export/kind.ts';
import { matchInFrame } from './export/in-frame.ts';
import { matchInStata } from './export/in-stata.ts';
import { hasScore } from './numbers/has-score.ts';
import { type MatchSpec, matchReads } from './numbers/spec.ts';

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as MatchSpec;
  if (spec.by !== undefined) return language.missing(node.id, 'matching within levels is not written');
  if (spec.outcomes.length === 0 && !hasScore(spec))
    return language.missing(node.id, 'weights without an outcome are compared with nothing');
  node.reads(matchReads(spec));
  const { sample, at } = spec;
  return language.worded({
    node: node.id,
    data: node.data,
    rows: {
      terms: [...spec.on, ...(spec.adjust ?? []), ...spec.outcomes],
      sample: at === null ? sample : sample === null ? at : `(${sample}) and (${at})`,
      exclude: spec.exclude,
      complete: [spec.treatment, ...(spec.exact ?? [])],
    },
    words: {
      r: (columns) => matchInFrame('r', node, spec, columns),
      python: (columns) => matchInFrame('python', node, spec, columns),
      stata: (columns) => matchInStata(node, spec, columns),
    },
  });
};
