/** A plan amended after edits of the pipeline is the plan that a whole load and expansion gives. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInKinds } from '../../../support/built-in.ts';
import { Plans, type Whole } from '../../../support/plans.ts';

const root = join(import.meta.dirname, '../../../..');
const flagship = readFileSync(join(root, 'pipeline.yaml'), 'utf8');

type Edit = (lines: readonly string[], at: number) => readonly string[];

const edits: Readonly<Record<string, Edit>> = {
  remove: (lines, at) => lines.toSpliced(at, 1),
  repeat: (lines, at) => lines.toSpliced(at, 0, lines[at]!),
  comment: (lines, at) => lines.toSpliced(at, 0, '# a comment'),
  'comment behind': (lines, at) => lines.with(at, `${lines[at]} # a comment`),
  blank: (lines, at) => lines.toSpliced(at, 0, ''),
  number: (lines, at) =>
    lines.with(
      at,
      lines[at]!.replace(/\d+/, (digits) => String(Number(digits) + 1)),
    ),
  name: (lines, at) => lines.with(at, lines[at]!.replace(/^( +\w+)(:)/, '$1x$2')),
  word: (lines, at) => lines.with(at, lines[at]!.replace(/NQP/, 'AI')),
  swap: (lines, at) => lines.with(at, lines[at + 1] ?? '').with(Math.min(at + 1, lines.length - 1), lines[at]!),
  'rename step': (lines) => lines.map((line) => line.replace(/\bvif\b/, 'inflation')),
  'move step': (lines, at) => moved(lines, at),
};

/** Words that other steps see too: of a base, of a frame's columns, of what any step may name. */
const words: readonly (readonly [string, string])[] = [
  ['csw0($controls)', '$controls'],
  ['[1, 99]', '[5, 95]'],
  ['/ 1000000', '/ 100'],
  ['DigEco: web', 'Digital: web'],
  ['base: baseline.main', 'base: baseline.quadratic'],
  ['id: quadratic', 'id: square'],
  ['name: NQP', 'name: Forces'],
  ['on: HC', 'on: Patent'],
  ['controls: [Education, Patent', 'controls: [Patent, Education'],
  ['no_2020: year != 2020', 'no_2020: year != 2019'],
  ['label: Education', 'label: Schooling'],
  ['cluster(province)', 'cluster(year)'],
  ['from: baseline', 'from: [baseline.main]'],
  ['levels: [East, Central', 'levels: [Central, East'],
];

/** The entry at a line goes to the end of the steps. */
function moved(lines: readonly string[], at: number): readonly string[] {
  const isStart = (line: string): boolean => /^ {0,2}\w/.test(line);
  const start = lines.findLastIndex((line, i) => i <= at && isStart(line));
  const end = lines.findIndex((line, i) => i > start && isStart(line));
  const claims = lines.indexOf('claims:');
  if (!/^ {2}\w/.test(lines[start] ?? '') || end < 0 || end >= claims || start < lines.indexOf('steps:')) return lines;
  return [...lines.slice(0, start), ...lines.slice(end, claims), ...lines.slice(start, end), ...lines.slice(claims)];
}

/** The column that is split by holds what is declared. */
const plans = new Plans(root, builtInKinds, () => ['East', 'Central', 'West', 'Northeast']);
const start = plans.whole(flagship) as Whole;
const wholeOf = (after: ReturnType<Plans['whole']>): Whole | undefined => ('graph' in after ? after : undefined);

describe('a plan whose text means what it meant', () => {
  const comments: readonly (readonly [string, (text: string) => string])[] = [
    ['a comment behind a line', (text) => text.replace(/^( {2}vif:.*)$/m, '$1 # inflation')],
    ['a comment of its own', (text) => text.replace(/^steps:/m, '# all of them\nsteps:')],
    ['a comment in a section', (text) => `${text}# the end\n`],
    ['blank lines', (text) => text.replace(/^( {2}vif:)/m, '\n\n$1')],
  ];

  it.each(comments)('is kept where %s came and went', (_, edit) => {
    const text = edit(flagship);
    expect(text).not.toBe(flagship);
    const there = plans.amend(start, text);
    expect(there.same).toBe(true);
    expect(plans.amend(wholeOf(there.after)!, flagship).same).toBe(true);
  });

  it('is kept where it has loops, which are written out of the whole text where anything else was edited', () => {
    const text = [
      'papermake: 1',
      'steps:',
      '  panel: {kind: ingest, file: data/panel.csv, panel: {unit: province, time: year}}',
      '  m:',
      '    kind: models',
      '    from: panel',
      '    columns:',
      '      - {id: "on_{it}", each: [rural_income, education_exp_100m], fit: "urban_income ~ {it}"}',
      '',
    ].join('\n');
    const loops = plans.whole(text);
    if (!('graph' in loops)) throw new Error(loops.map(({ message }) => message).join('\n'));
    expect(plans.amend(loops, text.replace('  m:', '  m: # by column')).same).toBe(true);
    expect(plans.amend(loops, text.replace('[rural_income, ', '[')).same).toBe(false);
  });

  it('is another where steps were moved or anything else was said', () => {
    const at = flagship.split('\n').findIndex((line) => line.startsWith('  vif:'));
    expect(plans.amend(start, moved(flagship.split('\n'), at).join('\n')).same).toBe(false);
    expect(plans.amend(start, flagship.replace('/ 1000000', '/ 100')).same).toBe(false);
  });
});

describe('an amended plan', () => {
  it.each(words)('is the one that the whole text gives where `%s` became `%s`, and back', (from, to) => {
    const text = flagship.replace(from, to);
    expect(text).not.toBe(flagship);
    const { after } = plans.amend(start, text);
    plans.amend(wholeOf(after) ?? start, flagship);
  });

  it('is the one that the whole text gives, whatever line was edited', { tags: 'slow' }, () => {
    let amended = 0;
    const edit = fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.nat(flagship.split('\n').length - 2));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (sequence) => {
        let current = start;
        for (const [name, at] of sequence) {
          const lines = current.making.text.split('\n');
          const text = edits[name]!(lines, Math.min(at, lines.length - 1)).join('\n');
          const result = plans.amend(current, text);
          amended += result.amended ? 1 : 0;
          // An edit that is wrong is taken back.
          current = wholeOf(result.after) ?? current;
        }
      }),
      { numRuns: 12, seed: 1 },
    );
    expect(amended).toBeGreaterThan(5);
  });
});
