/** Random small papers for the engine alone: data, merges, sums, split steps, printed files, and edits of all of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import { sha256 } from '../../src/base/canonical.ts';
import type { Kinds, LoadedKind } from '../../src/engine/kinds.ts';
import { lookAround, readLastRun } from '../../src/engine/resume/last-run.ts';
import { openSession, type Session } from '../../src/engine/run/session.ts';
import { defineStep, type StepKind } from '../../src/engine/step.ts';
import type { Holder } from '../../src/engine/store/lock.ts';
import { type ToyOptions, ToyProject, toyKinds } from '../support/toy.ts';

/** Columns of two tables under one name each. */
const merge = defineStep({
  name: 'merge',
  summary: 'columns of two tables',
  params: Type.Object({ left: Type.String(), right: Type.String() }, { additionalProperties: false }),
  reads: ({ left, right }) => ({ left: { from: left, parts: 'all' }, right: { from: right, parts: 'all' } }),
  run(context) {
    const columns = (['left', 'right'] as const).flatMap((name) => {
      const artifact = context.artifact(name);
      return artifact.parts
        .filter((part) => part.startsWith('column:'))
        .map((part) => [part, artifact.json(part)] as const);
    });
    return { rows: columns.length, ...Object.fromEntries(columns) };
  },
});

/** One to three levels, as many as a column says. */
const levels = defineStep({
  name: 'levels',
  summary: 'levels of a column',
  params: Type.Object({ column: Type.String() }),
  run(context) {
    const { column } = context.params;
    const count = 1 + (Math.abs(context.artifact('data').json(`column:${column}`) as number) % 3);
    return { levels: Array.from({ length: count }, (_, i) => `l${i}`) };
  },
});

const each = defineStep({
  name: 'each',
  summary: 'a total for each level',
  params: Type.Object({ from: Type.String(), by: Type.String(), of: Type.String() }, { additionalProperties: false }),
  expand(step, plan) {
    const { from, by, of } = step.params;
    const data = plan.node(from, [...step.path, 'from']);
    if (!data) return [];
    const reading = (column: string) => ({
      data: { is: 'node' as const, node: data.id, parts: [`column:${column}`] },
    });
    const found = plan.levels({
      id: `${step.name}@levels` as NodeId,
      kind: 'levels',
      params: { column: by },
      inputs: reading(by),
    });
    return (found ?? []).map((level) => ({
      id: `${step.name}.${level}` as NodeId,
      params: { level, of },
      inputs: reading(of),
    }));
  },
  run(context) {
    const { level, of } = context.params as unknown as { level: string; of: string };
    return { total: Number(level.slice(1)) + (context.artifact('data').json(`column:${of}`) as number) };
  },
});

/** Totals through a template, into one file or two. */
const page = defineStep({
  name: 'page',
  summary: 'writes totals to out/',
  params: Type.Object(
    { of: Type.Array(Type.String()), title: Type.String(), copies: Type.Integer() },
    { additionalProperties: false },
  ),
  expand(step, plan) {
    const { of, title, copies } = step.params;
    const nodes = of.flatMap((name, i) => plan.select(name, [...step.path, 'of', i]) ?? []);
    const outputs = Array.from({ length: copies }, (_, i) => `out/${step.name}/${i}.txt`);
    return [
      {
        id: step.name as NodeId,
        params: { outputs, title, names: nodes.map((node) => node.id) },
        inputs: {
          template: { is: 'template', name: 'page.hbs' },
          ...Object.fromEntries(
            nodes.map((node) => [node.id, { is: 'node', node: node.id, parts: ['total'] } as const]),
          ),
        },
        outputs,
      },
    ];
  },
  run(context) {
    const { outputs, title, names } = context.params as unknown as {
      outputs: string[];
      title: string;
      names: string[];
    };
    const totals = names.map((name) => `${name} ${context.artifact(name).json('total')}\n`);
    const bytes = Buffer.from(`${context.file('template').text()}${title}\n${totals.join('')}`);
    return { type: 'files', parts: new Map(outputs.map((path) => [path, bytes])) };
  },
});

export function worldKinds(options: ToyOptions): Kinds {
  const own = [merge, levels, each, page].map((kind): LoadedKind => {
    const digest = sha256(`${kind.name} 1`);
    return {
      name: kind.name,
      kind: kind as unknown as StepKind,
      code: { digest, files: {}, packages: {} },
      module: null,
    };
  });
  return new Map([...toyKinds(options), ...own.map((loaded) => [loaded.name, loaded] as const)]);
}

interface Sum {
  readonly columns: readonly number[];
  readonly of: readonly number[];
  readonly add: number;
}

/** Everything is referred to by number, so that no edit leaves a dangling name. */
export interface World {
  readonly cells: readonly number[];
  readonly sums: readonly Sum[];
  readonly splits: readonly { readonly by: number; readonly of: number }[];
  readonly pages: readonly { readonly of: readonly number[]; readonly title: number; readonly copies: number }[];
  readonly merged: boolean;
  readonly factor: number;
  /** 0: the built-in one. */
  readonly template: number;
  /** Part of the names of columns and of steps. */
  readonly columnName: number;
  readonly stepName: number;
  /** What no result depends on: comments, order of lines, of keys and of columns. */
  readonly layout: number;
}

export type Draw = (below: number) => number;

/** A small generator of whole numbers (mulberry32), so that a failure is named by its seed. */
export function drawFrom(seed: number): Draw {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const some = (draw: Draw, below: number): number[] => [
  ...new Set(Array.from({ length: 1 + draw(2) }, () => draw(below))),
];

const newSum = (draw: Draw, before: number, columns: number): Sum => ({
  columns: some(draw, columns),
  of: before > 0 && draw(2) === 0 ? some(draw, before) : [],
  add: draw(3),
});

const newPage = (draw: Draw, sums: number) => ({ of: some(draw, sums), title: draw(3), copies: 1 + draw(2) });

export function newWorld(draw: Draw): World {
  const cells = Array.from({ length: 2 + draw(4) }, () => draw(4));
  const sums: Sum[] = [];
  for (let i = 1 + draw(4); i > 0; i--) sums.push(newSum(draw, sums.length, cells.length));
  return {
    cells,
    sums,
    splits: Array.from({ length: draw(3) }, () => ({ by: draw(cells.length), of: draw(cells.length) })),
    pages: Array.from({ length: 1 + draw(2) }, () => newPage(draw, sums.length)),
    merged: draw(3) === 0,
    factor: 1,
    template: draw(2),
    columnName: 0,
    stepName: 0,
    layout: 0,
  };
}

const replaced = <T>(list: readonly T[], at: number, change: (item: T) => T): T[] =>
  list.map((item, i) => (i === at ? change(item) : item));

export const EDITS: Readonly<Record<string, (world: World, draw: Draw) => Partial<World>>> = {
  cell: ({ cells }, draw) => ({ cells: replaced(cells, draw(cells.length), () => draw(4)) }),
  'column added': ({ cells }, draw) => (cells.length < 8 ? { cells: [...cells, draw(4)] } : {}),
  'column removed': (world) => {
    const last = world.cells.length - 1;
    const isRead = [...world.sums.flatMap((sum) => sum.columns), ...world.splits.flatMap((s) => [s.by, s.of])];
    return last < 2 || isRead.includes(last) ? {} : { cells: world.cells.slice(0, -1) };
  },
  parameter: ({ sums }, draw) => ({ sums: replaced(sums, draw(sums.length), (sum) => ({ ...sum, add: draw(3) })) }),
  'other columns': ({ sums, cells }, draw) => ({
    sums: replaced(sums, draw(sums.length), (sum) => ({ ...sum, columns: some(draw, cells.length) })),
  }),
  'step added': ({ sums, cells }, draw) =>
    sums.length < 8 ? { sums: [...sums, newSum(draw, sums.length, cells.length)] } : {},
  'step removed': ({ sums, pages }) =>
    sums.length < 2 || pages.some((each) => each.of.includes(sums.length - 1)) ? {} : { sums: sums.slice(0, -1) },
  'split added': ({ splits, cells }, draw) =>
    splits.length < 3 ? { splits: [...splits, { by: draw(cells.length), of: draw(cells.length) }] } : {},
  'split removed': ({ splits }) => ({ splits: splits.slice(0, -1) }),
  'page added': ({ pages, sums }, draw) => (pages.length < 4 ? { pages: [...pages, newPage(draw, sums.length)] } : {}),
  'page removed': ({ pages }) => (pages.length > 1 ? { pages: pages.slice(0, -1) } : {}),
  'page changed': ({ pages, sums }, draw) => ({
    pages: replaced(pages, draw(pages.length), () => newPage(draw, sums.length)),
  }),
  merge: ({ merged }) => ({ merged: !merged }),
  code: ({ factor }) => ({ factor: 3 - factor }),
  template: (_, draw) => ({ template: draw(3) }),
  'columns renamed': (_, draw) => ({ columnName: draw(3) }),
  'steps renamed': (_, draw) => ({ stepName: draw(3) }),
  layout: (_, draw) => ({ layout: draw(1000) }),
};

/** The files of a world. */
export function filesOf(world: World): Readonly<Record<string, string>> {
  const { layout, merged } = world;
  const column = (i: number): string => `${'xyz'[world.columnName]}${i}`;
  const sum = (i: number): string => `${'sto'[world.stepName]}${i}`;
  const turned = <T>(list: readonly T[]): T[] => (layout % 2 === 0 ? [...list] : list.toReversed());
  const lines = turned(world.cells.map((cell, i) => `${column(i)} ${cell}`));
  const data = merged ? 'both' : 'data';
  const keys = (entries: readonly string[]): string => `{${turned(entries).join(', ')}}`;
  const splits = world.splits.map((_, i) => `split${i}`);
  const steps = [
    'data: {kind: table, file: data/x.txt}',
    ...(merged ? ['more: {kind: table, file: data/more.txt}', 'both: {kind: merge, left: data, right: more}'] : []),
    ...world.sums.map(
      ({ columns, of, add }, i) =>
        `${sum(i)}: ${keys(['kind: sum', `from: ${data}`, `columns: [${columns.map(column)}]`, `of: [${of.map(sum)}]`, `add: ${add}`])}`,
    ),
    ...world.splits.map(
      ({ by, of }, i) =>
        `split${i}: ${keys(['kind: each', `from: ${data}`, `by: ${column(by)}`, `of: ${column(of)}`])}`,
    ),
    ...world.pages.map(
      ({ of, title, copies }, i) =>
        `page${i}: ${keys(['kind: page', `of: [${[...of.map(sum), ...splits]}]`, `title: t${title}`, `copies: ${copies}`])}`,
    ),
  ];
  return {
    'data/x.txt': `# ${layout % 3}\n${lines.map((line) => `${line}\n`).join('')}`,
    'data/more.txt': `extra ${world.cells[0]}\n`,
    'builtin/page.hbs': 'built in\n',
    'code.txt': `${world.factor}\n`,
    ...(world.template === 0 ? {} : { 'templates/page.hbs': `own ${world.template}\n` }),
    'pipeline.yaml': `papermake: 1\n# ${layout % 5}\nsteps:\n${turned(steps)
      .map((line) => `  ${line}\n`)
      .join('')}`,
  };
}

export class WorldProject extends ToyProject {
  /** A broken engine: what it does to a session that was just opened. */
  tamper: (session: Session) => void = () => {};
  override codeFiles = ['code.txt'];
  /** Its runs follow each other: whom one of them waits for has died. */
  override waiting = (holder: Holder): never => {
    throw new Error(`waits for ${holder.file} of a run that is over`);
  };
  #files: Readonly<Record<string, string>> = {};

  override async open(kinds: Kinds): Promise<Session> {
    const opened = await openSession({
      trusted: true,
      root: this.root,
      file: 'pipeline.yaml',
      kinds,
      template: (name) => (existsSync(join(this.root, 'templates', name)) ? `templates/${name}` : `builtin/${name}`),
      last: this.remembers ? readLastRun(this.root) : undefined,
      began: lookAround(this.root),
    });
    if (!opened.ok) throw new Error(opened.problems.map((p) => p.message).join('\n'));
    this.tamper(opened.session);
    return opened.session;
  }

  /** Writes what is different, as an editor does. */
  become(files: Readonly<Record<string, string>>): void {
    for (const path of Object.keys(this.#files)) if (files[path] === undefined) this.remove(path);
    for (const [path, text] of Object.entries(files)) if (this.#files[path] !== text) this.write(path, text);
    this.#files = files;
  }
}
