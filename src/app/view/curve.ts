/** The specifications of a result as a curve, in which those are marked that are regressions of the paper. */
import { curveOf } from '../../../steps/registry.ts';
import type { NodeId } from '../../base/brand.ts';
import { canonicalJson } from '../../base/canonical.ts';
import type { Json } from '../../base/json.ts';
import { nodeId } from '../../base/node-id.ts';
import type { Stat } from '../../econ/fit.ts';
import type { GraphNode } from '../../engine/graph.ts';
import type { Survey } from '../../engine/run/session.ts';
import type { LabelBook } from '../../table/words/labels.ts';
import type { CurveBlock, CurveSpecification, ViewBlock } from '../show/block.ts';
import type { ShownArtifact } from '../show/viewer.ts';

interface Request {
  readonly survey: Survey;
  readonly node: NodeId;
  readonly reader: ShownArtifact['reader'];
  readonly book: LabelBook;
}

/** The blocks, and below them the curve where the result is one of many specifications. */
export function withCurve(blocks: readonly ViewBlock[], { survey, node, reader, book }: Request): readonly ViewBlock[] {
  const curve = curveOf(survey.graph.nodes.get(node)!.loaded.name);
  if (curve === undefined || !reader.parts.includes('specifications')) return blocks;
  const { of, dimensions, estimate, pValue, confLow, confHigh } = curve((name) => reader.json(name), book);
  const own = ownRegressions(survey);
  const specifications = estimate.flatMap((each, i): CurveSpecification[] => {
    if (typeof each !== 'number') return [];
    const id = nodeId(node, [i + 1]);
    const same = own.get(regressionOf(survey.graph.nodes.get(id)) ?? '');
    return [
      {
        node: id,
        made: dimensions.map(({ made }) => made[i]!),
        estimate: short(each),
        pValue: known(pValue[i]!),
        low: known(confLow[i]!),
        high: known(confHigh[i]!),
        ...(same === undefined ? {} : { own: same }),
      },
    ];
  });
  const block: CurveBlock = {
    is: 'curve',
    of,
    dimensions: dimensions.map(({ name, options }) => ({ name, options })),
    specifications,
    unidentified: estimate.length - specifications.length,
  };
  return [...blocks, block];
}

const short = (value: number): number => Number(value.toPrecision(7));

const known = (value: Stat): number | null => (typeof value === 'number' ? short(value) : null);

/** The regressions of the paper, columns of models, by what they are; the first of equal ones. */
function ownRegressions({ graph }: Survey): ReadonlyMap<string, NodeId> {
  const found = new Map<string, NodeId>();
  for (const node of graph.nodes.values()) {
    const text = node.loaded.name === 'models' ? regressionOf(node) : undefined;
    if (text !== undefined && !found.has(text)) found.set(text, node.id);
  }
  return found;
}

/** A regression's data and specification as a text, with its terms in one order; undefined of a node that is none. */
function regressionOf(node: GraphNode | undefined): string | undefined {
  const params = node?.params as Readonly<Record<string, Json>> | null | undefined;
  const model = (params?.model ?? params) as Readonly<Record<string, Json>> | null | undefined;
  const data = node?.inputs.data;
  if (!Array.isArray(model?.terms) || data?.is !== 'node') return undefined;
  return canonicalJson([data.node, { ...model, terms: [...(model.terms as string[])].sort() }] as unknown as Json);
}
