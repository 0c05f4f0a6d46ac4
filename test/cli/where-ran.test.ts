/** What is on record of a node that ran on this machine: the machine, processor time and memory; in `why`, `show`, `--json` and on the page. */
import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Project } from './harness.ts';

// Half of the units are treated in the later years.
const rows = Array.from(
  { length: 60 },
  (_, row) => `u${row % 12},${2000 + Math.floor(row / 12)},${(row * 7) % 13},${row % 12 < 6 && row >= 24 ? 1 : 0}`,
);

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: u, time: t}}
  main: {kind: models, from: panel, fit: y ~ x | u}
  placebo: {kind: placebo, base: main, treatment: x, permute: units, draws: 6000, seed: 1}
  made:
    kind: command
    run: [${JSON.stringify(process.execPath)}, -e, "const held = Buffer.alloc(2e8, 1); for (let t = Date.now(); Date.now() - t < 900; ); require('fs').writeFileSync('out.txt', String(held[0]))"]
    outputs: {out.txt: file}
`;

let project: Project;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': `u,t,y,x\n${rows.join('\n')}\n` });
  await project.make();
});
afterAll(() => project.dispose());

const told = async (command: string, node: string): Promise<string> =>
  (await project.run(command, node)).stdout.replaceAll(/\s+/g, ' ');
const json = async (command: string, node: string) => {
  const said = JSON.parse((await project.run(command, '--json', node)).stdout);
  return Array.isArray(said) ? said[0] : said;
};

// Windows does not tell what memory a program had.
it.skipIf(process.platform === 'win32')('names the machine and the memory of every node', async () => {
  for (const node of ['panel', 'main', 'placebo', 'made']) {
    const { ranOn } = await json('why', node);
    expect(ranOn).toMatchObject({ machine: hostname(), peak: expect.any(Number) });
    expect((await json('show', node)).ranOn).toEqual(ranOn);
  }
  const line = `it ran on ${hostname()}, where papermake and its programs had at most`;
  expect(await told('why', 'main')).toContain(line);
  expect(await told('show', 'main')).toContain(line);
});

it.skipIf(process.platform !== 'linux')('has the time and the memory of a program', async () => {
  const { ranOn } = await json('why', 'made');
  expect(ranOn.cpu).toBeGreaterThan(100);
  expect(ranOn.peak).toBeGreaterThan(190);
  expect(await told('show', 'made')).toMatch(
    new RegExp(`it took [\\d.]+ m?s of processor time on ${hostname()}, where papermake and its programs had at most`),
  );
});

it('has each piece of a divided step, and tells their sum', async () => {
  const { pieces } = await json('why', 'placebo');
  expect(pieces.length).toBeGreaterThan(1);
  for (const piece of pieces)
    expect(piece).toMatchObject({ node: expect.stringContaining('placebo@'), ranOn: { machine: hostname() } });
  expect(await told('why', 'placebo')).toContain(`of its pieces, ${pieces.length} ran on ${hostname()} `);
  expect((await json('show', 'placebo')).pieces).toEqual(pieces);
});

it('does not name the machine to readers of a published page', async () => {
  const { code, stderr } = await project.run('report', 'page.html');
  expect(code, stderr).toBe(0);
  const page = project.read('page.html');
  expect(page).toContain('since it ran');
  expect(page).not.toContain(`ran on ${hostname()}`);
  expect(page).not.toContain('where papermake and its programs');
});
