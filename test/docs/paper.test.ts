/** The paper of this repository: in Typst as the pipeline makes it, and in LaTeX beside it, without a word from TeX. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, Project } from '../cli/harness.ts';

const root = path.resolve(import.meta.dirname, '../..');
const LANGUAGES = [
  { language: 'English', text: 'paper', step: 'paper', synthetic: 'The data are synthetic.' },
  { language: 'Chinese', text: 'paper.zh', step: 'paper_zh', synthetic: '数据为合成数据。' },
];

/** Where `CI` is set, nothing is skipped. */
const lacks = (program: string, flag: string): boolean =>
  process.env.CI === undefined && spawnSync(program, [flag]).error !== undefined;
const pageOf = (pdf: string, page: number): string =>
  spawnSync('pdftotext', ['-f', `${page}`, '-l', `${page}`, pdf, '-'], { encoding: 'utf8' }).stdout;

describe.each(LANGUAGES)('the paper in $language', ({ text, step, synthetic }) => {
  const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
  const marks = (name: string, form: RegExp): string[] =>
    [...read(name).matchAll(form)].map(([, of, printed]) => `${of} ${printed!.replace('$-$', '−')}`);

  it('binds the same numbers in Typst and in LaTeX', () => {
    const inTypst = marks(`paper/${text}.typ`, /#pmval\("([^"]+)"\)\[([^\]]+)\]/g);
    expect(inTypst.length).toBeGreaterThan(30);
    expect(marks(`paper/${text}.tex`, /\\pmval\{([^{}]+)\}\{([^{}]+)\}/g)).toEqual(inTypst);
  });

  it.skipIf(lacks('pdftotext', '-v'))('says on its first page that the data are synthetic', () => {
    expect(pageOf(path.join(root, `out/${step}/${text}.pdf`), 1).replace(/\s+/g, ' ')).toContain(synthetic);
  });
});

describe.skipIf(lacks('latexmk', '-v') || lacks('pdftotext', '-v'))('the paper in LaTeX', () => {
  let project: Project;
  let made: Finished;
  beforeAll(async () => {
    project = new Project({});
    for (const name of ['pipeline.yaml', 'data', 'paper'])
      cpSync(path.join(root, name), project.path(name), { recursive: true });
    const steps = LANGUAGES.map(({ text, step }) => `  tex_${step}: {kind: document, file: paper/${text}.tex}\n`);
    project.edit('pipeline.yaml', '\nsteps:\n', `\nsteps:\n${steps.join('')}`);
    made = await project.run('tex_*');
  });
  afterAll(() => project.dispose());

  it('is made without a warning', () => {
    const { code, stderr } = made;
    const told = stderr.split('\n').filter((line) => line.includes('warning') && !line.startsWith('pipeline.yaml'));
    expect({ code, told }).toEqual({ code: 0, told: [] });
  });

  it.each(LANGUAGES)('has no warning, box too wide or missing character in the log in $language', async (each) => {
    const { stdout } = await project.run('show', `tex_${each.step}`, '--log');
    expect(stdout).toContain('Output written on');
    const words = stdout
      .split('\n')
      .filter((line) => /\bwarning(?: \([^)]*\))?:|^overfull|^missing character/i.test(line));
    const ours = ['Package epstopdf Warning: Shell escape feature is not enabled.'];
    expect(words.filter((line) => !ours.includes(line))).toEqual([]);
  });

  it.each(LANGUAGES)('says in $language on its first page that the data are synthetic', ({ text, step, synthetic }) => {
    const page = pageOf(project.path(`out/tex_${step}/${text}.pdf`), 1);
    expect(page.replace(/\s+/g, ' ')).toContain(synthetic);
  });
});
