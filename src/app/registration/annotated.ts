/** Tells tables whose notes are to say it which of their estimates are confirmatory, before their keys are made. */
import type { NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import { type Graph, type GraphNode, nodesOfKind } from '../../engine/graph.ts';
import { chainPaths } from '../../engine/ledger/chain.ts';
import type { Session } from '../../engine/run/session.ts';
import { type Standing, standingsOf } from './standing.ts';

/** The kind of the nodes that write tables. */
const REPORT = 'report';

interface Request {
  readonly noteParts?: readonly string[];
  readonly groups?: readonly { readonly sources: readonly { readonly node: NodeId }[] }[];
  readonly tables?: readonly Request[];
}

/** The graph whose tables have `standings` where their notes say what is registered. */
export function withStandings(graph: Graph, session: Pick<Session, 'options' | 'files'>): { readonly graph: Graph } {
  const asking = nodesOfKind(graph.nodes, ({ name }) => name === REPORT).filter(({ params }) =>
    asks(params as Request),
  );
  if (asking.length === 0) return { graph };
  // A ledger that says something else makes the tables anew.
  for (const path of chainPaths(session.options.root)) session.files.digest(path);
  const standing = standingsOf(session, { graph });
  const nodes = new Map<NodeId, GraphNode>(graph.nodes);
  for (const node of asking) nodes.set(node.id, { ...node, params: told(node.params as Request, standing) as Json });
  return { graph: { ...graph, nodes } };
}

const asks = ({ noteParts = [], tables = [] }: Request): boolean =>
  noteParts.includes('registered') || tables.some(asks);

function told(request: Request, standing: (id: NodeId) => Standing | undefined): Request {
  if (request.tables) return { ...request, tables: request.tables.map((each) => told(each, standing)) };
  if (!asks(request)) return request;
  const nodes = (request.groups ?? []).flatMap(({ sources }) => sources.map(({ node }) => node));
  const said = nodes.flatMap((node) => {
    const is = standing(node);
    return is === undefined ? [] : [[node, is] as const];
  });
  return said.length === 0 ? request : ({ ...request, standings: Object.fromEntries(said) } as Request);
}
