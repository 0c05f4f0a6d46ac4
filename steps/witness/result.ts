/** Defines what a witness holds: a record of every cell, and counts for each result and engine. */
import { members, type Result } from '../../src/base/result.ts';

const counts = ['cells', 'same', 'explained', 'unexplained', 'notRun', 'noCounterpart'] as const;

export const witnessResult: Result = {
  type: 'witness',
  list: 'rows',
  map: 'counts',
  parts: {
    rows: {
      each: members('same', 'cells', 'explained', 'unexplained', 'notRun', 'noCounterpart', 'digits', 'node', 'by'),
    },
    counts: members(...counts),
    cells: 'any',
    records: 'unnamed',
    evidence: 'unnamed',
    conventions: 'unnamed',
    engines: 'unnamed',
  },
};
