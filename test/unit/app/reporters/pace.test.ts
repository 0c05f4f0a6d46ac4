import { describe, expect, it } from 'vitest';
import { Pace } from '../../../../src/app/reporters/pace.ts';
import { progressText } from '../../../../src/app/reporters/text.ts';
import type { NodeId } from '../../../../src/base/brand.ts';
import type { Graph } from '../../../../src/engine/graph.ts';

const id = (name: string): NodeId => name as NodeId;

/** The kind of a step is called as the step is, without its number. */
const kindOf = (step: string): string => step.replace(/\d+$/, '');

/** Nodes `STEP.i`; `recorded` tells the seconds of a kind. */
function planned(steps: Readonly<Record<string, number>>, recorded: Readonly<Record<string, number>>) {
  const nodes = new Map(
    Object.entries(steps).flatMap(([step, count]) =>
      Array.from({ length: count }, (_, i) => [
        id(`${step}.${i}`),
        { id: id(`${step}.${i}`), step, loaded: { name: kindOf(step) } } as never,
      ]),
    ),
  );
  let [reads, made] = [0, 0];
  const store = {
    last: (node: NodeId) => {
      reads += 1;
      const seconds = recorded[kindOf(node.split('.')[0]!)];
      return seconds === undefined ? undefined : ({ milliseconds: 1000 * seconds } as never);
    },
  };
  const get = (node: NodeId) => {
    made += 1;
    return nodes.get(node);
  };
  const graph = { nodes: { get }, pending: [], levels: new Map() } as unknown as Graph;
  return { graph, wanted: new Set(nodes.keys()), store, reads: () => reads, made: () => made };
}

function started(steps: Readonly<Record<string, number>>, recorded: Readonly<Record<string, number>>) {
  let time = 0;
  const plan = planned(steps, recorded);
  const pace = new Pace(() => time);
  pace.planned(plan.graph, plan.wanted, plan.store);
  const ran = (node: string, seconds: number): void =>
    pace.note({ event: 'ran', node: id(node), seconds, changed: true, warnings: [], notes: [] });
  return {
    pace,
    ran,
    reads: plan.reads,
    made: plan.made,
    wait: (seconds: number) => {
      time += seconds;
    },
  };
}

describe('the pace of a run', () => {
  it('expects what nodes took when they were recorded', () => {
    const { pace } = started({ a: 3, b: 1 }, { a: 2, b: 10 });
    expect(pace.now).toMatchObject({ settled: 0, total: 4, left: 16 });
  });

  it('knows nothing of kinds that never ran, and after one of them ran, expects that of the others', () => {
    const { pace, ran, wait } = started({ a: 3 }, {});
    expect(pace.now.left).toBeNull();
    pace.note({ event: 'start', node: id('a.0'), reasons: [] });
    wait(4);
    ran('a.0', 4);
    expect(pace.now).toMatchObject({ settled: 1, left: 8 });
  });

  it('is as fast as this run, whose nodes run side by side, or slowly', () => {
    const { pace, ran, wait } = started({ a: 10 }, { a: 3 });
    wait(3);
    for (const i of [0, 1]) ran(`a.${i}`, 3);
    expect(pace.now.left).toBe(12);
    wait(9);
    expect(pace.now.left).toBe(48);
  });

  it('counts what is done of a node that runs', () => {
    const { pace } = started({ a: 1 }, { a: 100 });
    pace.note({ event: 'start', node: id('a.0'), reasons: [] });
    pace.note({ event: 'progress', node: id('a.0'), done: 0.75, what: 'draw 75 of 100' });
    expect(pace.now).toMatchObject({ left: 25, running: [{ node: 'a.0', what: 'draw 75 of 100', done: 0.75 }] });
  });

  it('leaves what is fresh, restored or skipped', () => {
    const { pace } = started({ a: 4 }, { a: 1 });
    pace.note({ event: 'fresh', node: id('a.0') });
    pace.note({ event: 'cached', node: id('a.1'), reasons: [] });
    pace.note({ event: 'skipped', node: id('a.2'), because: [] });
    pace.note({ event: 'skipped', node: id('a.2'), because: [] });
    expect(pace.now).toMatchObject({ settled: 3, left: 1 });
  });

  it('counts each node once that no change reaches, whenever somebody looks', () => {
    const { pace, ran } = started({ a: 6 }, { a: 1 });
    pace.note({ event: 'left', nodes: [id('a.0'), id('a.1')] });
    ran('a.0', 1);
    expect(pace.now).toMatchObject({ settled: 2, left: 4 });
    pace.note({ event: 'left', nodes: [id('a.1'), id('a.2')] });
    expect(pace.now).toMatchObject({ settled: 3, left: 3 });
  });

  it('reads few records, and none before somebody looks', () => {
    const many = started(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`s${i}`, 2])), {});
    expect(many.reads()).toBe(0);
    for (let i = 0; i < 100; i++) void many.pace.now;
    expect(many.reads()).toBeLessThanOrEqual(1000);
    const large = started({ a: 100_000 }, { a: 1 });
    expect(large.pace.now.left).toBe(100_000);
    expect(large.reads()).toBeLessThanOrEqual(16);
  });

  it('expects of thousands of steps what a few of their kind took', () => {
    const many = started(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`s${i}`, 2])), { s: 0.5 });
    expect(many.pace.now.left).toBe(5000);
    expect(many.reads()).toBeLessThanOrEqual(1000);
  });

  it('reads no record, and makes no node, of those that no change reaches', () => {
    const { pace, reads, made } = started({ a: 1000, b: 2 }, { a: 1, b: 3 });
    pace.note({ event: 'left', nodes: Array.from({ length: 1000 }, (_, i) => id(`a.${i}`)) });
    expect(pace.now).toMatchObject({ settled: 1000, total: 1002, left: 6 });
    expect(reads()).toBe(2);
    expect(made()).toBe(2);
  });
});

describe('the progress line', () => {
  const now = { settled: 5, total: 20, left: 12.4, failed: [], ended: false };
  const running = [{ node: id('threshold@boot.single.1'), what: 'single threshold, draw 120 of 300', done: 0.4 }];

  it('has a bar, the time that is left, and the draws', () => {
    expect(progressText({ ...now, running }, 200)).toBe(
      '━━━━━─────────────── 5/20, about 12 s left  threshold: single threshold, draw 120 of 300 (40 %)',
    );
  });

  it('says no time that it does not know, and fits the terminal', () => {
    const line = progressText({ ...now, left: null, running: [...running, ...running] }, 40);
    expect(line).toBe('━━━━━─────────────── 5/20  threshold: si');
  });
});
