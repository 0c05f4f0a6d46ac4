/** Programs that scripts start: steps that declare what they read and write, or lines that say what is missing. */
import { describe, expect, it } from 'vitest';
import type { Imported } from '../../src/import/imported.ts';
import { readR } from '../../src/import/r/read.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { nowhere } from './nowhere.ts';

const host = (files: Readonly<Record<string, string>>) => ({
  ...nowhere,
  isThere: (path: string) => Object.hasOwn(files, path),
  advice: (word: string) => (word === 'xthdidregress' ? 'write `kind: did`' : undefined),
  script: (path: string) => files[path],
});
const steps = ({ draft }: Imported): unknown[] =>
  draft.steps.map(({ name, kind, keys }) => ({ name, kind, ...Object.fromEntries(keys) }));

describe('a program', () => {
  const files = {
    'clean.py': "d = pd.read_csv('raw.csv')\nd.to_csv(\"clean.csv\")\nplt.savefig('f.png')\n",
    'raw.csv': '',
  };

  it('is a step that reads and writes what its script names, and whose data later lines read', () => {
    const read = readStata(
      'shell python clean.py\nimport delimited clean.csv, clear\nreg y x\n! Rscript t.R clean.csv > t.txt\n',
      host(files),
    );
    expect(steps(read)).toEqual([
      {
        name: 'clean',
        kind: 'command',
        run: ['python', 'clean.py'],
        files: ['clean.py', 'raw.csv'],
        outputs: { 'clean.csv': 'frame', 'f.png': 'file' },
      },
      { name: 'clean_2', kind: 'derive', from: 'clean.clean' },
      { name: 'models', kind: 'models', from: 'clean_2' },
      {
        name: 't',
        kind: 'command',
        run: 'Rscript t.R clean.csv > t.txt',
        files: ['t.R'],
        inputs: { 'clean.csv': 'clean.clean' },
        outputs: { 't.txt': 'file' },
      },
    ]);
    expect(read.lines.map(({ outcome }) => outcome.is)).toEqual(['command', 'became', 'became', 'command']);
    expect([...read.files.keys()]).toEqual(['clean.py', 'raw.csv', 't.R']);
  });

  it('is told where what it writes is not known, or where several stand on the line', () => {
    const { lines } = readStata('shell make\n! python a.py | sort\nshell\n', host({}));
    expect(lines.map(({ outcome }) => outcome)).toMatchObject([
      { is: 'unread', why: 'what `make` writes is not known' },
      { is: 'unread', why: 'a line of the shell with more than one program is not read' },
      { is: 'unread', why: 'the program is not named there' },
    ]);
  });

  it('of R is one of `system` and `system2`', () => {
    const read = readR('system("python clean.py")\nsystem2("python", c("b.py", "out.csv"))\n', host(files));
    expect(read.lines.map(({ outcome }) => outcome.is)).toEqual(['command', 'command']);
    expect(steps(read)).toMatchObject([{ run: ['python', 'clean.py'] }, { run: ['python', 'b.py', 'out.csv'] }]);
  });
});

describe('another script of R', () => {
  it('is read where it is run', () => {
    const scripts = { 'data.R': 'd <- read.csv("d.csv")\nd$z <- frobnicate(d$y)\n', 'self.R': 'source("self.R")\n' };
    const { draft, lines } = readR(
      'source("data.R")\nm <- lm(y ~ x, d)\nlm(y ~ z, d)\nsource("self.R")\nsource("no.R")\n',
      host(scripts),
    );
    expect(draft.steps.map(({ kind }) => kind)).toEqual(['ingest', 'models']);
    expect(lines.map(({ outcome }) => outcome.is)).toEqual(['became', 'became', 'unread', 'unread', 'unread']);
    expect(lines[0]!.notes).toEqual([
      expect.stringContaining('was not found'),
      expect.stringContaining('data.R:2 is not understood'),
    ]);
    expect(lines[4]!.outcome).toMatchObject({ why: '`no.R` was not found' });
  });
});

it('a command that is not known has the advice of the kinds', () => {
  const { lines } = readStata('use d\nxthdidregress y, ivar(id)\n', host({}));
  expect(lines[1]!.outcome).toMatchObject({ is: 'unread', hint: 'write `kind: did`' });
});
