/** Says how difference in differences is written in other languages: by the commands of Stata's users, and by short functions over least squares in R and Python. */
import type { NoCounterpart } from '../../src/econ/counterpart.ts';
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { KindExport } from '../../src/export/kind.ts';
import type { Columns, Worded } from '../../src/export/worded.ts';
import { didInFrame } from './export/in-frame.ts';
import { didInStata } from './export/in-stata.ts';
import { type DidSpec, didReads, leavesOf } from './numbers/spec.ts';

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as DidSpec;
  const { panel } = node.data;
  if (panel === null) return language.missing(node.id, 'the data have no panel');
  node.reads([...didReads(spec), panel.unit, panel.time]);
  const why = unwritten(spec);
  const words =
    (write: (columns: Columns) => Worded | NoCounterpart) =>
    (columns: Columns): Worded | NoCounterpart =>
      why === undefined ? write(columns) : { none: why };
  return language.worded({
    node: node.id,
    data: node.data,
    rows: { terms: [...leavesOf(spec), ...spec.covariates], sample: spec.sample, exclude: spec.exclude },
    words: {
      r: words((columns) => didInFrame('r', node, spec, columns)),
      python: words((columns) => didInFrame('python', node, spec, columns)),
      stata: words((columns) => didInStata(node, spec, columns)),
    },
  });
};

function unwritten({ weights, anticipation, unbalanced, balanceEvents, bands, cluster }: DidSpec): string | undefined {
  if (weights !== undefined) return 'weights are not written for the commands';
  if (unbalanced === 'rows') return 'repeated cross sections are not written';
  if (anticipation > 0 || balanceEvents !== null || bands > 0)
    return 'anticipation, balanced events and simultaneous bands are not written';
  return cluster !== null && columnsOfLevels(cluster).length > 1
    ? 'clusters of several columns are not written'
    : undefined;
}
