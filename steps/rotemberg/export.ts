/** Says how Rotemberg weights are written in other languages: cross-products in R and Python, and `bartik_weight` in Stata. */
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { KindExport } from '../../src/export/kind.ts';
import { rotembergInFrame } from './in-frame.ts';
import { rotembergInStata } from './in-stata.ts';
import { leavesOf, levelsOf, type RotembergSpec, rotembergReads } from './numbers/spec.ts';

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as RotembergSpec;
  node.reads(rotembergReads(spec));
  const { sample, exclude, controls } = spec;
  return language.worded({
    node: node.id,
    data: node.data,
    rows: {
      terms: [...new Set([...leavesOf(spec), ...controls])],
      ...{ sample, exclude },
      complete: [...new Set(levelsOf(spec).flatMap(columnsOfLevels))],
    },
    words:
      spec.shiftShare === null
        ? {
            r: (columns) => rotembergInFrame('r', node, spec, columns),
            python: (columns) => rotembergInFrame('python', node, spec, columns),
            stata: (columns) => rotembergInStata(node, spec, columns),
          }
        : { r: ofDeclaration, python: ofDeclaration, stata: ofDeclaration },
  });
};

const ofDeclaration = () => ({
  none: 'scripts take shares and shocks from columns alone, not from a step `shift_share`',
});
