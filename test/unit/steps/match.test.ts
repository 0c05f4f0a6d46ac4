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
