/** Gathers the facts that scans need of a project and of the machine on which its package is made. */
import { hostname, userInfo } from 'node:os';
import { attempt } from '../../base/attempt.ts';
import type { GraphNode } from '../../engine/graph.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import type { Scanned } from './scans/scan.ts';

export type Known = Pick<Scanned, 'names' | 'isNamed' | 'encoded' | 'unpinned' | 'pipeline'>;

/** Names of the account and of the machine. */
export const ownNames = (): readonly string[] =>
  [attempt(() => userInfo().username), hostname(), hostname().split('.')[0]].flatMap((name) => name || []);

export function knownOf(surveyed: Surveyed): Known {
  const { session, survey } = surveyed;
  const nodes = [...survey.graph.nodes.values()];
  const programs = nodes.filter(({ loaded }) => loaded.name === 'command');
  const named = programs.map(({ params, inputs }) => JSON.stringify([params, Object.keys(inputs)])).join('\n');
  return {
    names: ownNames(),
    isNamed: (file) => named.includes(JSON.stringify(file).slice(1, -1)),
    encoded: new Set(nodes.filter(saysEncoding).flatMap(({ sources }) => sources.flatMap(pathOfSource))),
    unpinned: unpinnedIn(nodes, surveyed),
    pipeline: session.options.file,
  };
}

const saysEncoding = ({ params }: GraphNode): boolean => JSON.stringify(params).includes('"encoding":"');

const pathOfSource = (source: GraphNode['sources'][number]): string[] => (source.is === 'file' ? [source.path] : []);

/** Steps of commands with no node that asks for versions. */
function unpinnedIn(nodes: readonly GraphNode[], { session: { spec, files, options } }: Surveyed): Known['unpinned'] {
  const asking = new Set(nodes.filter(({ loaded }) => loaded.name === 'versions').map(({ step }) => step));
  const steps = new Set(nodes.flatMap(({ step }) => (spec.step(step)?.kind === 'command' ? [step] : [])));
  const text = new TextDecoder().decode(files.read(options.file) ?? new Uint8Array());
  return [...steps].flatMap((step) => {
    if (asking.has(step)) return [];
    const { start } = spec.source.locate(['steps', step], { key: true });
    return [{ step, line: text.slice(0, start).split('\n').length }];
  });
}
