/** Says how Rotemberg weights are written in other languages: cross-products in R and Python, and `bartik_weight` in Stata. */
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { KindExport } from '../../src/export/kind.ts';
import { type DeclaredSectors, sectorsOf } from './declared.ts';
import { rotembergInFrame } from './in-frame.ts';
import { rotembergInStata } from './in-stata.ts';
import { leavesOf, levelsOf, type RotembergSpec, rotembergReads } from './numbers/spec.ts';

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as RotembergSpec;
  const { sample, exclude, controls, shiftShare } = spec;
  const input = shiftShare === null ? undefined : node.input('sectors');
  if (shiftShare !== null && input === undefined)
    return language.missing(node.id, 'the rows of sectors are not handed over here');
  const read = input && sectorsOf(shiftShare!, node.data, input);
  if (read !== undefined && 'none' in read) return language.missing(node.id, read.none);
  const sectors: DeclaredSectors | undefined = read;
  node.reads(rotembergReads(spec));
  const block = language.worded({
    node: node.id,
    data: node.data,
    rows: {
      terms: [...new Set([...leavesOf(spec), ...controls])],
      ...{ sample, exclude },
      complete: [...new Set(levelsOf(spec).flatMap(columnsOfLevels))],
    },
    words: {
      r: (columns) => rotembergInFrame('r', node, spec, columns, sectors),
      python: (columns) => rotembergInFrame('python', node, spec, columns, sectors),
      stata: (columns) => (sectors === undefined ? rotembergInStata(node, spec, columns) : ofDeclaration),
    },
  });
  if (block.cells === 0 || sectors === undefined) return block;
  const { sector, value, panel } = sectors.declared;
  const columns = [panel.unit, panel.time, sector, value];
  return { ...block, tables: [{ node: input!.node, columns, file: sectors.file }] };
};

const ofDeclaration = {
  none: 'do-files take shares and shocks from columns alone, not from a step `shift_share`',
};
