/** What a node would take of memory, before it is run. */
import { expect, it } from 'vitest';
import type { NodeId } from '../../../../src/base/brand.ts';
import { roomComplaint } from '../../../../src/engine/executors/room.ts';
import type { GraphNode } from '../../../../src/engine/graph.ts';
import type { StoredArtifact } from '../../../../src/engine/store/records.ts';

const MIB = 1024 * 1024;
const artifact = {
  type: 'frame',
  parts: ['rows', 'column:x', 'column:y'].map((name) => ({ name, digest: '', size: 100 * MIB })),
} as unknown as StoredArtifact;
const node = (parts: readonly string[] | 'all'): GraphNode =>
  ({ inputs: { data: { is: 'node', node: 'd' as NodeId, parts }, file: { is: 'file', path: 'x' } } }) as never;

it('is told where the parts that the node reads do not fit', () => {
  const told = (parts: readonly string[] | 'all', available: number) =>
    roomComplaint(
      node(parts),
      () => artifact,
      () => available * MIB,
    )?.message;
  expect(told('all', 4000)).toBeUndefined();
  expect(told('all', 2000)).toBe(
    'it reads 300 MiB of data, which take about 2500 MiB of memory, and 2000 MiB are free',
  );
  expect(told(['rows', 'column:x'], 2000)).toBeUndefined();
  expect(told(['rows', 'column:x'], 1000)).toContain('200 MiB of data');
  expect(
    roomComplaint(
      node('all'),
      () => undefined,
      () => 0,
    ),
  ).toBeUndefined();
});
