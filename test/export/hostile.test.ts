/** Names, levels, labels and titles that are code in R, Python or Stata stand in exported scripts as texts alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeAll } from '../../src/base/system/remove.ts';
import { commentLines } from '../../src/export/language.ts';
import { pyText } from '../../src/export/python/names.ts';
import { rName, rText } from '../../src/export/r/names.ts';
import { stataComment, stataRemark, stataText } from '../../src/export/stata/names.ts';
import { Project } from '../cli/harness.ts';
import { byPython, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';

const RUNS = Number(process.env.PAPERMAKE_FUZZ ?? 300);

/** Lists what ends texts, names, comments and lines in either language, and what begins code in one. */
const pieces = [
  '"',
  "'",
  '`',
  '\\',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\u2028',
  '\u0085',
  '\u0001',
  '#',
  '$x',
  "`x'",
  '`"',
  `"'`,
];
const more = [
  '*/',
  '/*',
  '//',
  '///',
  '*',
  '/',
  ';',
  '{',
  '}',
  '(',
  ')',
  'q()',
  '\\n',
  '\\x41',
  '%s',
  ' ',
  'é',
  '差',
  '-',
];
const hostile = fc
  .array(fc.constantFrom(...pieces, ...more), { minLength: 1, maxLength: 8 })
  .map((all) => all.join(''));

describe('in do-files', () => {
  it('no text ends its quotes, its comment or its line, or expands a macro', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const quoted = stataText(text);
        expect(quoted.slice(0, 2) + quoted.slice(-2)).toBe(`\`""'`);
        expect(quoted.slice(2, -2)).not.toContain(`"'`);
        const remark = stataRemark(text);
        for (const inside of [
          quoted.slice(2, -2),
          remark.slice(2, -2),
          ...stataComment(text).map((line) => line.slice(1)),
        ])
          expect(inside).not.toMatch(/[\r\n`$\u0085\u2028]|\*\/|\/\*|\/\//);
        expect(remark).toMatch(/^\/\* .* \*\/$/);
        for (const line of stataComment(text)) expect(line).toMatch(/^\*/);
      }),
      { numRuns: RUNS, examples: [['**//'], ['*/*/'], ['\\`x'], ['"$'], ['///']] },
    );
  });
});

describe.skipIf(withoutR !== undefined)(`in R${withoutR === undefined ? '' : ` (${withoutR})`}`, () => {
  it("R's own parser reads back every text and name, and nothing from a comment", () => {
    const texts = fc.sample(hostile, RUNS);
    const folder = mkdtempSync(join(tmpdir(), 'papermake-hostile-'));
    try {
      const script = texts.flatMap((text) => [rText(text), rName(text), ...commentLines('#', text)]);
      writeFileSync(join(folder, 'script.R'), `${script.join('\n')}\n`);
      writeFileSync(join(folder, 'read.R'), READ);
      const read = execFileSync('Rscript', ['--vanilla', 'read.R'], { cwd: folder, encoding: 'utf8' });
      const expected = texts.flatMap((text) => [`text ${codes(text)}`, `name ${codes(text)}`]);
      expect(read.trimEnd().split('\n')).toEqual(expected);
    } finally {
      removeAll(folder);
    }
  });
});

it.skipIf(withoutPython !== undefined)("Python's own parser reads back every text, and nothing from a comment", () => {
  const texts = fc.sample(hostile, RUNS);
  const script = texts.flatMap((text) => [pyText(text), ...commentLines('#', text)]);
  const files = [
    { path: 'script.py', content: `${script.join('\n')}\n` },
    { path: 'read.py', content: READ_PYTHON },
  ];
  const { output } = runInEmptyFolder(files, 'read.py', byPython);
  expect(output.trimEnd().split('\n')).toEqual(texts.map((text) => `text ${codes(text)}`));
});

const READ_PYTHON = `import ast
for each in ast.parse(open("script.py", encoding="utf-8", newline="").read()).body:
    is_text = isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant) and isinstance(each.value.value, str)
    print(*(["text"] + [ord(c) for c in each.value.value] if is_text else ["code"]))
`;

const codes = (text: string): string => [...text].map((each) => each.codePointAt(0)).join(' ');

/** Prints what R reads, each text and name by its characters. */
const READ = `for (e in parse("script.R", encoding = "UTF-8", keep.source = FALSE)) {
  kind <- if (is.character(e)) "text" else if (is.name(e)) "name" else "code"
  writeLines(paste(c(kind, utf8ToInt(enc2utf8(as.character(e)[1]))), collapse = " "))
}
`;

const LEVEL = 'East"\nq("no"); cat("struck")\n# `';
const COLUMN = 'back\\x60 name';
const SPLIT = [LEVEL, '**//', 'West ///', "$x `y'"];

/** A project of which levels, names, labels and the title are code. */
function hostileProject(): Project {
  const rows = Array.from({ length: 80 }, (_, i) => {
    const level = SPLIT[i % 4]!.replaceAll('"', '""');
    return `${i},"${level}",${(i * 37) % 11},${((i * 7919) % 101) / 10 + ((i * 37) % 11)},${(i * 13) % 7}`;
  });
  return new Project({
    'data.csv': `id,region,x,y,${COLUMN}\n${rows.join('\n')}\n`,
    'pipeline.yaml': `papermake: 1
title: "Paper */ ///\\nshell rm\\n\`x' $y"
variables:
  x: {label: "a\\"' \`=1' */"}
steps:
  data: {kind: ingest, file: data.csv}
  fits: {kind: models, from: data, fit: y ~ x, split: region}
  tails: {kind: models, from: data, fit: "y ~ x", winsorize: {at: [5, 95], by: ["${COLUMN.replace('\\', '\\\\')}"]}}
  odd: {kind: models, from: data, fit: "x ~ id + i(region)", estimator: negbin}
`,
  });
}

describe('a project of hostile data', () => {
  let project: Project;
  beforeAll(async () => {
    project = hostileProject();
    await project.make();
  });
  afterAll(() => project.dispose());

  const scripts = (folder: string, names: readonly string[]): string =>
    names.map((name) => project.read(`${folder}/${name}`)).join('');

  it('has do-files of whole lines', async () => {
    const told = await project.run('export', '--to', 'stata');
    expect(told.stderr).toBe('');
    expect(told.code).toBe(0);
    const text = scripts('export/stata', ['main.do', '01_fits.do', '02_tails.do', '03_odd.do']);
    expect(text).not.toMatch(
      /^(?!\*|check |use |do |xtset |generate |egen |regress |areg |winsor2 |nbreg |finish |version 15|clear all)./m,
    );
    expect(text).not.toMatch(/\/\/\/|\$[xy]|`[xy=]/);
    expect(text).toMatch(/replace cuts\(5 95\) by\(back_x60_name\)/);
    for (const [opened] of text.matchAll(/\/\*.*/g)) expect(opened.match(/\*\//g)).toHaveLength(1);
  });

  it.skipIf(withoutR !== undefined)('has scripts of R that run, and find their values', async () => {
    expect((await project.run('export', '--to', 'r')).code).toBe(0);
    const output = execFileSync('Rscript', ['--vanilla', 'main.R'], {
      cwd: project.path('export/r'),
      encoding: 'utf8',
    });
    expect(output).not.toMatch(/^struck/m);
    expect(output).toMatch(/01_fits\.R: all \d+ values are the same/);
    expect(output).toMatch(/02_tails\.R: all \d+ values are the same/);
  });

  it.skipIf(withoutPython !== undefined)('has scripts of Python that run, and find their values', async () => {
    expect((await project.run('export', '--to', 'python')).code).toBe(0);
    const { stdout } = spawnSync(byPython[0], [...byPython.slice(1), 'main.py'], {
      cwd: project.path('export/python'),
      encoding: 'utf8',
    });
    expect(stdout).not.toMatch(/^struck/m);
    expect(stdout).toMatch(/01_fits\.py: all \d+ values are the same/);
    expect(stdout).toMatch(/02_tails\.py: all \d+ values are the same/);
  });
});
