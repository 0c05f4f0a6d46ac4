import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../../src/base/brand.ts';
import { type GraphNode, graphNode, nodesHaving, nodesOfKind, withDescendants } from '../../../../src/engine/graph.ts';
import type { LoadedKind } from '../../../../src/engine/kinds.ts';
import { KeptNodes, type NodeTable } from '../../../../src/engine/resume/kept-nodes.ts';
import { nodesToKeep } from '../../../../src/engine/resume/plan-nodes.ts';

const kind = (name: string): LoadedKind => ({ name, kind: { name } as never, code: {} as never, module: null });
const kinds = new Map(['ingest', 'models'].map((name) => [name, kind(name)]));
const origins = { terms: { path: ['steps', 'm', 'fit'], text: 'y ~ x' } };
const id = (text: string): NodeId => text as NodeId;

const described: GraphNode[] = [
  graphNode(
    { id: id('data'), step: 'data', params: { label: '新\n"质"' }, inputs: { file: { is: 'file', path: 'd.csv' } } },
    kinds.get('ingest')!,
  ),
  graphNode(
    {
      id: id('m.1'),
      step: 'm',
      params: { terms: ['x'] },
      inputs: { data: { is: 'node', node: id('data'), parts: ['rows'] } },
      origins,
      at: ['steps', 'm'],
      seed: 's',
      view: { aliases: ['m.x'] },
    },
    kinds.get('models')!,
  ),
  graphNode(
    {
      id: id('m.2'),
      step: 'm',
      params: null,
      inputs: {
        base: { is: 'node', node: id('m.1'), parts: 'all' },
        data: { is: 'node', node: id('data'), parts: ['rows'] },
        look: { is: 'template', name: 'table' },
      },
      origins,
      outputs: ['out/m.tex'],
      cost: 'long',
      how: { limit: 3 },
      numbered: { reference: 'm.1', is: 'x', others: [] },
    },
    kinds.get('models')!,
  ),
];
const nodes = new Map(described.map((node) => [node.id, node]));

const members = [
  'id',
  'step',
  'loaded',
  'dependencies',
  'sources',
  'params',
  'inputs',
  'origins',
  'at',
  'outputs',
] as const;
const more = ['seed', 'cost', 'how', 'view', 'numbered'] as const;
const plain = (node: GraphNode) => Object.fromEntries([...members, ...more].map((name) => [name, node[name]]));

/** As it comes back from a file. */
function revived(given: ReadonlyMap<NodeId, GraphNode>): KeptNodes {
  const { table, bytes } = nodesToKeep(given.values());
  return new KeptNodes(JSON.parse(JSON.stringify(table)) as NodeTable, bytes, kinds);
}

describe('the nodes of a plan', () => {
  it('come back as they were kept, in their order', () => {
    expect([...revived(nodes).values()].map(plain)).toEqual(described.map(plain));
  });

  it('say their kind and their method, whose step may be of another kind', () => {
    const code = { digest: 'd', files: {}, packages: {} };
    const models = {
      ...kind('models'),
      code,
      methods: { codes: { iv: code }, planning: 'p' },
    } as unknown as LoadedKind;
    const plain = { params: {}, inputs: {}, step: 'm' };
    const tests = graphNode({ ...plain, id: id('m.difference'), kind: 'ingest' }, kinds.get('ingest')!);
    const fit = graphNode({ ...plain, id: id('m.iv'), method: 'iv' }, { ...models, method: 'iv' });
    const { table, bytes } = nodesToKeep([tests, fit]);
    const kept = new KeptNodes(table, bytes, new Map([...kinds, ['models', models]]));
    expect([...kept.values()].map((node) => [node.kind, node.method])).toEqual([
      ['ingest', undefined],
      ['models', 'iv'],
    ]);
  });

  it('are written byte for byte as before from what came back', () => {
    const count = 40;
    const all = Array.from({ length: count }, (_, place) =>
      drawn(
        place,
        [place + 39, place + 38, 7 * place].map((other) => other % count),
      ),
    );
    const kept = revived(new Map(all.map((node) => [node.id, node])));
    expect(nodesToKeep(kept.values())).toEqual(nodesToKeep(all));
  });

  it('share what was said of many of them', () => {
    const again = [...revived(nodes).values()];
    expect(again[1]!.origins).toBe(again[2]!.origins);
  });

  it('answer what is asked of all of them as nodes do that are looked at one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(30), { maxLength: 3 }), { maxLength: 30 }),
        fc.array(fc.nat(29)),
        (reads, first) => {
          const plain = new Map(reads.map((of, place) => drawn(place, of)).map((node) => [node.id, node]));
          const kept = revived(plain);
          expect([...kept.keys()]).toEqual([...plain.keys()]);
          const ids = first.map((place) => id(`n.${place}`));
          expect([...withDescendants({ nodes: kept }, ids)]).toEqual([...withDescendants({ nodes: plain }, ids)]);
          for (const member of ['sources', 'outputs', 'numbered'] as const)
            expect(idsOf(nodesHaving(kept, member))).toEqual(idsOf(nodesHaving(plain, member)));
          for (const name of kinds.keys()) {
            const is = (loaded: LoadedKind): boolean => loaded.name === name;
            expect(idsOf(nodesOfKind(kept, is))).toEqual(idsOf(nodesOfKind(plain, is)));
          }
          expect(ids.map((each) => kept.has(each) && kept.get(each)!.id === each)).toEqual(
            ids.map((each) => plain.has(each)),
          );
        },
      ),
    );
  });
});

const idsOf = (found: readonly GraphNode[]): NodeId[] => found.map((node) => node.id);

/** A node that reads some of those before it, and has what few nodes have as its place decides. */
function drawn(place: number, of: readonly number[]): GraphNode {
  const read = of
    .filter((each) => each < place)
    .map((each) => [`i${each}`, { is: 'node', node: id(`n.${each}`), parts: each % 2 ? 'all' : ['rows', 'x'] }]);
  const file = place % 3 === 0 ? [['file', { is: 'file', path: `${place}.csv` }]] : [];
  return graphNode(
    {
      id: id(`n.${place}`),
      step: 'n',
      params: { place },
      inputs: Object.fromEntries([...file, ...read]),
      ...(place % 4 === 0 && { outputs: [`out/${place}.md`] }),
      ...(place % 5 === 0 && { numbered: { reference: 'n.1', is: 'x', others: [] } }),
    } as never,
    kinds.get(place % 2 ? 'ingest' : 'models')!,
  );
}
