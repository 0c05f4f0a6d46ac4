/**
 * Tests what others may do while papermake runs: edit its inputs, run it too, turn the clock, or take files away.
 * @module-tag slow
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lutimesSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { BINARY, Project } from '../cli/harness.ts';
import {
  Bench,
  copyOf,
  expectNothing,
  NIGHTLY,
  runFaulty,
  share,
  sideBySide,
  spread,
  writeAll,
  wrongAfterNextRun,
} from './harness.ts';
import { AFTER, BEFORE, CHANGED } from './scene.ts';

const bench = new Bench();
afterEach(() => bench.dispose());

/** A kind that says it runs and then waits for `go`, so that an edit falls in the middle of it. */
const SLOW = `import { existsSync, writeFileSync } from 'node:fs';
import { defineStep, Type } from 'papermake/step';
import { word } from './lib/word.ts';

export default defineStep({
  name: 'slow',
  summary: 'copies a file when it is told to go',
  params: Type.Object({ file: Type.String(), gate: Type.String() }, { additionalProperties: false }),
  expand(step, plan) {
    const { file, gate } = step.params;
    const outputs = [\`out/\${step.name}.txt\`];
    const read = plan.file(file, [...step.path, 'file']);
    return [{
      id: step.name,
      params: { outputs, gate },
      inputs: { file: { is: 'file', path: read!.path }, template: { is: 'template', name: 'table.md.hbs' } },
      outputs,
    }];
  },
  async run({ params, file }) {
    const { outputs, gate } = params as unknown as { outputs: string[]; gate: string };
    const text = [word, file('file').text(), file('template').text()].join('\\n');
    if (existsSync(gate)) {
      writeFileSync(gate + '/runs', '');
      while (!existsSync(gate + '/go')) await new Promise((resume) => setTimeout(resume, 5));
    }
    return { type: 'files', parts: new Map([[outputs[0], new TextEncoder().encode(text)]]) };
  },
});
`;

const SLOW_FILES: Readonly<Record<string, string>> = {
  'steps/slow.ts': SLOW,
  'steps/lib/word.ts': "export const word = 'one';\n",
  'data/x.txt': 'first\n',
  'templates/other.hbs': '',
  'pipeline.yaml':
    'papermake: 1\nsteps:\n  a: {kind: slow, file: data/x.txt, gate: gate}\n  b: {kind: slow, file: data/x.txt, gate: none}\n',
};

const known = new Map<string, Promise<Record<string, string>>>();

/** What a clean build of these files makes. */
function cleanOutputs(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const text = JSON.stringify(files);
  const outputs = known.get(text) ?? buildClean(files);
  known.set(text, outputs);
  return outputs;
}

async function buildClean(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const project = new Project(files);
  try {
    await project.make(['-j', '1']);
    return project.tree('out');
  } finally {
    project.dispose();
  }
}

describe('an edit while a node runs', () => {
  const EDITS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'of the data': { 'data/x.txt': 'later\n' },
    'of the code': { 'steps/lib/word.ts': "export const word = 'two';\n" },
    'of the pipeline': {
      'pipeline.yaml': `${SLOW_FILES['pipeline.yaml']}  c: {kind: slow, file: data/x.txt, gate: no}\n`,
    },
    'a template appears': { 'templates/table.md.hbs': 'mine\n' },
  };

  it.each(Object.entries(EDITS))('%s: the next plain run, hot path and all, makes it good', async (_, edit) => {
    const project = bench.add(new Project(SLOW_FILES));
    mkdirSync(project.path('gate'));
    const running = runFaulty(project, {});
    while (!project.has('gate/runs')) await sleep(5);
    writeAll(project, edit);
    project.write('gate/go', '');
    await running;
    project.remove('gate');
    expect((await project.run()).code).toBe(0);
    expect(project.tree('out')).toEqual(await cleanOutputs({ ...SLOW_FILES, ...edit }));
  });
});

it.each(NIGHTLY ? [2, 4] : [3])('%i runs at once', async (count) => {
  const outputs = await cleanOutputs(AFTER);
  const from = new Project(BEFORE);
  await from.make(['-j', '1']);
  writeAll(from, AFTER);
  for (const start of [new Project(AFTER), from]) {
    const rounds = Array.from({ length: share(1 / 160) }, () => bench.add(copyOf(start)));
    for (const project of rounds) {
      const ended = await sideBySide(
        Array.from({ length: count }, () => () => runFaulty(project, { args: ['run', '-j', '2'] })),
        count,
      );
      for (const { code, stderr } of ended) {
        expect(stderr).not.toMatch(/Internal error|cannot /);
        expect(code).toBe(0);
      }
      expect(project.tree('out')).toEqual(outputs);
      expect((await project.run()).stdout).toMatch(/^papermake: all \d+ nodes are fresh\n$/);
    }
    expectNothing(
      await wrongAfterNextRun(
        rounds.map((project) => ({ name: 'at once', project })),
        outputs,
      ),
    );
    start.dispose();
  }
});

it('a killed run of another pipeline: the hot path of the first does not overlook what it left', async () => {
  const built = bench.add(new Project({ ...BEFORE, 'other.yaml': AFTER['pipeline.yaml']! }));
  await built.make(['-j', '1']);
  const outputs = built.tree('out');
  let left = 0;
  for (let n = 20; n <= 50; n += Math.max(3, Math.round(16 / share(1 / 160)))) {
    const project = bench.add(copyOf(built));
    // Noted here, so that the stamps are this copy's: what follows is answered without loading the engine.
    await project.run('-q');
    const noted = project.read('.papermake/last-run-v1.json');
    await runFaulty(project, { fault: `kill:${n}`, args: ['run', '-j', '1', '-f', 'other.yaml'] });
    expect(project.read('.papermake/last-run-v1.json')).toBe(noted);
    if (project.has('out/tables/again.md')) left += 1;
    expect((await project.run()).code).toBe(0);
    expect(project.tree('out'), `killed at ${n}`).toMatchObject(outputs);
    // What the other made besides is its own until it goes.
    project.remove('other.yaml');
    expect((await project.run()).code).toBe(0);
    expect(project.tree('out'), `killed at ${n}`).toEqual(outputs);
  }
  expect(left).toBeGreaterThan(0);
});

describe('the clock', () => {
  it('same size and times, other bytes; times in the past, in the future and all the same', async () => {
    const outputs = await cleanOutputs(CHANGED);
    const built = bench.add(new Project(BEFORE));
    await built.make(['-j', '1']);
    const times = [new Date(0), new Date('1999-12-31T23:59:59Z'), new Date('2099-01-01T00:00:00Z'), undefined];
    const cases = times.map((time) => {
      const project = bench.add(copyOf(built));
      const { atime, mtime } = statSync(project.path('data/panel.csv'));
      writeAll(project, CHANGED);
      for (const path of Object.keys(project.tree('.')))
        if (!path.includes('.papermake')) utimesSync(project.path(path), time ?? atime, time ?? mtime);
      return { name: `times ${time?.toISOString() ?? 'as before'}`, project };
    });
    expectNothing(await wrongAfterNextRun(cases, outputs));
    // Once more, from what was noted under the strange times.
    const back = await cleanOutputs(BEFORE);
    for (const { project } of cases) {
      const { atime, mtime } = statSync(project.path('data/panel.csv'));
      writeAll(project, BEFORE);
      for (const path of Object.keys(BEFORE)) utimesSync(project.path(path), atime, mtime);
      lutimesSync(project.path('out'), new Date(0), new Date(0));
      expect((await project.run('-q')).code).toBe(0);
      expect(project.tree('out')).toEqual(back);
    }
  });

  it('notes that claim to be of tomorrow or of long ago', async () => {
    const outputs = await cleanOutputs(CHANGED);
    const built = bench.add(new Project(BEFORE));
    await built.make(['-j', '1']);
    for (const shift of [86_400_000, -86_400_000]) {
      const project = bench.add(copyOf(built));
      const fake = join(project.root, 'clock.mjs');
      project.write('clock.mjs', `const now = Date.now; Date.now = () => now() + ${shift};\n`);
      const { status } = spawnSync(process.execPath, ['--import', fake, BINARY, 'run', '-q'], { cwd: project.root });
      expect(status).toBe(0);
      writeAll(project, CHANGED);
      expect((await project.run('-q')).code).toBe(0);
      expect(project.tree('out'), `by ${shift} ms`).toEqual(outputs);
    }
  });
});

/** Someone who may be refused: root may read everything. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
/** Root must have someone else run it, and a checkout below a closed folder is closed to them. */
const OTHERS_MAY_RUN =
  !isRoot || spawnSync('test', ['-r', BINARY], { uid: NOBODY, gid: NOBODY, stdio: 'ignore' }).status === 0;

function runUnprivileged(
  project: Project,
  args: readonly string[] = ['run', '-j', '1'],
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [BINARY, ...args], {
    cwd: project.root,
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done) => child.on('close', (code) => done({ code, stderr })));
}

/** Gives a project to whoever runs `runUnprivileged`. */
function giveAway(project: Project, path = project.root): void {
  if (isRoot) chownSync(path, NOBODY, NOBODY);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) giveAway(project, join(path, name));
}

describe('files that cannot be read or written', () => {
  const unprivileged = it.skipIf(!OTHERS_MAY_RUN);
  const unreadable = ['data/panel.csv', 'pipeline.yaml', '.papermake/traces-v1.log', 'steps/large.ts', 'out/large.txt'];

  unprivileged.each(spread(unreadable, 2 + share(1 / 160)))('%s: said so, and made good once it can', async (path) => {
    const outputs = await cleanOutputs(CHANGED);
    const project = bench.add(new Project(BEFORE));
    await project.make(['-j', '1']);
    writeAll(project, CHANGED);
    giveAway(project);
    chmodSync(project.path(path), 0o000);
    const { code, stderr } = await runUnprivileged(project);
    expect(stderr).not.toMatch(/Internal error|\n {4}at /);
    if (code !== 0) expect(stderr).toContain(path.split('/').at(-1));
    chmodSync(project.path(path), 0o644);
    const again = await runUnprivileged(project);
    expect(again).toMatchObject({ code: 0 });
    expect(project.tree('out')).toEqual(outputs);
  });

  it.each(['data/panel.csv', 'out/large.txt', '.papermake/traces-v1.log', '.papermake/last-run-v1.json'])(
    'a folder in place of %s',
    async (path) => {
      const outputs = await cleanOutputs(CHANGED);
      const project = bench.add(new Project(BEFORE));
      await project.make(['-j', '1']);
      writeAll(project, CHANGED);
      project.remove(path);
      mkdirSync(project.path(path));
      const { code, stderr } = await project.run('-j', '1');
      expect(stderr).not.toMatch(/Internal error|\n {4}at /);
      if (code !== 0) expect(stderr).toContain(path.split('/').at(-1));
      project.remove(path);
      if (path in CHANGED) writeAll(project, CHANGED);
      expect((await project.run('-j', '1')).code).toBe(0);
      expect(project.tree('out')).toEqual(outputs);
    },
  );

  unprivileged('a folder that is closed: said at the place that names it, and no byte changes', async () => {
    const project = bench.add(new Project(AFTER));
    await project.make(['-j', '1']);
    giveAway(project);
    const outputs = project.tree('out');
    const closed = async (
      folder: string,
      args: readonly string[],
    ): Promise<{ code: number | null; stderr: string }> => {
      chmodSync(project.path(folder), 0o000);
      const ended = await runUnprivileged(project, args);
      chmodSync(project.path(folder), 0o755);
      expect(ended.stderr).not.toMatch(/Internal error|\n {4}at |outside/);
      expect(ended.stderr).toMatch(/permission denied(.|\n)*\nhint: /);
      expect(project.tree('out')).toEqual(outputs);
      return ended;
    };
    for (const args of [[], ['status'], ['run', '-k']]) {
      const { code, stderr } = await closed('data', args);
      expect(code, args.join(' ')).toBe(2);
      expect(stderr).toMatch(/^pipeline\.yaml:\d+:\d+ {2}`data\/panel\.csv` cannot be read: permission denied\n/);
    }
    expect((await closed('templates', [])).code).toBe(1);
    project.edit('pipeline.yaml', 'caption: Again', 'caption: Once more');
    expect((await closed('templates', [])).code).toBe(1);
    expect(await runUnprivileged(project)).toMatchObject({ code: 0 });
    expect(project.read('out/tables/again.md')).toBe('mine: Once more\n');
  });

  unprivileged('a closed file fails what reads it; -k runs the rest', async () => {
    const step = (name: string): string =>
      `  ${name}: {kind: command, run: cat ${name} > o, files: [${name}], outputs: {o: file}}\n`;
    const project = bench.add(
      new Project({ a: '1', b: '1', 'pipeline.yaml': `papermake: 1\nsteps:\n${step('a')}${step('b')}` }),
    );
    for (const text of ['1', '2']) {
      for (const name of ['a', 'b']) project.write(name, text);
      giveAway(project);
      chmodSync(project.path('a'), 0o000);
      const { code, stderr } = await runUnprivileged(project, ['run', '-k']);
      expect(code).toBe(1);
      expect(stderr).toContain('`a` reads `a`, which cannot be read: permission denied\n');
      expect(project.read('out/b/o')).toBe(text);
      chmodSync(project.path('a'), 0o644);
      expect(await runUnprivileged(project)).toMatchObject({ code: 0 });
    }
  });

  unprivileged('a read-only data/ is no hindrance', async () => {
    const project = bench.add(new Project(BEFORE));
    giveAway(project);
    chmodSync(project.path('data/panel.csv'), 0o444);
    chmodSync(project.path('data'), 0o555);
    expect(await runUnprivileged(project)).toMatchObject({ code: 0 });
    expect(project.tree('out')).toEqual(await cleanOutputs(BEFORE));
    chmodSync(project.path('data'), 0o755);
  });
});

/** A file system of a few hundred kilobytes, where mounting is allowed. */
const MOUNTS =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs -o size=64k none /mnt'], { stdio: 'ignore' }).status === 0;

it.skipIf(!MOUNTS)(
  `a file system that is really full${MOUNTS ? '' : ' (lacking the right to mount one)'}`,
  async () => {
    const outputs = await cleanOutputs(BEFORE);
    const project = bench.add(new Project(BEFORE));
    const { root } = project;
    // In a namespace of its own: the mount ends with it. What the full disk holds is copied out for the next run.
    const script = `
    for size in 64 96 128 160 200 260; do
      mount -t tmpfs -o size=\${size}k none /mnt && cp -r "$1/." /mnt/ 2>/dev/null
      "$2" "$3" run -q -j 1 -C /mnt 2>"$1/said-$size"; echo $? >"$1/code-$size"
      mkdir "$1/full-$size" && cp -r /mnt/. "$1/full-$size/" && umount /mnt
    done`;
    const { status } = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', root, process.execPath, BINARY]);
    expect(status).toBe(0);
    const codes = ['64', '96', '128', '160', '200', '260'].map((size) => {
      const said = readFileSync(join(root, `said-${size}`), 'utf8');
      expect(said).not.toMatch(/Internal error/);
      return { size, code: readFileSync(join(root, `code-${size}`), 'utf8').trim(), said };
    });
    expect(codes.some(({ code, said }) => code === '1' && said.includes('no space left'))).toBe(true);
    const cases = codes.map(({ size }) => {
      const copy = bench.add(new Project({}));
      spawnSync('cp', ['-r', `${join(root, `full-${size}`)}/.`, copy.root]);
      writeAll(copy, BEFORE);
      return { name: `${size} kB`, project: copy };
    });
    expectNothing(await wrongAfterNextRun(cases, outputs));
  },
);
