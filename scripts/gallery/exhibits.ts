/** Tables and figures of the paper and the examples, with the lines of their pipelines that make them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isMap, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { root } from '../printed/projects.ts';

/** Tables that are shown, by project; of figures all are. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  '.': ['descriptives', 'vif', 'weights', 'baseline', 'robustness', 'thresholds', 'regimes', 'heterogeneity'],
  'examples/border': ['border'],
  'examples/castle-doctrine': ['estimators', 'conventions', 'bacon', 'balance'],
  'examples/discontinuity': ['jump', 'density', 'checks'],
  'examples/experiment': ['effects', 'attrition', 'bounds'],
  'examples/firm-employment': ['dynamic'],
  'examples/job-search': ['mediation', 'moderation'],
  'examples/province-efficiency': ['efficiency', 'second'],
  'examples/r-beside-builtin': ['both'],
  'examples/regional-growth': ['dagum', 'convergence', 'chain', 'moran', 'effects'],
  'examples/registered-plan': ['effect'],
  'examples/tobacco-control': ['effects', 'relatives', 'predictors', 'years'],
  'examples/traffic-deaths': ['deaths'],
  'examples/weak-instruments': ['jail', 'sectors'],
  'examples/world-inequality': ['correlations', 'stepwise'],
};

/** A figure in another language shows the same once more. */
const isForeign = (keys: YAMLMap): boolean => keys.has('lang');

/** A step that an exhibit reads is shown beside it where it has no more lines. */
const MOST_LINES = 16;

export interface Exhibit {
  readonly is: 'table' | 'figure';
  /** `tables.baseline`, or the name of a figure. */
  readonly node: string;
  /** Lines of the pipeline: the step that is read, where it is short, and what makes the exhibit. */
  readonly lines: string;
}

export interface Shown {
  /** The project's folder, with `/` between names. */
  readonly folder: string;
  readonly exhibits: readonly Exhibit[];
  /** Files that steps of data read. */
  readonly data: readonly string[];
}

/** The paper and the examples, in the order of their names. */
export const shownProjects = (): Shown[] =>
  ['.', ...readdirSync(path.join(root, 'examples')).map((name) => `examples/${name}`)].map(shown);

export const pipelineOf = (folder: string): string => readFileSync(path.join(root, folder, 'pipeline.yaml'), 'utf8');

function shown(folder: string): Shown {
  const text = pipelineOf(folder);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const steps = document.get('steps') as YAMLMap;
  const linesOf = (pair: Pair): string[] => {
    const [start] = (pair.key as { range: [number, number, number] }).range;
    const [, end] = (pair.value as { range: [number, number, number] }).range;
    const lines = text.split('\n').slice(counter.linePos(start).line - 1, counter.linePos(end - 1).line);
    while (lines.at(-1)?.trim() === '') lines.pop();
    return lines.filter((line) => !/^\s*#/.test(line));
  };
  const pairOf = (name: string): Pair | undefined => steps.items.find(({ key }) => nameOf(key) === name);
  const readBy = (keys: YAMLMap): string[] => {
    const from = keys.toJSON().from as string | readonly string[] | undefined;
    const names = new Set([from ?? []].flat().map((each) => each.split('.')[0]!.replace(/\*$/, '')));
    const pairs = [...names].flatMap((name) => pairOf(name) ?? []);
    const lines = pairs.flatMap(linesOf);
    return lines.length > MOST_LINES ? [] : lines;
  };
  const exhibits = steps.items.flatMap((pair): Exhibit[] => {
    const [name, keys] = [nameOf(pair.key), pair.value];
    if (!isMap(keys)) return [];
    if (keys.get('kind') === 'figure' && !isForeign(keys))
      return [{ is: 'figure', node: name, lines: written(readBy(keys), linesOf(pair)) }];
    if (keys.get('kind') !== 'report' || keys.has('preset')) return [];
    const tables = keys.get('tables') as YAMLMap;
    return tables.items.flatMap((table): Exhibit[] => {
      const own = table.value;
      if (!isMap(own) || TABLES[folder]?.includes(nameOf(table.key)) !== true) return [];
      const report = [`  ${name}:`, '    kind: report', '    tables:', ...linesOf(table)];
      return [{ is: 'table', node: `${name}.${nameOf(table.key)}`, lines: written(readBy(own), report) }];
    });
  });
  const data = steps.items.flatMap(({ value }) => {
    const file = isMap(value) && value.get('kind') === 'ingest' ? value.get('file') : undefined;
    return typeof file === 'string' ? [file] : [];
  });
  return { folder, exhibits, data };
}

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : String(key));

/** Steps without the indent of their section. */
const written = (...parts: readonly (readonly string[])[]): string =>
  parts.flatMap((lines) => lines.map((line) => `${line.replace(/^ {2}/, '')}\n`)).join('');
