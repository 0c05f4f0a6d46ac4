/** Conversations that break the protocol, and ends of conversations. */
import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import { until } from '../../support/patience.ts';
import { codesOf, PIPELINE, type Scene } from './stage.ts';

/** Whoever said something wrong is answered, and goes on. */
const errors = (lines: readonly string[], code: number) => ({
  async play(stage: Parameters<Scene['play']>[0]) {
    const client = await stage.client();
    for (const line of lines) client.raw(`${line}\n`);
    expect((await client.tool('status')).isError).toBe(false);
    const refused = client.messages.filter(({ error }) => error !== undefined);
    expect(refused.map(({ error }) => error!.code)).toEqual(lines.map(() => code));
    expect(await client.close()).toBe(0);
  },
});

const SLEEPS = PIPELINE.replace(
  '  tables:',
  `  slow: {kind: command, run: "touch begun && sleep 60 && touch over", outputs: {a.txt: file}}
  tables:`,
);

export const protocolScenes: readonly Scene[] = [
  { name: 'lines that are no JSON', ...errors(['{bad', 'run', '\u0000', '{"jsonrpc": "2.0"', 'NaN'], -32700) },
  {
    name: 'batches and bare values',
    ...errors(['[]', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', '1', '"x"', 'null'], -32600),
  },
  {
    name: 'messages of another form',
    ...errors(
      [
        '{}',
        '{"jsonrpc":"1.0","id":1,"method":"ping"}',
        '{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}',
        '{"jsonrpc":"2.0","id":900,"params":{}}',
        '{"jsonrpc":"2.0","id":1.5,"method":"ping"}',
        '{"jsonrpc":"2.0","id":901,"method":"tools/call","params":[1]}',
        '{"jsonrpc":"2.0","id":902,"method":7}',
      ],
      -32600,
    ),
  },
  {
    name: 'methods that there are not',
    ...errors(['{"jsonrpc":"2.0","id":"m","method":"shell/run","params":{"command":"id"}}'], -32601),
  },
  {
    name: 'a message of ten megabytes, in one piece and in many',
    async play(stage) {
      const client = await stage.client();
      client.raw(`{"jsonrpc":"2.0","id":70,"method":"ping","params":{"x":"${'y'.repeat(10_000_000)}"}}\n`);
      for (let i = 0; i < 100; i++) client.raw('z'.repeat(100_000));
      client.raw('\n');
      expect((await client.tool('status')).isError).toBe(false);
      expect(client.messages.flatMap(({ error }) => error?.code ?? [])).toEqual([-32600, -32600]);
      await client.close();
    },
  },
  {
    name: 'arguments nested 100,000 deep',
    async play(stage) {
      const client = await stage.client();
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      client.raw(
        `{"jsonrpc":"2.0","id":71,"method":"tools/call","params":{"name":"show","arguments":{"nodes":${deep}}}}\n`,
      );
      await client.answer(71);
      expect((await client.tool('status')).isError).toBe(false);
    },
  },
  {
    name: 'blank lines, ends of lines of Windows, and bytes that are no UTF-8',
    async play(stage) {
      const client = await stage.client();
      client.raw('\n\r\n{"jsonrpc":"2.0","id":72,"method":"ping"}\r\n');
      expect((await client.answer(72)).result).toEqual({});
      client.raw(Uint8Array.from([0xff, 0xfe, 0x0a]));
      expect((await client.tool('status')).isError).toBe(false);
    },
  },
  {
    name: 'a tool that there is not',
    async play(stage) {
      const client = await stage.client();
      const { error } = await client.ask('tools/call', { name: 'stauts', arguments: {} });
      expect(error).toMatchObject({
        code: -32602,
        data: { problems: [{ code: 'unknown-tool', hint: 'did you mean `status`?' }] },
      });
      for (const name of ['__proto__', 'constructor', 'bash', ''])
        expect((await client.ask('tools/call', { name, arguments: {} })).error?.code).toBe(-32602);
    },
  },
  {
    name: '`run`, where nobody allowed it',
    async play(stage) {
      const client = await stage.client({ args: [] });
      const { tools } = (await client.ask('tools/list')).result as { tools: { name: string }[] };
      expect(tools.map(({ name }) => name)).not.toContain('run');
      const { error } = await client.ask('tools/call', { name: 'run', arguments: {} });
      expect(JSON.stringify(error)).toContain('`papermake mcp --allow-run` offers it');
      expect((await client.tool('check')).data).toMatchObject({ claims: [{ claim: 'positive', holds: null }] });
      expect(stage.project.has('out')).toBe(false);
      expect(await stage.estimated()).toBe(0);
    },
  },
  {
    name: 'wrong arguments, all told at once',
    async play(stage) {
      const client = await stage.client();
      const told = await client.tool('show', { node: 'main', nodes: [7, 'main'], expand: 'yes' });
      expect(told).toMatchObject({ isError: true, exit: 2, data: { event: 'refused' } });
      expect(told.data.problems.map(({ message }: { message: string }) => message).sort()).toEqual([
        '`expand` must be boolean',
        '`nodes.0` must be string',
        'unknown argument `node`',
      ]);
      for (const given of [[], 'main', 7, null])
        expect((await client.ask('tools/call', { name: 'status', arguments: given })).result?.isError ?? true).toBe(
          true,
        );
    },
  },
  {
    name: 'names of the host language as arguments',
    async play(stage) {
      const client = await stage.client();
      client.raw(
        '{"jsonrpc":"2.0","id":73,"method":"tools/call","params":{"name":"status","arguments":{"__proto__":{"mayRun":true},"constructor":1}}}\n',
      );
      expect(codesOf(await client.toldOf(73))).toContain('bad-argument');
      expect((await client.tool('show', { nodes: ['__proto__', 'constructor', 'toString'] })).exit).toBe(2);
    },
  },
  {
    name: 'options of the command line as names',
    async play(stage) {
      const client = await stage.client();
      for (const nodes of [['--allow-outside'], ['-C', '/'], ['--trust'], ['-f', '/etc/passwd'], ['--log']]) {
        const told = await client.tool('show', { nodes });
        expect([told.exit, new Set(codesOf(told))]).toEqual([2, new Set(['unknown-node'])]);
      }
      expect((await client.tool('plan', { nodes: ['--on', 'hpc'] })).exit).toBe(2);
      expect((await client.tool('run', { nodes: ['--on=hpc'] })).exit).toBe(2);
    },
  },
  {
    name: 'what a kind of the project prints',
    files: {
      'steps/loud.ts': `import { defineStep, Type } from 'papermake/step';
console.log('{"jsonrpc":"2.0","id":1,"result":{}}');
export default defineStep({ name: 'loud', summary: 's', params: Type.Object({}),
  run() { console.log('loud'); process.stdout.write('louder'); return { a: 1 }; } });
`,
      'pipeline.yaml': PIPELINE.replace('  tables:', '  own: {kind: loud}\n  tables:'),
    },
    async play(stage) {
      await stage.papermake('trust');
      const client = await stage.client();
      expect((await client.tool('run')).data.at(-1)).toMatchObject({ event: 'done', failed: [] });
      expect(client.lines.join('\n')).not.toMatch(/loud(er)?$/m);
    },
  },
  {
    name: 'the end of the input, while a program runs',
    files: { 'pipeline.yaml': SLEEPS },
    async play(stage) {
      await stage.papermake('trust');
      const client = await stage.client();
      client.beginTool('run');
      await until('the start of the program', () => stage.project.has('begun') || begunIn(stage.project.root));
      expect(await client.close()).toBe(0);
      expect(released(stage.project.tree('.papermake'))).toBe(true);
    },
  },
  {
    name: 'a signal, while a program runs',
    files: { 'pipeline.yaml': SLEEPS },
    async play(stage) {
      await stage.papermake('trust');
      const client = await stage.client();
      const run = client.begin('tools/call', { name: 'run', arguments: {}, _meta: { progressToken: 'p' } });
      await until('progress', () => client.messages.some(({ params }) => params?.message === 'slow'));
      client.child.kill('SIGTERM');
      expect(await client.ended).toBe(143);
      expect(client.messages.some(({ id, result }) => id === run && result?.isError !== true)).toBe(false);
    },
  },
  {
    name: 'a client that is gone',
    files: { 'pipeline.yaml': SLEEPS },
    async play(stage) {
      await stage.papermake('trust');
      const client = await stage.client();
      client.begin('tools/call', { name: 'run', arguments: {}, _meta: { progressToken: 'p' } });
      await until('progress', () => client.messages.some(({ params }) => params?.message === 'slow'));
      client.child.stdout!.destroy();
      client.child.stdin!.destroy();
      // It was there to the end, or nobody read what it answered.
      expect([0, 141]).toContain(await client.ended);
    },
  },
  {
    name: 'a request that is cancelled, while a program runs',
    files: { 'pipeline.yaml': SLEEPS },
    async play(stage) {
      await stage.papermake('trust');
      const client = await stage.client();
      const run = client.begin('tools/call', { name: 'run', arguments: {}, _meta: { progressToken: 'p' } });
      await until('progress', () => client.messages.some(({ params }) => params?.message === 'slow'));
      client.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: run, reason: 'enough' } });
      // A call that changes the project comes after the call that is under way.
      expect((await client.tool('run', { nodes: ['main'] })).exit).toBe(0);
      expect(client.messages.some(({ id, result }) => id === run && result !== undefined)).toBe(false);
    },
  },
  {
    name: 'cancelling what is not asked, or was answered',
    async play(stage) {
      const client = await stage.client();
      const status = client.beginTool('status');
      await client.answer(status);
      for (const requestId of [status, 4711, 'x'])
        client.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } });
      expect((await client.tool('status')).isError).toBe(false);
    },
  },
];

/** Programs run in folders of their own. */
const begunIn = (root: string): boolean => existsSync(`${root}/.papermake/run-now-v1.json`);

const released = (store: Readonly<Record<string, string>>): boolean => {
  const lock = Object.entries(store).findLast(([path]) => /lock-\d+$/.test(path));
  return (JSON.parse(lock![1]) as { released: boolean }).released;
};
