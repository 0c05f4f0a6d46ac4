import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { ReadyQueue } from '../../../../src/engine/run/ready-queue.ts';

const node = (id: number, ...dependencies: number[]) => ({ id, dependencies });

describe('the ready queue', () => {
  it('gives nodes in graph order, none before what it reads', () => {
    const queue = new ReadyQueue([node(1), node(2, 1), node(3), node(4, 2, 3)], () => false);
    expect([queue.take()?.id, queue.take()?.id, queue.take()]).toEqual([1, 3, undefined]);
    queue.settled(3, false);
    expect(queue.take()).toBeUndefined();
    queue.settled(1, false);
    expect(queue.take()?.id).toBe(2);
    expect([...queue].map(({ id }) => id)).toEqual([4]);
    queue.settled(2, false);
    expect([queue.take()?.id, queue.size]).toEqual([4, 0]);
  });

  it('gives what a failure cut off though other nodes that it reads still run', () => {
    const queue = new ReadyQueue([node(1), node(2), node(3, 1, 2)], () => false);
    queue.take();
    queue.take();
    queue.settled(2, true);
    expect(queue.take()?.id).toBe(3);
    queue.settled(1, false);
    expect(queue.take()).toBeUndefined();
  });

  it('waits for nothing that was settled before', () => {
    expect(new ReadyQueue([node(2, 1)], (id) => id === 1).take()?.id).toBe(2);
  });

  it('is what a plain list holds, in whatever order nodes come to their ends', () => {
    const draw = createRng('ready-queue').stream('graph', 0);
    const nodes = Array.from({ length: 400 }, (_, id) =>
      node(id, ...new Set(id === 0 ? [] : Array.from({ length: draw.int(4) }, () => draw.int(id)))),
    );
    const queue = new ReadyQueue(nodes, () => false);
    const settled = new Set<number>();
    const begun: number[] = [];
    let list = [...nodes];
    while (list.length > 0 || begun.length > 0) {
      const ready = list.find(({ dependencies }) => dependencies.every((id) => settled.has(id)));
      const taken = draw.int(3) === 0 && begun.length > 0 ? undefined : queue.take();
      if (taken) {
        expect(taken.id).toBe(ready?.id);
        list = list.filter((each) => each !== taken);
        begun.push(taken.id);
      } else {
        const [id] = begun.splice(draw.int(begun.length), 1);
        settled.add(id!);
        queue.settled(id!, false);
      }
      expect(queue.size).toBe(list.length);
    }
    expect(queue.take()).toBeUndefined();
  });
});
