/** Edits of a project, most of which add something that refers to a result; and every such thing at once. */
import { namesAt } from '../../src/check/results.ts';
import { STEPS, withNeeded } from './projects.ts';
import {
  claimsOn,
  figureIn,
  figuresOf,
  formOf,
  inside,
  isData,
  type Leaf,
  leafAt,
  markOf,
  namedIn,
  numbersOf,
  quoted,
  type Result,
  sourcesOf,
  stepsOn,
  tableIn,
  tablesOf,
} from './references.ts';
import { languages, type World, withEntry, withLine } from './world.ts';

/** Takes numbers one after another to choose by. */
export class Choices {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  next(): number {
    return this.#numbers[this.#at++ % this.#numbers.length]!;
  }

  of<T>(list: readonly T[]): T {
    return list[this.next() % list.length]!;
  }
}

/** An edit that has no place in a project leaves it as it is. */
export type Edit = (world: World, by: Choices, results: readonly Result[]) => World;

/** A result of the project; those of rare forms are taken as often as others. */
function resultOf({ steps }: World, by: Choices, results: readonly Result[]): Result {
  const there = results.filter(({ step, node }) => steps.includes(step) && !node.includes('@'));
  const form = by.of([...new Set(there.map(formOf))]);
  return by.of(there.filter((each) => formOf(each) === form));
}

const nodesOf = (step: string, results: readonly Result[]): Result[] =>
  results.filter((each) => each.step === step && !each.node.includes('@'));

/** A value somewhere in a result that is no data; undefined where none was met. */
function leafOf(
  world: World,
  by: Choices,
  results: readonly Result[],
  is = (_: Leaf): boolean => true,
): Leaf | undefined {
  for (let tries = 0; tries < 4; tries++) {
    const result = resultOf(world, by, results);
    if (isData(result)) continue;
    const names: string[] = [];
    for (let here = namesAt(result.artifact, []); here.length > 0; here = namesAt(result.artifact, names))
      names.push(by.of(here));
    const leaf = leafAt(result, names, by.next() % 3 > 0);
    if (is(leaf)) return leaf;
  }
  return undefined;
}

const isNumber = ({ value }: Leaf): boolean => typeof value === 'number';

const claim: Edit = (world, by, results) => {
  const [leaf, other] = [leafOf(world, by, results), leafOf(world, by, results)];
  return leaf === undefined ? world : withEntry(world, 'claims', by.of(claimsOn(leaf, other ?? leaf)));
};

const number: Edit = (world, by, results) => {
  const leaf = leafOf(world, by, results, isNumber);
  return leaf === undefined ? world : withEntry(world, 'numbers', by.of(numbersOf(leaf.path)));
};

const mark: Edit = (world, by, results) => {
  const language = by.of(languages);
  const names = [...world.numbers.keys()];
  if (names.length > 0 && by.next() % 3 === 0) return withLine(world, language, by.of(namedIn[language](by.of(names))));
  const leaf = leafOf(world, by, results, isNumber);
  return leaf === undefined ? world : withLine(world, language, markOf[language](leaf.path));
};

const table: Edit = (world, by, results) => {
  const result = resultOf(world, by, results);
  if (isData(result)) return world;
  return withEntry(world, 'tables', by.of(tablesOf(by.of(sourcesOf(nodesOf(result.step, results))))));
};

/** A table whose note marks a number of any result. */
const note: Edit = (world, by, results) => {
  const [result, leaf] = [resultOf(world, by, results), leafOf(world, by, results, isNumber)];
  if (isData(result) || leaf === undefined) return world;
  const note = quoted(markOf.md(leaf.path));
  return withEntry(world, 'tables', `{from: ${quoted(result.node)}, notes: [${note}]}`);
};

const figure: Edit = (world, by, results) => {
  const { step } = resultOf(world, by, results);
  const all = figuresOf(step, by.of(sourcesOf(nodesOf(step, results))));
  return all.length === 0 ? world : withEntry(world, 'further', by.of(all));
};

const isFigure = ([, text]: readonly [string, string]): boolean => text.startsWith('{kind: figure');

const display: Edit = (world, by) => {
  const language = by.of(languages);
  const figures = [...world.further].filter(isFigure).map(([name]) => name);
  const tables = [...world.tables.keys()];
  const ofFigure = figures.length > 0 && by.next() % 3 === 0;
  if (!ofFigure && tables.length === 0) return world;
  return withLine(world, language, ofFigure ? figureIn[language](by.of(figures)) : tableIn[language](by.of(tables)));
};

/** A line that refers to nothing. */
const words: Edit = (world, by) => withLine(world, by.of(languages), 'Words alone.');

const further: Edit = (world, by, results) => withEntry(world, 'further', by.of(stepsOn(resultOf(world, by, results))));

const step: Edit = (world, by) => {
  const wanted = withNeeded([by.of(Object.keys(STEPS))]).filter((each) => !world.steps.includes(each));
  const at = by.next() % (world.steps.length + 1);
  return { ...world, steps: [...world.steps.slice(0, at), ...wanted, ...world.steps.slice(at)] };
};

/** Takes an entry back. */
const less: Edit = (world, by) => {
  const section = by.of(['claims', 'numbers', 'tables', 'further'] as const);
  const left = [...world[section]];
  left.splice(by.next() % (left.length + 1), 1);
  return { ...world, [section]: new Map(left) };
};

const lessText: Edit = (world, by) => {
  const language = by.of(languages);
  const left = [...world.texts[language]];
  left.splice(by.next() % (left.length + 1), 1);
  return { ...world, texts: { ...world.texts, [language]: left } };
};

const data: Edit = (world) => ({ ...world, cells: world.cells + 1 });

const shared: Edit = (world) => ({ ...world, shared: world.shared + 1 });

const moved: Edit = (world, by) => {
  const [first = '', ...others] = world.steps;
  const at = by.next() % world.steps.length;
  return { ...world, steps: [...others.slice(0, at), first, ...others.slice(at)] };
};

/** Each as often as it is listed. */
export const edits: readonly Edit[] = [
  ...[claim, claim, claim, number, number, mark, mark, mark, table, table, note, figure, figure],
  ...[display, display, words, further, further, step, moved, less, lessText, data, shared],
];

/**
 * The project with a claim, a number and a mark for one in so many paths of the forms of results, and with every table, figure and step for one
 * in so many nodes.
 */
export function withReferences(world: World, results: readonly Result[], oneIn: number): World {
  const there = results.filter(({ step, node }) => world.steps.includes(step) && !node.includes('@'));
  const isTaken = (_: unknown, i: number): boolean => i % oneIn === 0;
  let all = world;
  for (const [i, leaf] of leavesOf(there).filter(isTaken).entries()) {
    all = withEntry(all, 'claims', claimsOn(leaf, leaf)[0]!);
    if (!isNumber(leaf)) continue;
    all = withEntry(all, 'numbers', numbersOf(leaf.path)[i % 2]!);
    const language = (['typ', 'tex', 'md'] as const)[i % 3]!;
    all = withLine(all, language, markOf[language](leaf.path));
  }
  for (const step of new Set(there.map((each) => each.step))) {
    const nodes = nodesOf(step, there);
    const sources = sourcesOf(nodes).filter(isTaken);
    if (!nodes.some(isData))
      for (const [i, source] of sources.entries()) all = withEntry(all, 'tables', tablesOf(source)[i % 4]!);
    for (const text of sources.slice(0, 2).flatMap((source) => figuresOf(step, source)))
      all = withEntry(all, 'further', text);
  }
  const oneOfEach = [...new Map(there.map((each) => [formOf(each), each])).values()];
  // What a step is split by is known once the data are.
  const steps = oneOfEach.flatMap(stepsOn).filter((text) => !text.includes('split'));
  for (const text of steps.filter(isTaken)) all = withEntry(all, 'further', text);
  for (const name of all.tables.keys()) all = withLine(all, 'md', tableIn.md(name));
  for (const [name] of [...all.further].filter(isFigure)) all = withLine(all, 'md', figureIn.md(name));
  return all;
}

/** A value for every path of every form of results, in which records of one list have one path. */
function leavesOf(results: readonly Result[]): Leaf[] {
  const leaves = new Map<string, Leaf>();
  const visit = (result: Result, names: readonly string[], form: string): void => {
    const here = namesAt(result.artifact, names);
    if (here.length === 0 && !leaves.has(form)) leaves.set(form, leafAt(result, names, leaves.size % 3 > 0));
    const list = Array.isArray(names.reduce(inside, result.artifact));
    for (const name of here) visit(result, [...names, name], `${form}.${list ? '' : name}`);
  };
  for (const each of results) if (!isData(each)) visit(each, [], formOf(each));
  return [...leaves.values()];
}
