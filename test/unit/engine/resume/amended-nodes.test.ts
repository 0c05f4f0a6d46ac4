/** Nodes of an amended plan answer as those of a plan that was made from the whole text, also once they came back from a file. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NodeId } from '../../../../src/base/brand.ts';
import {
  type GraphNode,
  graphNode,
  inOrder,
  type Nodes,
  nodesHaving,
  nodesOfKind,
  withDescendants,
} from '../../../../src/engine/graph.ts';
import type { LoadedKind } from '../../../../src/engine/kinds.ts';
import { AmendedNodes, unamended } from '../../../../src/engine/resume/amended-nodes.ts';
import { KeptNodes, type NodeTable } from '../../../../src/engine/resume/kept-nodes.ts';
import { nodesToKeep } from '../../../../src/engine/resume/plan-nodes.ts';

const kinds = new Map(
  ['ingest', 'models'].map((name) => [name, { name, kind: { name }, code: {}, module: null } as never as LoadedKind]),
);

/** A node with a number reads some nodes with smaller ones. */
function drawn(number: number, of: readonly number[], label: number): GraphNode {
  const reads = of
    .filter((each) => each < number)
    .map((each) => [`i${each}`, { is: 'node', node: `n${each}`, parts: each % 2 ? 'all' : ['rows', 'x'] }]);
  const file = (number + label) % 3 === 0 ? [['file', { is: 'file', path: `${number}.csv` }]] : [];
  const outputs = (number + label) % 4 === 0 && { outputs: [`out/${number}.md`] };
  const inputs = Object.fromEntries([...file, ...reads]);
  const spec = { id: `n${number}`, step: `s${number}`, params: { label }, inputs, ...outputs };
  return graphNode(spec as never, kinds.get((number + label) % 2 ? 'ingest' : 'models')!);
}

type Drawn = ReadonlyMap<number, { readonly of: readonly number[]; readonly label: number }>;

/** The plan in which the nodes are declared in this order; nodes read those alone that are there. */
function planned(nodes: Drawn, declared: readonly number[]): ReadonlyMap<NodeId, GraphNode> {
  const all = new Map(
    declared.map((number) => {
      const { of, label } = nodes.get(number)!;
      const node = drawn(
        number,
        of.filter((each) => nodes.has(each)),
        label,
      );
      return [node.id, node];
    }),
  );
  return new Map(
    Array.from(
      inOrder(all.keys(), (id) => all.get(id)?.dependencies),
      (id) => [id, all.get(id)!],
    ),
  );
}

const revived = (nodes: Nodes): KeptNodes => {
  const { table, bytes } = nodesToKeep(nodes.values());
  return new KeptNodes(JSON.parse(JSON.stringify(table)) as NodeTable, bytes, kinds);
};

/** Gives the nodes as they come back from a file beside the plan that was amended. */
function revivedBeside(nodes: AmendedNodes): AmendedNodes {
  const { base, anew, order, further } = nodes;
  const { table, bytes } = nodesToKeep(anew.values(), (id) => nodes.numberOf(id)!);
  const idOf = (number: number): NodeId => base.table.ids[number] ?? further[number - base.size]!;
  const sheet = new KeptNodes(JSON.parse(JSON.stringify(table)) as NodeTable, bytes, kinds, idOf);
  const byNumber = new Map(table.numbers!.map((number, place) => [number, sheet.at(place)]));
  return new AmendedNodes(base, byNumber, order, further);
}

const said = ({ id, step, loaded, params, inputs, outputs, dependencies, sources, reads }: GraphNode) =>
  JSON.stringify([id, step, loaded.name, params, inputs, outputs, dependencies, sources, reads]);

function expectSame(found: Nodes, whole: Nodes): void {
  expect([...found.keys()]).toEqual([...whole.keys()]);
  expect(Array.from(found.values(), said)).toEqual(Array.from(whole.values(), said));
  expect(found.size).toBe(whole.size);
  const idsOf = (nodes: readonly GraphNode[]) => nodes.map(({ id }) => id);
  for (const member of ['sources', 'outputs', 'numbered'] as const)
    expect(idsOf(nodesHaving(found, member))).toEqual(idsOf(nodesHaving(whole, member)));
  for (const kind of kinds.keys()) {
    const is = ({ name }: LoadedKind): boolean => name === kind;
    expect(idsOf(nodesOfKind(found, is))).toEqual(idsOf(nodesOfKind(whole, is)));
  }
  for (let number = 0; number < 14; number++) {
    const id = `n${number}` as NodeId;
    expect([found.has(id), found.get(id)?.id]).toEqual([whole.has(id), whole.get(id)?.id]);
    expect([...withDescendants({ nodes: found }, [id])]).toEqual([...withDescendants({ nodes: whole }, [id])]);
  }
}

const node = fc.record({ of: fc.array(fc.nat(12), { maxLength: 3 }), label: fc.nat(5) });
const some = fc.dictionary(fc.nat(12).map(String), node, { maxKeys: 10 });
const orders = fc.shuffledSubarray(
  Array.from({ length: 13 }, (_, i) => i),
  { minLength: 13 },
);

it('after any edits, one behind another', () => {
  fc.assert(
    fc.property(some, fc.array(fc.tuple(some, fc.array(fc.nat(12)), orders), { maxLength: 4 }), (first, edits) => {
      let now: Drawn = new Map(Object.entries(first).map(([number, each]) => [Number(number), each]));
      let found = unamended(revived(planned(now, [...now.keys()])));
      for (const [changes, gone, order] of edits) {
        const next = new Map(now);
        for (const number of gone) next.delete(number);
        for (const [number, each] of Object.entries(changes)) next.set(Number(number), each);
        const declared = order.filter((number) => next.has(number));
        const whole = planned(next, declared);
        // A node is as it was where it is described as before and reads what it read.
        const anew = [...whole.values()].filter((each) => {
          const was = found.get(each.id);
          return was === undefined || said(was) !== said(each);
        });
        found = found.amended(anew, (numberOf) => declared.map((number) => numberOf(`n${number}` as NodeId)));
        expectSame(found, whole);
        found = revivedBeside(found);
        expectSame(found, whole);
        expectSame(revived(found), whole);
        now = next;
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});
