/** Makes the plan of a pipeline: the specifications that it admits, its claims, samples and rules of data, by what it says alone. */

import type { Digest } from '../../base/brand.ts';
import { canonicalJson, digestJson, sha256 } from '../../base/canonical.ts';
import type { Json } from '../../base/json.ts';
import { type Graph, type GraphNode, nodesOfKind } from '../../engine/graph.ts';
import { readChains } from '../../engine/ledger/chain.ts';
import type { Plan, Planned } from '../../engine/ledger/line.ts';
import { namesWithheld } from '../../engine/ledger/registration.ts';
import { claimName } from '../../engine/pipeline/sections.ts';
import { telling } from '../../engine/run/hidden/confidential.ts';
import type { Session, Survey } from '../../engine/run/session.ts';
import { familyTried, isOfFamily, membersWith } from '../tried/families.ts';
import { isTrial, triedBy } from '../tried/tried.ts';
import { familySaid, isModel, modelSaid, paramsSaid } from './wording.ts';

export function planOf(
  { options, project, files }: Pick<Session, 'options' | 'project' | 'files'>,
  { graph, store }: Pick<Survey, 'graph' | 'store'>,
): Plan {
  const { nodes } = graph;
  const specifications = specificationsOf(nodes, (path) => files.digest(path));
  const outcomes = [...new Set(specifications.flatMap(({ outcome }) => outcome?.split(', ') ?? []))].sort();
  const lines = readChains(options.root).flatMap((chain) => chain.lines);
  const named = namesWithheld(lines, options.file, project.withhold);
  const withheld = named.length === 0 ? undefined : telling(named, graph, store);
  return {
    title: project.title,
    withheld: [...named].sort(),
    outcomes: outcomes.filter((name) => withheld?.has(name) ?? true),
    specifications,
    claims: nodesOfKind(nodes, ({ name }) => name === 'claim').map(claimOf),
    samples: project.samples,
    data: dataIn(nodes),
  };
}

/** The digest of what a plan says. */
export const digestOfPlan = ({ outcomes: _, ...said }: Plan): Digest => sha256(canonicalJson(said as unknown as Json));

function specificationsOf(nodes: Graph['nodes'], digest: (path: string) => Digest | null): Planned[] {
  const families = new Set<string>();
  return [...nodes.values()].filter(isTrial).flatMap((node): Planned[] => {
    const kind = node.loaded.name;
    if (!isOfFamily(node)) {
      const { spec, outcome, treatment } = triedBy(node, { nodes, digest });
      const says = isModel(node.params) ? modelSaid(node.params) : paramsSaid(node.params);
      return [{ node: node.id, kind, spec, outcome, treatment, says }];
    }
    if (families.has(node.step)) return [];
    families.add(node.step);
    const found = familyTried(node, membersWith(node, nodes), { nodes, digest });
    return [
      {
        node: node.step,
        kind: nodes.get(node.step as never)?.loaded.name ?? kind,
        ...found,
        says: familySaid(found.family),
      },
    ];
  });
}

const claimOf = ({ id, params, view }: GraphNode): Plan['claims'][number] => {
  const { claim } = params as { readonly claim: string };
  return { name: claimName(id), claim, text: typeof view?.text === 'string' ? view.text : '' };
};

/** Says whether a node makes data of files or other data, whose rows and columns estimates are of. */
const makesData = ({ loaded: { kind } }: GraphNode): boolean =>
  kind.judges !== undefined || (kind.artifact === 'frame' && kind.internal !== true);

export const dataIn = (nodes: Graph['nodes']): Plan['data'] => [...nodes.values()].filter(makesData).map(dataOf);

function dataOf({ id, loaded, params }: GraphNode): Plan['data'][number] {
  const { where } = params as { readonly where?: Json };
  return {
    step: id,
    kind: loaded.name,
    rows: typeof where === 'string' ? where : null,
    digest: digestJson({ kind: loaded.name, params }),
  };
}
