/** Data, names and the YAML may hold anything; a terminal and a browser get none of it raw. */
import { afterEach, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { DATA, PIPELINE, paper } from '../cli/paper.ts';

let project: Project;
afterEach(() => project.dispose());

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const ESCAPE = '\x1b[31m\x1b]0;owned\x07\x9b2J';

/** A level, a label and the printed words of programs, each with escape sequences. */
const HOSTILE = {
  'data/panel.csv': DATA.replaceAll('North', `No${ESCAPE}rth`),
  'say.sh': `printf '\\033[31mred\\033]0;owned\\007\\n'; printf '\\033[31mmore\\n' >&2; exit $1\n`,
  'pipeline.yaml': `${PIPELINE.replace('label: Outcome', 'label: "Out\\e[31m\\x9bcome"').replace(/ {2}doubled.*\n/, '')}
  said: {kind: command, run: 'sh say.sh 0; echo x > o.txt', files: [say.sh], outputs: {o.txt: file}}
  shouted: {kind: command, run: 'sh say.sh 1', files: [say.sh], outputs: {p.txt: file}}
claims:
  c: all(regions.*.x > 300)
`,
};

it('nothing that a command prints steers a terminal', async () => {
  project = new Project(HOSTILE);
  const calls = [
    ['run', '-k'],
    ['run', '-k', '--json'],
    ['status'],
    ['status', '--json'],
    ['show', 'panel'],
    ['show', 'panel', '--json'],
    ['show', 'panel', '--expand'],
    ['show', 'said', '--log'],
    ['show', 'shouted', '--log'],
    ['why', '*'],
    ['check'],
    ['verify'],
    ['graph'],
    ['graph', '--format', 'dot'],
    ['graph', '--format', 'svg'],
    ['run', `no\x1b[31msuch`],
    ['run', '-f', `no\x1b[31msuch.yaml`],
    ['run', `--no\x1b[31msuch`],
  ];
  let said = '';
  for (const args of calls) {
    const { stdout, stderr } = await project.run(...args);
    expect(stdout, args.join(' ')).not.toMatch(RAW);
    expect(stderr, args.join(' ')).not.toMatch(RAW);
    said += stdout + stderr;
  }
  // It is there to be seen.
  expect(said).toContain('␛[31m');
  expect(said).toContain('␛[31mmore');
});

it('a problem of the YAML neither', async () => {
  project = paper({ 'pipeline.yaml': `papermake: 1\nsteps:\n  a: {kind: "in\\e[31mgest", file: "x\x7f"}\n` });
  for (const args of [['run'], ['run', '--json'], ['status']]) {
    const { code, stdout, stderr } = await project.run(...args);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toMatch(RAW);
  }
});

it('the drawing is well-formed XML', async () => {
  project = paper({ 'data/panel.csv': DATA.replaceAll('North', 'No\x01\x1b\x9b\uffff<&rth') });
  await project.make();
  const { code, stdout } = await project.run('graph', '--format', 'svg');
  expect(code).toBe(0);
  expect(stdout).toContain('No␁␛');
  expect(stdout.replace(/[\t\n\r\u0020-\ud7ff\ue000-\ufffd]|[\ud800-\udbff][\udc00-\udfff]/g, '')).toBe('');
});
