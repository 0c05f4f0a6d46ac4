/** The plan of a step of `kind: match`. */
import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

const csv = 'id,d,x\n1,1,1\n2,0,2\n3,1,3\n4,0,4\n';
const nodeOf = (keys: string) =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  m: {kind: match, from: d, treatment: d, on: [x], replace: false${keys}}
`,
    csv,
  ).nodes.get('m')!;

describe('neighbours by the score with errors of their own', () => {
  const nodes = (keys: string) =>
    planned(
      `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  m: {kind: match, from: d, treatment: d, on: [x], metric: score${keys}}\n`,
      csv,
    );

  it('have an estimand, and rows that tell the variance', () => {
    expect(
      nodes(', estimand: ate, error_neighbours: 3, score: probit, caliper: 0.1').nodes.get('m')!.params,
    ).toMatchObject({ metric: 'score', estimand: 'ate', errorNeighbours: 3, score: 'probit', caliper: 0.1 });
  });

  it.each([
    [', exact: [x]', '`metric: score` reads no `exact`: errors are known for matches by the score alone'],
    [', adjust: [x]', '`metric: score` reads no `adjust`: errors are known for matches by the score alone'],
    [', common: true', 'matches all by probabilities, with replacement and all ties, and reads no `common`'],
    [', error_neighbours: 1', '`metric: score` takes at least 2 `error_neighbours`, the row itself among them'],
    [', by: x', '`metric: score` has one effect of all rows, and reads no `by`'],
  ])('with `%s` are refused', (keys, message) => {
    expect(
      nodes(keys)
        .problems.map((problem) => problem.message)
        .join('\n'),
    ).toContain(message);
  });
});

describe('the order in which treated rows choose', () => {
  it.each([
    ['', 'descending'],
    [', order: ascending', 'ascending'],
    [', algorithm: psmatch2', 'ascending'],
    [', algorithm: psmatch2, order: descending', 'descending'],
  ])('with `%s` is %s', (keys, order) => {
    expect(nodeOf(keys).params).toMatchObject({ order });
  });
});
