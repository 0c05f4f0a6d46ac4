/** What may refer to results: claims, numbers, marks in texts, tables, figures, and steps that start from them. */
import type { Json } from '../../src/base/json.ts';
import { nodeId } from '../../src/base/node-id.ts';
import { namesAt } from '../../src/check/results.ts';
import type { Language } from './world.ts';

/** The artifact of a node, as `show --json` has it. */
export interface Result {
  readonly node: string;
  readonly step: string;
  readonly artifact: Readonly<Record<string, Json>>;
}

/** Whether a node is data, of which columns alone are referred to. */
export const isData = ({ artifact }: Result): boolean => Array.isArray(artifact.columns);

/** Results of one form have the same parts. */
export const formOf = ({ artifact }: Result): string => Object.keys(artifact).join();

/** A value somewhere in an artifact. */
export interface Leaf {
  readonly path: string;
  readonly value: Json;
}

/** Parts that may go without saying, as in `main.x` for `main.terms.x`. */
const UNSAID: ReadonlySet<string> = new Set([
  ...['terms', 'stats', 'rows', 'thresholds', 'steps', 'marginalEffects', 'quantiles', 'choices', 'weights', 'balance'],
  ...['groups', 'specification'],
]);

/** The value to which names lead; where `isShort`, without what may go without saying. */
export function leafAt({ node, artifact }: Result, names: readonly string[], isShort: boolean): Leaf {
  const value = names.reduce<Json | undefined>((at, name) => inside(at, name), artifact) ?? null;
  return { path: nodeId(node, isShort && names.length > 1 && UNSAID.has(names[0]!) ? names.slice(1) : names), value };
}

export function inside(here: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(here)) return here[namesAt(here as Json, []).indexOf(name)];
  return typeof here === 'object' && here !== null ? (here as Record<string, Json>)[name] : undefined;
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Conditions on a value, with that of another path for some. */
export function claimsOn({ path, value }: Leaf, other: Leaf): string[] {
  const and = typeof other.value === 'number' ? other.path : path;
  const ofAll = `all(${path.replace(/^(\w+)(\.\w+|\["[^"]*"\])/, '$1.*')} > -1000000)`;
  const conditions =
    typeof value === 'number'
      ? [`${path} > -1000000`, `${path} < 0`, `${path} in range(panel.x)`, `${path} <= ${and} or ${path} > 0`, ofAll]
      : typeof value === 'string'
        ? [`${path} == ${JSON.stringify(value)}`, `not missing(${path})`]
        : [`missing(${path}) or 1 > 0`, `not missing(${path})`];
  return conditions.map(quoted);
}

export const numbersOf = (path: string): string[] => [quoted(path), `{of: ${quoted(path)}, digits: 2}`];

/** Lines of a text that mark a number by the path of its result. */
export const markOf: Readonly<Record<Language, (path: string) => string>> = {
  typ: (path) => `A number: #pmval("${path.replaceAll('"', '\\"')}")[1.50].`,
  tex: (path) => `A number: \\pmval{${path}}{1.50}.`,
  md: (path) => `A number: ${/["\s]/.test(path) ? `{{pm ${path} "1.50"}}` : `{{pm ${path}}}`}.`,
  docx: (path) => `A number: {{pm ${path} "1.50"}}.`,
};

/** Lines of a text with a number that `numbers:` names. */
export const namedIn: Readonly<Record<Language, (name: string) => readonly string[]>> = {
  typ: (name) => [`#pmnum("${name}")`, `#pmval("${name}")[1.5]`],
  tex: (name) => [`\\pmnum{${name}}`, `\\pmval{${name}}{1.5}`],
  md: (name) => [`{{pm ${name}}}`],
  docx: (name) => [`{{pm ${name} "1.50"}}`],
};

/** Lines of a text that take in a table of the report. */
export const tableIn: Readonly<Record<Language, (name: string) => string>> = {
  typ: (name) => `#include "out/tables/${name}.typ"`,
  tex: (name) => `\\input{out/tables/${name}}`,
  md: (name) => `{{table tables.${name}}}`,
  docx: (name) => `{{table tables.${name}}}`,
};

/** Lines of a text that take in a figure. */
export const figureIn: Readonly<Record<Language, (name: string) => string>> = {
  typ: (name) => `#image("out/figures/${name}.svg")`,
  tex: (name) => `\\includegraphics{out/figures/${name}}`,
  md: (name) => `{{figure ${name} "A figure"}}`,
  docx: (name) => `{{figure ${name} "A figure"}}`,
};

/** The names by which the nodes of a step are called together or alone. */
export function sourcesOf(nodes: readonly Result[]): string[] {
  const { step } = nodes[0]!;
  return [step, ...nodes.map(({ node }) => node), ...(nodes.length > 1 ? [`${step}.*`] : [])].map(quoted);
}

export const tablesOf = (source: string): string[] =>
  ['', ', caption: A caption', ', lang: zh', ', formats: [latex, typst, markdown, docx]'].map(
    (options) => `{from: ${source}${options}}`,
  );

/** What plots are of: steps by a pattern of their names. */
const PLOTS: readonly (readonly [plot: string, of: RegExp])[] = [
  ['coefficients', /^(?:base|kinds|edits|alone|parts|groups|zones|copied|weighed|reform|sdm|beta)$/],
  ['event', /^(?:att|shares|imputed|staged)$/],
  ['margins', /^(?:moderated|base)$/],
  ['specification-curve', /^(?:many|edits)$/],
  ['placebo', /^fake$/],
  ['bacon', /^bacon$/],
  ['balance', /^(?:matched|balanced)$/],
  ['threshold', /^jump$/],
  ['densities', /^dense$/],
  ['decomposition', /^unequal$/],
  ['moran', /^local$/],
  ['index', /^score$/],
  ['trends, x: year, y: y', /^(?:panel|even|asked)$/],
  ['density, variables: [x]', /^(?:panel|bartik)$/],
  ['histogram, variables: [x]', /^(?:panel|matched)$/],
  ['box, variables: [y]', /^(?:panel|coupled)$/],
  ['scatter, x: x, y: y', /^(?:panel|score)$/],
  ['binscatter, x: x, y: y', /^panel$/],
  ['added-variable, x: x, y: y, absorb: [unit]', /^panel$/],
  ['survival, x: count, y: event, by: region', /^panel$/],
  ['roc, y: event, variables: [x]', /^panel$/],
  ['correlations', /^together$/],
  ['flow', /^(?:base|kinds|alone)$/],
];

export const figuresOf = (step: string, source: string): string[] =>
  PLOTS.filter(([, of]) => of.test(step)).map(
    ([plot]) => `{kind: figure, plot: ${plot}, from: ${source}, formats: [svg, png]}`,
  );

/** Steps that read a result, or start from one. */
export function stepsOn(result: Result): string[] {
  const node = quoted(result.node);
  const file = `{kind: command, run: cp a.csv b.csv, inputs: {a.csv: ${node}}, outputs: {b.csv: file}, trace: false}`;
  if (isData(result))
    return [
      file,
      `{kind: describe, from: ${node}, variables: [y]}`,
      `{kind: codebook, from: ${node}}`,
      `{kind: balance, from: ${node}}`,
      `{kind: models, from: ${node}, fit: y ~ x, split: region}`,
    ];
  const ofAny = [
    file,
    `{kind: compare, tables: {a: {published: data/published.csv, with: ${node}}}}`,
    `{kind: audit, of: [${node}]}`,
  ];
  if (!('estimator' in result.artifact)) return ofAny;
  return [
    ...ofAny,
    `{kind: models, base: ${node}, vcov: HC1}`,
    `{kind: models, base: ${node}, split: region, difference: {of: x}}`,
    `{kind: robustness, base: ${node}, columns: {a: {sample: late}}}`,
    `{kind: describe, sample_of: ${node}, variables: [y, x]}`,
    `{kind: moderation, base: ${node}, treatment: x, moderator: w}`,
    `{kind: diagnose, base: ${node}, tests: [effects]}`,
  ];
}
