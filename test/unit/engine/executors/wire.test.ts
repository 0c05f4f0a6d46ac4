/** What is sent to workers: memory that threads share, but not to kinds that may write to it. */
import { expect, it } from 'vitest';
import type { Digest, NodeId } from '../../../../src/base/brand.ts';
import { bytesToShare } from '../../../../src/base/system/shared-memory.ts';
import type { Job } from '../../../../src/engine/executors/executor.ts';
import { inputsOf, toWire } from '../../../../src/engine/executors/wire.ts';

const sent = (module: string | null): Uint8Array => {
  const bytes = bytesToShare(100_000);
  bytes[1] = 7;
  const kind = { module, kind: { name: 'k' }, code: { digest: 'c' } } as unknown as Job['kind'];
  const part = { name: 'p', digest: 'd' as Digest, bytes };
  const inputs = { x: { is: 'artifact', type: 'frame', digest: 'a' as Digest, parts: [part] } } as const;
  const job: Job = {
    node: 'n' as NodeId,
    kind,
    params: null,
    inputs,
    seed: undefined,
    how: null,
    root: '/',
    cost: 'short',
    lasted: undefined,
  };
  const { jobs, parts } = toWire([job]);
  const got = inputsOf(jobs[0]!, parts).x!;
  return got.is === 'artifact' ? got.parts[0]!.bytes : expect.fail();
};

it('shares long parts with built-in kinds, and copies them for those of a project', () => {
  expect(sent(null).buffer).toBeInstanceOf(SharedArrayBuffer);
  const copied = sent('export default 1');
  expect(copied.buffer).toBeInstanceOf(ArrayBuffer);
  expect(copied[1]).toBe(7);
});
