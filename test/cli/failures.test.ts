/** Failing nodes, interrupted runs, parallel runs, two runs at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

/** Nodes that wait, fail, add up, and write what they were given. */
const NOTE = `import { defineStep, Type } from 'papermake/step';

export default defineStep({
  name: 'note',
  summary: 'a text from texts',
  cost: 'long',
  params: Type.Object(
    { text: Type.String(), of: Type.Optional(Type.Array(Type.String())), wait: Type.Optional(Type.Number()) },
    { additionalProperties: false },
  ),
  expand(step, plan) {
    const { of = [], ...params } = step.params;
    const nodes = of.flatMap((name, i) => plan.select(name, [...step.path, 'of', i]) ?? []);
    const path = \`out/\${step.name}.txt\`;
    return [{
      id: step.name,
      params: { ...params, path },
      inputs: Object.fromEntries(nodes.map((node) => [node.id, { is: 'node', node: node.id, parts: 'all' }])),
      origins: { text: { path: [...step.path, 'text'] } },
      outputs: [path],
    }];
  },
  async run({ params, inputs, artifact, rng, signal, fail }) {
    const { text, wait = 0, path } = params as { text: string; wait?: number; path: string };
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      signal.addEventListener('abort', () => { clearTimeout(timer); resolve(0); });
    });
    if (text === 'bad') fail({ code: 'bad-text', message: 'this text is bad', param: 'text', hint: 'write another' });
    if (text === 'bug') throw new TypeError('a bug in the kind');
    const given = inputs.map((name) => new TextDecoder().decode(artifact(name).bytes(\`out/\${name}.txt\`)));
    return { type: 'files', parts: new Map([[path, new TextEncoder().encode([text, ...given].join(' '))]]) };
  },
});
`;

let project: Project;
afterEach(() => project.dispose());

const notes = (...lines: string[]): void => {
  project = new Project({
    'steps/note.ts': NOTE,
    'pipeline.yaml': `papermake: 1\nsteps:\n${lines.map((l) => `  ${l}\n`).join('')}`,
  });
};

describe('a failing node', () => {
  it('stops the run, or with --keep-going only what depends on it; the next run takes up there', async () => {
    notes(
      'a: {kind: note, text: bad}',
      'b: {kind: note, text: from a, of: [a]}',
      'c: {kind: note, text: other, wait: 20}',
      'd: {kind: note, text: from c, of: [c]}',
    );
    const { code, stderr, stdout } = await project.run('-j', '1');
    expect(code).toBe(1);
    expect(stderr).toContain('failed  a\npipeline.yaml:3:25  this text is bad\n    a: {kind: note, text: bad}\n');
    expect(stderr).toContain('hint: write another');
    expect(stdout).toMatch(/^papermake: 4 nodes: 1 failed, 3 skipped/);
    expect(project.has('out')).toBe(false);

    expect(await project.make(['--keep-going'], 1)).toEqual({
      ran: ['c', 'd'],
      cached: [],
      fresh: [],
      failed: ['a'],
      skipped: ['b'],
    });
    expect(project.read('out/d.txt')).toBe('from c other');

    // It ran, if to no end.
    expect((await project.run('status')).stdout).toMatch(/^stale +a +it has no result yet$/m);
    project.edit('pipeline.yaml', 'text: bad', 'text: good');
    expect(await project.make()).toMatchObject({ ran: ['a', 'b'], fresh: ['c', 'd'], failed: [] });
    expect(project.read('out/b.txt')).toBe('from a good');
  });

  it('an exception in a kind is called what it is', async () => {
    notes('a: {kind: note, text: bug}');
    const { code, stderr } = await project.run();
    expect(code).toBe(1);
    expect(stderr).toContain('Internal error: kind `note` threw in `a`:\nTypeError: a bug in the kind');
    const source = project.read('steps/note.ts');
    const line = source.slice(0, source.indexOf('a bug in the kind')).split('\n').length;
    expect(stderr).toMatch(new RegExp(`^ +at .*[\\\\/]steps[\\\\/]note\\.ts:${line}:`, 'm'));
  });
});

describe('an interrupted run', () => {
  // Windows has no signals: whatever is sent ends the process.
  const signals = process.platform === 'win32' ? (['SIGKILL'] as const) : (['SIGINT', 'SIGTERM', 'SIGKILL'] as const);
  it.each(signals)('by %s: the next one completes it', async (signal) => {
    notes('a: {kind: note, text: quick}', 'b: {kind: note, text: slow, of: [a], wait: 60000}');
    const running = project.start('run');
    await running.until('ran     a');
    running.child.kill(signal);
    const { code, stderr } = await running.ended;
    if (signal !== 'SIGKILL') {
      expect({ code, stderr }).toEqual({
        code: signal === 'SIGINT' ? 130 : 143,
        stderr: expect.stringContaining('papermake: interrupted; what had finished is kept'),
      });
    }
    project.edit('pipeline.yaml', 'wait: 60000', 'wait: 1');
    expect(await project.make()).toMatchObject({ ran: ['b'], fresh: ['a'] });
    expect(project.read('out/b.txt')).toBe('slow quick');
    expect(Object.keys(project.tree('out'))).toEqual(['out/a.txt', 'out/b.txt']);
  });
});

describe('several at once', () => {
  it('-j 1 and -j 4 write the same bytes', async () => {
    const lines = Array.from(
      { length: 8 },
      (_, i) => `n${i}: {kind: note, text: t${i}, wait: ${(8 - i) * 5}${i > 3 ? `, of: [n${i - 4}]` : ''}}`,
    );
    notes(...lines);
    await project.make(['-j', '4']);
    const parallel = project.tree('out');
    expect(Object.keys(parallel)).toHaveLength(8);
    project.remove('out');
    project.remove('.papermake');
    await project.make(['-j', '1']);
    expect(project.tree('out')).toEqual(parallel);
  });

  it('a lock of another host is waited for, and told with what frees it', async () => {
    notes('a: {kind: note, text: one}');
    const lock = { pid: 4711, born: null, host: 'elsewhere', released: false };
    project.write('.papermake/lock-3', JSON.stringify(lock));
    const running = project.start('run');
    await running.until('remove `.papermake/lock-3`\n');
    expect(running.seen()).toMatch(
      /^papermake: waiting for the run of process 4711 on host `elsewhere`, which was last heard of at \d{4}-\d\d-\d\d \d\d:\d\d UTC\nhint: /,
    );
    project.remove('.papermake/lock-3');
    expect((await running.ended).code).toBe(0);
    expect(project.read('out/a.txt')).toBe('one');
  });

  it('a second run waits for the first and then finds everything done', async () => {
    notes('a: {kind: note, text: slow, wait: 700}', 'b: {kind: note, text: more, of: [a]}');
    const first = project.start('run');
    while (!project.has('.papermake/lock-1')) await sleep(10);
    const second = await project.run();
    expect(await first.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('2 ran') });
    expect(second).toMatchObject({ code: 0, stdout: 'papermake: all 2 nodes are fresh\n' });
    expect(second.stderr).toMatch(/^papermake: waiting for the run of process \d+ on this project\n$/);
  });
});

describe('a kind that does not come back', () => {
  const kind = (name: string, body: string): string =>
    `import { defineStep, Type } from 'papermake/step';
export default defineStep({ name: '${name}', summary: 's', params: Type.Object({}), run() { ${body} } });
`;

  it.each([
    ['ends the process', 'process.exit(0);', 'kind `odd` came to its end in `second` without a result\n'],
    ['never settles', 'return new Promise(() => {});', 'kind `odd` came to its end in `second` without a result\n'],
    [
      'throws where nobody listens',
      "setTimeout(() => { throw new Error('late'); }, 1); return new Promise((done) => setTimeout(done, 60_000));",
      'kind `odd` threw in `second`:\nError: late\n',
    ],
  ])('%s: said with its name; what ran before is kept', async (_, body, message) => {
    project = new Project({
      'steps/fine.ts': kind('fine', 'return { a: 1 };'),
      'steps/odd.ts': kind('odd', body),
      'pipeline.yaml': 'papermake: 1\nsteps:\n  first: {kind: fine}\n',
    });
    await project.make();
    project.write('pipeline.yaml', 'papermake: 1\nsteps:\n  first: {kind: fine}\n  second: {kind: odd}\n');
    const { code, stderr } = await project.run('run');
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^failed {2}second\npipeline\.yaml:4:3 /);
    project.write('pipeline.yaml', 'papermake: 1\nsteps:\n  first: {kind: fine}\n');
    expect((await project.run('run')).stdout).toBe('papermake: the one node is fresh\n');
  });

  it('ends the process while it plans: no success', async () => {
    project = new Project({
      'steps/odd.ts': kind('odd', '} , expand() { process.exit(0);'),
      'pipeline.yaml': 'papermake: 1\nsteps:\n  a: {kind: odd}\n',
    });
    project.apart = true;
    const { code, stderr } = await project.run('run');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'papermake: the process came to its end before the run did\nhint: a step kind calls no `process.exit`\n',
    });
  });

  it('others go on with --keep-going, more of them than there are workers', async () => {
    project = new Project({
      'steps/fine.ts': kind('fine', 'return { a: 1 };'),
      'steps/odd.ts': kind('odd', 'process.exit(0);'),
      'pipeline.yaml': `papermake: 1\nsteps:\n${[1, 2, 3, 4].map((i) => `  o${i}: {kind: odd}\n  f${i}: {kind: fine}\n`).join('')}`,
    });
    const { ran, cached, failed } = await project.make(['-k', '-j', '2'], 1);
    expect(failed).toEqual(['o1', 'o2', 'o3', 'o4']);
    // Two that begin at once run both, though their recipes are the same.
    expect([...ran, ...cached].sort()).toEqual(['f1', 'f2', 'f3', 'f4']);
    expect(ran).toContain('f1');
  });

  it('is told apart from the many quick nodes that were sent with it', async () => {
    const odd =
      "if (params.of === 70) process.exit(0); if (params.of === 90) throw new Error('odd'); return { of: params.of };";
    project = new Project({
      'steps/one.ts': kind('one', odd).replace('{}), run()', '{ of: Type.Number() }), run({ params })'),
      'pipeline.yaml': `papermake: 1\nsteps:\n${Array.from({ length: 200 }, (_, i) => `  n${i}: {kind: one, of: ${i}}\n`).join('')}`,
    });
    const { ran, failed } = await project.make(['-k'], 1);
    expect(failed).toEqual(['n70', 'n90']);
    expect(ran).toHaveLength(198);
    expect(await project.make(['-k'], 1)).toMatchObject({ ran: [], failed: ['n70', 'n90'] });
  });
});
