/** Says how experiments are written in other languages: by estimatr in R, short functions in Python, and the commands of Stata's users. */
import type { NoCounterpart } from '../../src/econ/counterpart.ts';
import type { KindExport } from '../../src/export/kind.ts';
import type { Columns, Worded } from '../../src/export/worded.ts';
import { experimentInFrame } from './export/frame.ts';
import { inPython } from './export/python.ts';
import { inR } from './export/r.ts';
import { experimentInStata } from './export/stata.ts';
import { type ExperimentSpec, experimentReads } from './numbers/spec.ts';

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as ExperimentSpec;
  node.reads(experimentReads(spec));
  const { probability, weights, takeUp, indices } = spec;
  const alone = [probability, weights, takeUp].filter((term) => term !== null);
  const words = (write: (columns: Columns) => Worded | NoCounterpart) =>
    spec.candidates === undefined ? write : () => ({ none: 'covariates that lassos choose are not written' });
  return language.worded({
    node: node.id,
    data: node.data,
    rows: {
      terms: [
        ...new Set([
          ...spec.outcomes,
          ...spec.covariates,
          ...spec.balance,
          ...indices.flatMap(({ of }) => of),
          ...alone,
        ]),
      ],
      sample: spec.sample,
      exclude: spec.exclude,
    },
    words: {
      r: words((columns) => experimentInFrame(inR, spec, node, columns)),
      python: words((columns) => experimentInFrame(inPython, spec, node, columns)),
      stata: words((columns) => experimentInStata(spec, node, columns)),
    },
  });
};
