/** Says how synthetic controls and synthetic differences in differences are written in other languages: by short functions in R and Python. */
import type { KindExport } from '../../src/export/kind.ts';
import { syntheticInFrame } from './export/in-frame.ts';
import { leavesOf, predictorTerms, type SyntheticSpec, syntheticReads } from './numbers/spec.ts';

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as SyntheticSpec;
  const { panel } = node.data;
  if (panel === null) return language.missing(node.id, 'the data have no panel');
  node.reads([...syntheticReads(spec), panel.unit, panel.time]);
  const none = { none: 'no command of Stata’s own finds such weights' };
  return language.worded({
    node: node.id,
    data: node.data,
    rows: { terms: [...leavesOf(spec), ...predictorTerms(spec)], sample: spec.sample, exclude: spec.exclude },
    words: {
      r: (columns) => syntheticInFrame('r', node, spec, columns),
      python: (columns) => syntheticInFrame('python', node, spec, columns),
      stata: () => none,
    },
  });
};
