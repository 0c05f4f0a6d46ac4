import { describe, expect, it } from 'vitest';
import type { NodeState, StepView } from '../../../src/app/view/model.ts';
import { layOut } from '../../../src/page/map/layout.ts';
import { type Filter, rowId, rowsOf } from '../../../src/page/rows.ts';

const step = (name: string, labels: readonly string[], reads: readonly string[] = []): StepView => ({
  name,
  kind: 'models',
  reads,
  nodes: labels.map((label) => ({
    id: label === '' ? name : `${name}.${label}`,
    label: label || name,
    state: (label === 'bad' ? 'failed' : 'fresh') as NodeState,
  })),
});
const all: Filter = { text: '', state: null, turned: new Set() };
const idsOf = (steps: readonly StepView[], filter: Filter): string[] => rowsOf(steps, filter).map(rowId);

describe('the list of nodes', () => {
  const steps = [step('panel', ['']), step('m', ['a', 'bad'])];
  const many = step(
    'large',
    Array.from({ length: 100 }, (_, i) => `n${i}`),
  );

  it('has a row for a step that is one node, and a step with its nodes below it', () => {
    expect(idsOf(steps, all)).toEqual(['node panel', 'step m', 'node m.a', 'node m.bad']);
  });

  it('has large steps closed, and turned ones the other way', () => {
    expect(idsOf([...steps, many], all)).toHaveLength(5);
    expect(idsOf([many], { ...all, turned: new Set(['large']) })).toHaveLength(101);
    expect(idsOf(steps, { ...all, turned: new Set(['m']) })).toEqual(['node panel', 'step m']);
  });

  it('is filtered by words of the id and by state', () => {
    expect(idsOf([...steps, many], { ...all, text: 'LARGE n9' })).toHaveLength(12);
    expect(idsOf(steps, { ...all, state: 'failed' })).toEqual(['step m', 'node m.bad']);
    expect(idsOf(steps, { ...all, text: 'nothing' })).toEqual([]);
  });
});

describe('the map', () => {
  it('places each step to the right of all that it reads', () => {
    const steps = [step('c', [''], ['b', 'a']), step('a', ['']), step('b', [''], ['a']), step('d', [''], ['nobody'])];
    const columns = Object.fromEntries(layOut(steps).map((each) => [each.step.name, each.column]));
    expect(columns).toEqual({ a: 0, b: 1, c: 2, d: 0 });
  });

  it('ends with steps that read each other, which a page from elsewhere may claim', () => {
    expect(layOut([step('a', [''], ['b']), step('b', [''], ['a'])])).toHaveLength(2);
  });
});
