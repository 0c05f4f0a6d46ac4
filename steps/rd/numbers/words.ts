/** Words for the fits of `kind: rd`, which tables print below them. */
import type { FitWords } from '../../../src/econ/estimator.ts';
import { checksWords } from './checks/words.ts';
import { cutoffsWords } from './cutoffs/words.ts';
import { densityWords, mccraryWords } from './density/words.ts';
import type { RdNodeSpec } from './node-spec.ts';
import { randomisationWords } from './randomisation/words.ts';
import { rdWords } from './rd-words.ts';

/** The words of a node: they are plain JSON, and enter the keys of tables that show it. */
export function wordsOf(spec: RdNodeSpec): FitWords {
  switch (spec.method) {
    case 'polynomials':
      return rdWords(spec);
    case 'cutoffs':
      return cutoffsWords(spec, rdWords(spec));
    case 'checks':
      return checksWords(spec, rdWords(spec));
    case 'density':
      return densityWords(spec);
    case 'mccrary':
      return mccraryWords(spec);
    case 'randomisation':
      return randomisationWords(spec);
  }
}
