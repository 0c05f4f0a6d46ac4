import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../../src/base/brand.ts';
import { type GraphNode, graphNode } from '../../../../src/engine/graph.ts';
import type { LoadedKind } from '../../../../src/engine/kinds.ts';
import { keptNodes, type PlanNodes, revivedNodes } from '../../../../src/engine/resume/plan-nodes.ts';

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
function revived(given: ReadonlyMap<NodeId, GraphNode>): Map<NodeId, GraphNode> {
  const { table, bytes } = keptNodes(given);
  return revivedNodes(JSON.parse(JSON.stringify(table)) as PlanNodes, bytes, kinds);
}

describe('the nodes of a plan', () => {
  it('come back as they were kept, in their order', () => {
    expect([...revived(nodes).values()].map(plain)).toEqual(described.map(plain));
  });

  it('come back the same from what came back, beside nodes that were described anew', () => {
    const anew = { ...described[2]!, params: { terms: ['z'] } };
    const mixed = new Map([...revived(nodes)].map(([name, node]) => [name, name === 'm.2' ? anew : node]));
    expect([...revived(mixed).values()].map(plain)).toEqual([...mixed.values()].map(plain));
  });

  it('share what was said of many of them', () => {
    const again = [...revived(nodes).values()];
    expect(again[1]!.origins).toBe(again[2]!.origins);
  });
});
