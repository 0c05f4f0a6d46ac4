/** Variables marked `confidential: true`: none of their values is printed, nor of what is made from them. */
import { afterEach, describe, expect, it } from 'vitest';
import { withoutMachine } from '../support/machine-numbers.ts';
import { Project } from './harness.ts';

/** Incomes that nothing else looks like; twice and a tenth of each as well. */
const INCOMES = [71_234.5, 71_345.5, 71_456.5, 71_567.5, 71_678.5, 71_789.5, 71_890.5, 71_901.5];
const CANARY = /7[12]\d{3}\.5|71\d{3},|7[12]\d{3}\b|14[23]\d{3}\b|71[2-9]\d\.\d|Person[A-H]/;

const rows = INCOMES.map(
  (income, i) => `Person${'ABCDEFGH'[i % 4]},${2010 + (i >> 2)},${income},${(i * 37) % 11},${(i * 13) % 7}`,
);
const DATA = `person,year,income,x,z\n${rows.join('\n')}\n`;

const PIPELINE = `papermake: 1
title: Incomes
variables:
  income: {label: Income, confidential: true}
  person: {confidential: true}
steps:
  panel:
    kind: ingest
    file: data.csv
    panel: {unit: person, time: year}
    derive: {twice: 2 * income, tenth: twice / 20, share: x / 10}
  score:
    kind: index
    from: panel
    method: entropy
    name: wealth
    dimensions: {All: [tenth, x]}
  fits: {kind: models, from: panel, fit: x ~ z}
claims:
  rich: {claim: all(panel.income > 90000), text: All are rich}
`;

const made = new Set<Project>();
afterEach(() => {
  for (const project of made) project.dispose();
  made.clear();
});

function project(pipeline = PIPELINE, data = DATA): Project {
  const one = new Project({ 'pipeline.yaml': pipeline, 'data.csv': data });
  made.add(one);
  return one;
}

/** Everything that a command prints. */
async function told(one: Project, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await one.run(...args);
  return withoutMachine(stdout + stderr);
}

it('`show` of a model masks levels of a factor, and keeps its rows, their numbers and the remarks below', async () => {
  const one = project(PIPELINE.replace('x ~ z}', 'x ~ z + i(person)}').replace(/claims:[\s\S]*/, ''));
  await one.make();
  const { stdout } = await one.run('show', 'fits');
  expect(stdout).not.toMatch(/Person/);
  expect(stdout.match(/^i\(person\)::… +-?[\d.]+ +[\d.]+/gm)).toHaveLength(3);
  expect(stdout).toContain('base of person: …');
  expect((await one.run('show', 'fits', '--json')).stdout).not.toMatch(/Person/);
});

/** Made from incomes of other rows, one of them under the name of another variable. */
const OF_OTHER_ROWS = PIPELINE.replace('share: x / 10', 'share: x / 10, before: L.income, growth: D.income').replace(
  '  score:',
  '  means: {kind: collapse, from: panel, by: year, columns: {z: mean(income)}}\n  score:',
);

describe('values of confidential variables', () => {
  it('are not what a model names that finds text in the place of numbers', async () => {
    const pipeline = PIPELINE.replace('fit: x ~ z', 'fit: x ~ code').replace(
      'person: {',
      'code: {confidential: true}\n  person: {',
    );
    const one = project(pipeline, DATA.replace('year', 'code,year').replaceAll(/(Person.),/g, '$1,0771,'));
    const said = await told(one, 'run', 'fits');
    expect(said).toContain('`code` holds text; numbers are expected here');
    expect(said).not.toContain('0771');
  });

  it('are not those of other times and groups either', async () => {
    const open = project(OF_OTHER_ROWS.replaceAll('confidential: true', 'confidential: false'));
    await told(open, 'run');
    for (const node of ['panel', 'means']) expect(await told(open, 'show', node)).toMatch(CANARY);
    const closed = project(OF_OTHER_ROWS.replace('fit: x ~ z', 'fit: x ~ share'));
    expect(await told(closed, 'run')).not.toMatch(CANARY);
    for (const node of ['panel', 'means']) expect(await told(closed, 'show', node)).not.toMatch(CANARY);
  });

  it('are where they are, without the mark', async () => {
    const open = project(
      PIPELINE.replaceAll(', confidential: true', '').replace('  person: {confidential: true}\n', ''),
    );
    expect(await told(open, 'run')).toMatch(CANARY);
    expect(await told(open, 'show', 'panel')).toMatch(CANARY);
  });

  it('are not shown', async () => {
    const one = project();
    const first = await told(one, 'run');
    expect(first).toContain('FALSE'.toLowerCase());
    expect(first).toContain('values of `income` break it, which are not shown');
    expect(first).not.toMatch(CANARY);
    for (const args of [
      ['show', 'panel'],
      ['show', 'panel', '--json'],
      ['show', 'score'],
      ['check'],
      ['check', '--json'],
      ['show', 'claims.rich', '--json'],
      ['run', '--json', '--force'],
    ])
      expect([args, CANARY.exec(await told(one, ...args))?.[0]]).toEqual([args, undefined]);
    const panel = await told(one, 'show', 'panel');
    expect(panel).toMatch(/twice +number +8 +confidential/);
    expect(panel).toMatch(/share +number +8 +0 +\d/);
    expect(await told(one, 'show', 'score')).toMatch(/wealth +number +8 +confidential/);
  });

  it('are not told of what changed', async () => {
    const one = project();
    await one.run();
    one.edit('data.csv', '71345.5', '71346.5');
    const why = await told(one, 'why', 'panel');
    expect(why).toContain('income: 1 confidential value');
    expect(why).not.toMatch(CANARY);
    await one.run();
    expect(await told(one, 'diff')).not.toMatch(CANARY);
    expect(await told(one, 'verify')).not.toMatch(CANARY);
  });

  it.each<[string, (one: Project) => void, string]>([
    ['text among numbers', (one) => one.edit('data.csv', '71345.5', 'PersonA 71345.5'), 'cell of text'],
    [
      'a duplicate key',
      (one) => one.edit('data.csv', 'PersonB,2010', 'PersonA,2010'),
      'duplicate panel key: (person, year) in row',
    ],
    ['a gap', (one) => one.edit('data.csv', 'PersonB,2011', 'PersonB,2019'), 'gap'],
    [
      'a level that is not declared',
      (one) => {
        one.edit('pipeline.yaml', '  person: {confidential: true}', '  person: {confidential: true, levels: [Nobody]}');
        one.edit(
          'pipeline.yaml',
          'panel: {unit: person, time: year}',
          'panel: {unit: person, time: year}\n    types: {person: category}',
        );
      },
      'not among its declared levels',
    ],
    [
      'a merge without a match',
      (one) => {
        one.write('other.csv', 'person,y\nPersonA,1\nPersonQ,2\n');
        one.edit('pipeline.yaml', 'steps:\n', 'steps:\n  other: {kind: ingest, file: other.csv}\n');
        one.edit(
          'pipeline.yaml',
          '    derive:',
          '    merge: [{from: other, on: [person], how: m:1, columns: [y]}]\n    derive:',
        );
      },
      'without a match',
    ],
    [
      'a reference that is no level',
      (one) => one.edit('pipeline.yaml', 'fit: x ~ z', 'fit: "x ~ i(person, ref=Nobody)"'),
      'equal to the reference',
    ],
  ])('are not in messages: %s', async (_, change, message) => {
    const one = project();
    change(one);
    const output = (await told(one, 'run')) + (await told(one, 'run', '--json', '--force'));
    expect(output).toContain(message);
    expect(CANARY.exec(output.replaceAll('data.csv', ''))?.[0]).toBeUndefined();
  });

  it('are shown of what is said not to be confidential', async () => {
    const one = project(PIPELINE.replace('  person: {', '  tenth: {confidential: false}\n  person: {'));
    await one.run();
    const panel = await told(one, 'show', 'panel');
    expect(panel).toMatch(/tenth +number +8 +71/);
    expect(panel).toMatch(/twice +number +8 +confidential/);
  });

  it('rerun nothing when they are marked', async () => {
    const one = project(PIPELINE.replaceAll('confidential: true', 'unit: yuan'));
    await one.run();
    one.write('pipeline.yaml', PIPELINE);
    expect((await one.make([], 3)).ran).toEqual([]);
  });

  it('are in no report, and other values only where they are asked for', async () => {
    const one = project();
    await one.run();
    one.edit('data.csv', '71345.5', '71346.5');
    await one.run();
    await one.run('report', 'plain.html');
    await one.run('report', 'data.html', '--data');
    // Scripts and styles are the same in both.
    const dataOf = (file: string): string => /id="paper">([^<]*)</.exec(one.read(file))![1]!;
    expect(CANARY.exec(dataOf('plain.html'))?.[0]).toBeUndefined();
    expect(CANARY.exec(dataOf('data.html'))?.[0]).toBeUndefined();
    expect(dataOf('plain.html')).not.toContain('First 8 rows');
    expect(dataOf('data.html')).toContain('First 8 rows');
  });

  it('are in no figure of a report', async () => {
    const one = project(
      PIPELINE.replace(
        'claims:',
        '  open: {kind: figure, plot: scatter, from: panel, x: x, y: z, formats: [svg]}\n  secret: {kind: figure, plot: scatter, from: panel, x: x, y: tenth, formats: [svg]}\nclaims:',
      ),
    );
    await one.run();
    await one.run('report', 'r.html', '--data');
    const { details } = JSON.parse(/id="paper">([^<]*)</.exec(one.read('r.html'))![1]!) as {
      details: Record<string, { blocks: { is: string; lines?: string[] }[] }>;
    };
    expect(details.open!.blocks.map(({ is }) => is)).toContain('image');
    expect(details.secret!.blocks.map(({ is }) => is)).not.toContain('image');
    expect(details.secret!.blocks[0]!.lines![0]).toContain('made from `tenth`, which is confidential');
  });
});
