/** A small engine world for tests: toy kinds, a project in a temporary folder, runs in this process. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Type from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import { sha256 } from '../../src/base/canonical.ts';
import { isComplete, type RunEvent } from '../../src/engine/events.ts';
import type { Executor } from '../../src/engine/executors/executor.ts';
import { local } from '../../src/engine/executors/local.ts';
import type { Executors } from '../../src/engine/executors/registry.ts';
import type { Kinds, LoadedKind } from '../../src/engine/kinds.ts';
import { lookAround, readLastRun } from '../../src/engine/resume/last-run.ts';
import { leave } from '../../src/engine/resume/leave.ts';
import { openSession, runPipeline, type Session, type SessionResult, survey } from '../../src/engine/run/session.ts';
import { defineStep, type StepKind } from '../../src/engine/step.ts';
import type { Holder } from '../../src/engine/store/lock.ts';

/** `name value` lines of a file become parts `column:name`; lines that begin with # are dropped. */
const table = defineStep({
  name: 'table',
  summary: 'columns from a file',
  params: Type.Object({ file: Type.String() }, { additionalProperties: false }),
  reads: ({ file }) => ({ file: { file } }),
  run(context) {
    const lines = context
      .file('file')
      .text()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries([
      ['rows', lines.length],
      ...lines.map((line) => line.split(' ')).map(([name, value]) => [`column:${name}`, Number(value)]),
    ]);
  },
});

const sumOf = (factor: number): StepKind =>
  defineStep({
    name: 'sum',
    summary: 'adds columns and totals',
    params: Type.Object(
      {
        from: Type.Optional(Type.String()),
        columns: Type.Optional(Type.Array(Type.String())),
        of: Type.Optional(Type.Array(Type.String())),
        add: Type.Optional(Type.Number()),
      },
      { additionalProperties: false },
    ),
    reads: ({ from, columns = [], of = [] }) => ({
      ...(from === undefined ? {} : { data: { from, columns } }),
      ...Object.fromEntries(of.map((name) => [name, { from: name, parts: ['total'] }])),
    }),
    run(context) {
      const { columns = [], of = [], add = 0 } = context.params;
      const data = columns.map((name) => context.artifact('data').json(`column:${name}`) as number);
      const totals = of.map((name) => context.artifact(name).json('total') as number);
      // Even and odd totals look the same to `parity`, which is where early cutoff shows.
      const total = factor * [...data, ...totals, add].reduce((a, b) => a + b, 0);
      return { total, parity: Math.abs(total) % 2 };
    },
  }) as StepKind;

const print = defineStep({
  name: 'print',
  summary: 'writes totals to out/',
  params: Type.Object(
    { of: Type.Array(Type.String()), title: Type.Optional(Type.String()) },
    { additionalProperties: false },
  ),
  expand(step, plan) {
    const nodes = step.params.of.flatMap((name, i) => plan.select(name, [...step.path, 'of', i]) ?? []);
    return [
      {
        id: step.name as NodeId,
        params: { path: `out/${step.name}.txt`, names: nodes.map((node) => node.id), title: step.params.title ?? '' },
        inputs: Object.fromEntries(
          nodes.map((node) => [node.id, { is: 'node', node: node.id, parts: ['total'] } as const]),
        ),
        outputs: [`out/${step.name}.txt`],
        origins: { title: { path: [...step.path, 'title'], text: step.params.title ?? '' } },
      },
    ];
  },
  run(context) {
    const { path, names, title } = context.params as unknown as { path: string; names: string[]; title: string };
    const lines = names.map((name) => `${name} ${context.artifact(name).json('total')}\n`);
    return { type: 'files', parts: new Map([[path, Buffer.from(`${title}\n${lines.join('')}`)]]) };
  },
});

export interface ToyOptions {
  /** Multiplies every sum: another value is other code. */
  readonly factor?: number;
  /** A broken engine: the digest of `sum`'s code does not follow its code. */
  readonly forgetCode?: boolean;
}

export function toyKinds({ factor = 1, forgetCode = false }: ToyOptions = {}): Kinds {
  const load = (kind: StepKind, version: number): LoadedKind => {
    const text = `${kind.name} ${version}`;
    return {
      name: kind.name,
      kind,
      code: { digest: sha256(text), files: { [`steps/${kind.name}.ts`]: sha256(text) }, packages: {} },
      module: null,
    };
  };
  const kinds = [load(table as StepKind, 1), load(sumOf(factor), forgetCode ? 1 : factor), load(print as StepKind, 1)];
  return new Map(kinds.map((loaded) => [loaded.name, loaded]));
}

/** Where toy projects run their nodes. */
export const inThisThread = (): Executor => local.open({ workers: new URL('file:///'), jobs: 1 });

/** One executor for all nodes. */
export const allBy = (executor: Executor): Executors => ({
  get busy() {
    return executor.busy;
  },
  prepare: () => executor.prepare(),
  choose: () => executor,
  close: () => executor.close(),
});

export class ToyProject {
  /** Whether runs start from what the last one remembered, as the command line's do. */
  remembers = true;
  /** Files whose change means other code. */
  codeFiles: readonly string[] = [];
  /** Where a template lies, relative to the project. */
  template: (name: string) => string | undefined = () => undefined;
  /** Told who holds the store, when another run does. */
  waiting: (holder: Holder) => void = () => {};
  readonly root: string;

  constructor(parent = tmpdir()) {
    this.root = mkdtempSync(join(parent, 'papermake toy 项目-'));
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { force: true, recursive: true });
  }

  async open(kinds: Kinds = toyKinds()): Promise<Session> {
    const opened = await openSession({
      trusted: true,
      root: this.root,
      file: 'pipeline.yaml',
      kinds,
      template: this.template,
      last: this.remembers ? readLastRun(this.root) : undefined,
      began: lookAround(this.root),
    });
    if (!opened.ok) throw new Error(opened.problems.map((p) => p.message).join('\n'));
    return opened.session;
  }

  async run(kinds: Kinds = toyKinds(), targets: readonly string[] = [], more: ToyRunOptions = {}): Promise<ToyRun> {
    return this.runOpened(await this.open(kinds), kinds, targets, more);
  }

  async runOpened(
    session: Session,
    kinds: Kinds = toyKinds(),
    targets: readonly string[] = [],
    more: ToyRunOptions = {},
  ): Promise<ToyRun> {
    const events: RunEvent[] = [];
    const executor = more.executor ?? inThisThread();
    const result = await runPipeline(session, {
      targets,
      jobs: more.jobs ?? 1,
      keepGoing: more.keepGoing ?? false,
      forced: more.forced ?? false,
      signal: new AbortController().signal,
      unguarded: async (act) => act(),
      listen: (event) => {
        events.push(event);
        more.listen?.(event);
      },
      executors: allBy(executor),
      waiting: this.waiting,
      reopen: async () => ({ ok: true, session: await this.open(kinds) }),
      finish: (done) => {
        if (this.remembers) leave(done, this.codeFiles, targets.length === 0 && isComplete(done.outcome));
      },
    });
    return {
      result,
      events,
      ran: ids(events, 'ran'),
      cached: ids(events, 'cached'),
      fresh: [
        ...ids(events, 'fresh'),
        ...events.flatMap((event) => (event.event === 'left' ? event.nodes : [])),
      ].sort(),
      failed: ids(events, 'failed'),
      skipped: ids(events, 'skipped'),
    };
  }

  async survey(kinds: Kinds = toyKinds()) {
    return survey(await this.open(kinds));
  }

  /** path → bytes of everything under out/. */
  outputs(): Record<string, string> {
    const list = (folder: string): string[] =>
      existsSync(join(this.root, folder))
        ? readdirSync(join(this.root, folder)).flatMap((name) =>
            statSync(join(this.root, folder, name)).isDirectory() ? list(`${folder}/${name}`) : [`${folder}/${name}`],
          )
        : [];
    return Object.fromEntries(
      list('out')
        .sort()
        .map((path) => [path, readFileSync(join(this.root, path), 'latin1')]),
    );
  }

  /** The same without the manifest, which says what they say. */
  results(): Record<string, string> {
    const { 'out/manifest.json': _, ...results } = this.outputs();
    return results;
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export interface ToyRunOptions {
  readonly forced?: boolean;
  readonly keepGoing?: boolean;
  readonly jobs?: number;
  readonly executor?: Executor;
  readonly listen?: (event: RunEvent) => void;
}

export interface ToyRun {
  readonly result: SessionResult;
  readonly events: readonly RunEvent[];
  readonly ran: readonly string[];
  readonly cached: readonly string[];
  readonly fresh: readonly string[];
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

const ids = (events: readonly RunEvent[], kind: RunEvent['event']): string[] =>
  events.flatMap((event) => (event.event === kind && 'node' in event ? [event.node] : [])).sort();
