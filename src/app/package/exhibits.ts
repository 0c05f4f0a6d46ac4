/** The map of a paper: every table, figure, text and bound number, with the line of YAML that asks for it, its files, and the lines of scripts that make it again. */
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode } from '../../engine/graph.ts';
import { pathOf, withAncestors } from '../../engine/graph.ts';
import type { YamlPath } from '../../engine/step.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { csvOf } from './csv.ts';
import type { Scripts } from './scripts.ts';
import type { Source } from './sources.ts';

export interface Exhibit {
  readonly is: 'table' | 'figure' | 'text' | 'number';
  /** A table's or figure's node, or the name of a number. */
  readonly name: string;
  readonly node: NodeId;
  /** Line of the pipeline, from 1. */
  readonly line: number;
  /** Paths from the package. */
  readonly files: readonly string[];
  /** The results that it shows. */
  readonly of: readonly NodeId[];
  /** Places of these results in exported scripts, as `replication/r/02_main.R:14`. */
  readonly scripts: readonly string[];
  /** Steps that read the data on which it rests. */
  readonly data: readonly string[];
}

const KINDS: Readonly<Record<string, Exhibit['is']>> = { report: 'table', figure: 'figure', document: 'text' };

export function exhibitsOf(
  surveyed: Surveyed,
  scripts: readonly Scripts[],
  sources: readonly Source[],
): readonly Exhibit[] {
  const { graph } = surveyed.survey;
  const lineOf = linesOf(surveyed);
  const placesOf = (ids: readonly NodeId[]): string[] =>
    scripts.flatMap(({ placeOf }) => ids.flatMap((id) => placeOf.get(id) ?? []));
  const reading = new Set(sources.map(({ step }) => step));
  const dataOf = (ids: readonly NodeId[]): string[] => {
    const steps = [...withAncestors(graph, ids)].map((id) => graph.nodes.get(id)!.step);
    return [...new Set(steps)].filter((step) => reading.has(step)).sort();
  };
  return [...graph.nodes.values()].flatMap((node): Exhibit[] => {
    const { id, outputs = [] } = node;
    if (node.loaded.name === 'numbers') return numbersOf(node, lineOf, placesOf, dataOf);
    const is = KINDS[node.loaded.name];
    if (is === undefined || outputs.length === 0 || isCompanion(node)) return [];
    const of = resultsBehind(node, surveyed);
    return [
      {
        is,
        name: id,
        node: id,
        line: lineOf(placeOf(node)),
        files: outputs,
        of,
        scripts: placesOf(of),
        data: dataOf([id]),
      },
    ];
  });
}

/** Styles and the file of all tables are no tables. */
const isCompanion = ({ params }: GraphNode): boolean =>
  ['companion', 'all'].includes(String((params as { readonly is?: unknown }).is));

/** A table of a report stands below the step's `tables`. */
function placeOf(node: GraphNode): YamlPath {
  const at = pathOf(node);
  const table = node.id.slice(node.step.length + 1);
  return node.loaded.name === 'report' && table !== '' ? [...at, 'tables', table] : at;
}

function numbersOf(
  { id, params, outputs = [], origins }: GraphNode,
  lineOf: (path: YamlPath) => number,
  placesOf: (ids: readonly NodeId[]) => string[],
  dataOf: (ids: readonly NodeId[]) => string[],
): Exhibit[] {
  const { numbers } = params as unknown as {
    readonly numbers: readonly { readonly name: string; readonly result: { readonly node: NodeId } }[];
  };
  return numbers.map(({ name, result: { node } }, i) => ({
    is: 'number',
    name,
    node: id,
    line: lineOf(origins![`numbers.${i}`]!.path),
    files: outputs,
    of: [node],
    scripts: placesOf([node]),
    data: dataOf([node]),
  }));
}

/** The results that a table or figure shows; through the tables in it, where it is a text. */
function resultsBehind({ dependencies }: GraphNode, { survey: { graph } }: Surveyed): readonly NodeId[] {
  const shown = dependencies.flatMap((id) => {
    const node = graph.nodes.get(id)!;
    return KINDS[node.loaded.name] === undefined ? [id] : node.dependencies;
  });
  return [...new Set(shown)];
}

/** Line of the pipeline, from 1, at which a place stands. */
function linesOf({ session }: Surveyed): (path: YamlPath) => number {
  const { source } = session.spec;
  const text = new TextDecoder().decode(session.files.read(session.options.file) ?? new Uint8Array());
  return (path) => text.slice(0, source.locate(path, { key: true }).start).split('\n').length;
}

/** The map as CSV, a row for each exhibit, result and line of a script. */
export function exhibitsFile(exhibits: readonly Exhibit[], pipeline: string): string {
  const rows = exhibits.map(({ is, name, node, line, files, of, scripts, data }) => [
    is,
    name,
    node,
    `${pipeline}:${line}`,
    files.join(' '),
    of.join(' '),
    scripts.join(' '),
    data.join(' '),
  ]);
  return csvOf(['is', 'name', 'node', 'pipeline', 'files', 'results', 'scripts', 'data'], rows);
}
