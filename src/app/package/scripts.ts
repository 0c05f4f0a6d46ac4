/** The results of a paper as scripts of other languages, and the line at which each result begins. */
import type { NodeId } from '../../base/brand.ts';
import { hiddenVariables } from '../../engine/run/hidden/confidential.ts';
import type { ScriptFile } from '../../export/data.ts';
import { tablesOf } from '../../export/language.ts';
import { r } from '../../export/r/language.ts';
import { stata } from '../../export/stata/language.ts';
import { collect } from '../exporting/collect.ts';
import { filesOf } from '../exporting/write.ts';
import type { Surveyed } from '../survey/open-survey.ts';

/** Folder of the package that holds a folder of scripts for each language. */
export const SCRIPTS = 'replication';

/** Scripts of one language. */
export interface Scripts {
  readonly language: string;
  /** Its folder, from the package. */
  readonly folder: string;
  /** The script that runs all others, from the package. */
  readonly main: string;
  /** Paths from the package. */
  readonly files: readonly ScriptFile[];
  /** Node → where its result begins, as `replication/r/02_main.R:14`. */
  readonly placeOf: ReadonlyMap<NodeId, string>;
  /** Packages of the language that they load. */
  readonly packages: readonly string[];
  /** The number of values that they find again. */
  readonly cells: number;
  /** Steps that are left out since they read hidden variables. */
  readonly left: readonly string[];
}

const WRITTEN = [r, stata];

/** `passedOn`: says of a node of data whether the package may hold its values. */
export function scriptsOf(surveyed: Surveyed, passedOn: (step: string) => boolean): readonly Scripts[] {
  const { graph, store } = surveyed.survey;
  const hidden = hiddenVariables(surveyed.session, graph, store);
  return WRITTEN.flatMap((language) => {
    const [ids, left] = [new Set(graph.nodes.keys()), new Set<string>()];
    for (;;) {
      const writer = language.open();
      const collected = store.whileReading(() => collect(surveyed, [...ids], false, writer));
      const secret = collected.data.flatMap(({ name, columns }) =>
        columns.some((each) => hidden.has(each)) || !behind(name) ? [name] : [],
      );
      const isSecret = ({ node, columns }: { readonly node: string; readonly columns: readonly string[] }): boolean =>
        columns.some((each) => hidden.has(each)) || !behind(node);
      const lost = collected.steps.filter(
        (step) => step.data.some((each) => secret.includes(each.name)) || tablesOf([step]).some(isSecret),
      );
      if (lost.length === 0) {
        if (collected.data.length === 0) return [];
        const files = filesOf(collected, surveyed, writer);
        const blocks = collected.steps.flatMap((step) => step.blocks);
        return [
          {
            language: language.title,
            folder: `${SCRIPTS}/${language.name}`,
            main: `${SCRIPTS}/${language.name}/${language.main}`,
            files: files.map(({ path, content }) => ({ path: `${SCRIPTS}/${language.name}/${path}`, content })),
            placeOf: placesIn(files, language.name),
            packages: language.needs(collected.steps),
            cells: blocks.reduce((sum, { cells }) => sum + cells, 0),
            left: [...left].sort(),
          },
        ];
      }
      for (const { name } of lost) {
        left.add(name);
        for (const [id, node] of graph.nodes) if (node.step === name) ids.delete(id);
      }
    }
  });

  /** Tells whether all that a node of data is made from may be passed on. */
  function behind(id: string): boolean {
    const stack = [id as NodeId];
    const seen = new Set(stack);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const node = graph.nodes.get(at)!;
      if (!passedOn(node.step)) return false;
      for (const each of node.dependencies)
        if (!seen.has(each)) {
          seen.add(each);
          stack.push(each);
        }
    }
    return true;
  }
}

/** A result begins below a line of its own: `# ---- main.2 ----`. */
const BEGINS = /^(?:#|\*) ---- (.+) ----$/;

function placesIn(files: readonly ScriptFile[], language: string): ReadonlyMap<NodeId, string> {
  const places = new Map<NodeId, string>();
  for (const { path, content } of files)
    if (typeof content === 'string')
      for (const [i, line] of content.split('\n').entries()) {
        const id = BEGINS.exec(line)?.[1] as NodeId | undefined;
        if (id !== undefined && !places.has(id)) places.set(id, `${SCRIPTS}/${language}/${path}:${i + 1}`);
      }
  return places;
}
