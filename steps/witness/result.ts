/** Defines what a witness holds: a record of every cell, and counts for each result and engine. */
import { members, type PlannedNode, type Result } from '../../src/base/result.ts';
import { rowName } from '../lib/witness/records.ts';

const counts = ['cells', 'same', 'explained', 'unexplained', 'notRun', 'noCounterpart'] as const;

/** Each result by each engine: `main.iv (R)`. */
const rows = ({ params }: PlannedNode) => {
  const { results, titles } = params as {
    readonly results: readonly string[];
    readonly titles: Readonly<Record<string, string>>;
  };
  return { listed: Object.values(titles).flatMap((title) => results.map((node) => rowName(node, title))) };
};

export const witnessResult: Result = {
  type: 'witness',
  list: 'rows',
  map: 'counts',
  parts: {
    rows: {
      each: members('same', 'cells', 'explained', 'unexplained', 'notRun', 'noCounterpart', 'digits', 'node', 'by'),
      planned: rows,
    },
    counts: members(...counts),
    cells: 'any',
    records: 'unnamed',
    evidence: 'unnamed',
    conventions: 'unnamed',
    engines: 'unnamed',
  },
};
