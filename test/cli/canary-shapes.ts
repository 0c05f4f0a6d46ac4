/** Faults of steps that repair, match, weigh and tabulate data with confidential values. */
import { dataOf, type Fault, PANEL, who, withColumns } from './canary-faults.ts';

/** A matrix whose first column names its rows; the heads of the others name nobody. */
const matrix = (names: readonly string[]): string =>
  `name,${names.map((_, i) => `c${i}`).join(',')}\n${names.map((name) => `${name},${names.map(() => 1).join(',')}`).join('\n')}\n`;
const units = Array.from({ length: 6 }, (_, i) => who(4 * i));
const read = '  file: {kind: ingest, file: w.csv}\n';
const byMatrix = `${read}  near: {kind: spatial_weights, from: data, type: matrix, matrix: {from: file, unit: name}}`;
const byEdges = `${read}  near: {kind: spatial_weights, from: data, type: edges, edges: {from: file, unit: a, neighbour: b, weight: w}}`;

/** Brings the data to the cities of a file of shares. */
const crosswalk = (keys: string): string =>
  `  parts: {kind: ingest, file: s.csv}\n  newer: {kind: crosswalk, from: data, shares: parts, on: who, to: city, share: part, ${keys}}`;

export const SHAPE_FAULTS: Readonly<Record<string, Fault>> = {
  'rows that repeat and differ': {
    steps: '  once: {kind: duplicates, from: data, by: [who]}',
    code: 'duplicates-differ',
    says: 'differ in other columns',
  },
  'periods that are no multiples of a step': {
    ingest: PANEL,
    steps: '  whole: {kind: fill, from: data, step: 2}',
    code: 'off-step',
    says: 'does not lie a multiple of 2',
  },
  'a constant that varies within a unit': {
    ingest: PANEL,
    steps: '  whole: {kind: fill, from: data, columns: {income: constant}}',
    data: withColumns({ year: (i) => 2010 + (i % 4) + Number(i === 3) }),
    code: 'not-constant',
    says: '`income` varies between the rows',
  },
  'units without shares': {
    steps: crosswalk('sums: income'),
    also: ['city'],
    files: { 's.csv': `who,city,part\n${who(0)},X,1\n` },
    code: 'unmatched-units',
    says: 'have no shares',
  },
  'shares that do not add up': {
    steps: crosswalk('sums: income, unmatched: drop'),
    also: ['city'],
    files: { 's.csv': `who,city,part\n${who(0)},X,0.5\n` },
    code: 'shares-sum',
    says: 'do not add up to 1',
  },
  'a share below 0': {
    steps: crosswalk('sums: income'),
    also: ['city', 'part'],
    files: { 's.csv': `who,city,part\n${who(0)},X,-8137461\n` },
    code: 'bad-shares',
    says: 'expected shares of 0 or more',
  },
  'weights of a crosswalk below 0': {
    steps: crosswalk('means: {x: w}, unmatched: drop'),
    also: ['city', 'w'],
    data: withColumns({ w: (i) => -8_137_461 - i }),
    files: { 's.csv': `who,city,part\n${who(0)},X,1\n` },
    code: 'bad-weights',
    says: 'expected weights of 0 or more',
  },
  'sums of a crosswalk that lack a part': {
    steps: crosswalk('sums: w, unmatched: drop'),
    also: ['city', 'w'],
    data: withColumns({ w: (i) => (i === 0 ? '' : 8_137_461 + i) }),
    files: { 's.csv': `who,city,part\n${who(0)},X,1\n` },
    code: 'partial-values',
    says: 'is missing in 1 row',
  },
  'levels of matching with one side alone': {
    steps: '  pairs: {kind: match, from: data, treatment: d, on: [x], by: side}',
    data: withColumns({ d: (i) => ((i >> 2) % 2 === 0 ? 1 : Number((i * 5) % 3 > 0)) }),
    code: 'one-side',
    says: 'with controls alone',
    names: true,
  },
  'a matrix that lacks units': {
    ingest: PANEL,
    also: ['name'],
    steps: byMatrix,
    files: { 'w.csv': matrix(units.slice(1)) },
    code: 'missing-units',
    says: 'has no row for 1 of the 6 units',
  },
  'a matrix with a unit twice': {
    ingest: PANEL,
    also: ['name'],
    steps: byMatrix,
    files: { 'w.csv': matrix([...units, units[0]!]) },
    code: 'repeated-units',
    says: 'names several rows',
  },
  'an edge that is listed twice': {
    ingest: PANEL,
    also: ['a', 'b'],
    steps: byEdges,
    files: { 'w.csv': `a,b,w\n${units[0]},${units[1]},1\n${units[0]},${units[1]},2\n` },
    code: 'repeated-edge',
    says: 'is listed twice',
  },
  'a tabulation of many levels': {
    steps: '  counts: {kind: tabulate, from: data, rows: x, by: who}',
    data: `who,income,side,x\n${Array.from({ length: 120 }, (_, i) => `ZQSECRET${i + 10},${8_137_461 + i},ZQSECside,${i % 3}`).join('\n')}\n`,
    code: 'many-levels',
    says: '`who` has 120 levels',
  },
  'rows that repeat and agree': {
    steps: '  once: {kind: duplicates, from: data, by: [who, year], count: n}',
    data: dataOf((line, i) => (i === 1 ? `${line}\n${line}` : line)),
    code: null,
    says: /ran {5}once/,
  },
};
