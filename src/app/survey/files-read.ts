/** The files of the project that a pipeline reads. */
import { isAbsolute } from 'node:path';
import type { GraphNode } from '../../engine/graph.ts';
import type { Surveyed } from './open-survey.ts';

/** Path → the nodes that read it, in graph order, of every file that the pipeline names. */
export function filesRead({ survey, session }: Surveyed): ReadonlyMap<string, readonly GraphNode[]> {
  const readers = new Map<string, GraphNode[]>();
  for (const node of survey.graph.nodes.values())
    for (const source of node.sources) {
      const path = source.is === 'file' ? source.path : ownTemplate(source.name, session);
      // programs of the system lie elsewhere
      if (path === undefined || isAbsolute(path)) continue;
      const known = readers.get(path);
      if (known === undefined) readers.set(path, [node]);
      else if (!known.includes(node)) known.push(node);
    }
  return readers;
}

/** Path of a template of the project's own; undefined of one that papermake brings. */
function ownTemplate(name: string, { files, options }: Surveyed['session']): string | undefined {
  const path = options.template(name, files);
  return path === `templates/${name}` ? path : undefined;
}
