/** `levelsof`: a loop over the levels of a file's column, where all its rows are in memory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { columnsOf, levelsOf } from '../../src/app/importing/columns.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { nowhere } from './nowhere.ts';

const folder = mkdtempSync(join(tmpdir(), 'papermake-levels-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'd.csv'), 'y,x,g,r\n1,2,3,West End\n2,3,,East\n4,1,10,East\n5,0,3,\n');
writeFileSync(join(folder, 'wide.csv'), `g,y\n${Array.from({ length: 201 }, (_, i) => `${i},1`).join('\n')}\n`);

const read = (source: string, file = 'd.csv') =>
  readStata(`import delimited ${file}\n${source}`, {
    ...nowhere,
    columns: (path, options) => columnsOf(join(folder, path), options),
    levels: (path, options, column) => levelsOf(join(folder, path), options, column),
  });
const models = (source: string): unknown[] =>
  read(source).draft.steps.flatMap(({ kind, entries }) =>
    kind === 'models' ? entries.map(({ keys }) => keys.get('sample')) : [],
  );
const LOOP = "foreach v of local all {\nreg y x if g == `v'\n}\n";

describe('levelsof', () => {
  it('puts the numbers of the file into the macro, in their order, and says so', () => {
    expect(models(`levelsof g, local(all)\n${LOOP}`)).toEqual(['g == 3', 'g == 10']);
    const { lines } = read('levelsof g, local(all)\n');
    expect(lines[1]!.notes).toEqual([expect.stringContaining('`g` are those that `d.csv` has now')]);
  });

  it.each(['levelsof r, local(all)', 'levelsof r, l(all)', 'gen z = x + 1\nqui levelsof r, local(all)'])(
    'keeps texts with blanks whole: %j',
    (line) => {
      expect(models(`${line}\nforeach v of local all {\nreg y x if r == "\`v'"\n}\n`)).toEqual([
        'r == "East"',
        'r == "West End"',
      ]);
    },
  );

  it('splits them where `clean` asks for it, as Stata does', () => {
    expect(models(`levelsof r, local(all) clean\nforeach v of local all {\nreg y x if r == "\`v'"\n}\n`)).toEqual([
      'r == "East"',
      'r == "West"',
      'r == "End"',
    ]);
  });

  it('gives the numbers of a column that was renamed', () => {
    expect(models(`rename g group\nlevelsof group, local(all)\n${LOOP.replace('g ==', 'group ==')}`)).toEqual([
      'group == 3',
      'group == 10',
    ]);
  });

  it('shows and changes nothing without a macro', () => {
    expect(read('levelsof g\n').lines[1]!.outcome.is).toBe('nothing');
  });

  it.each([
    ['drop if x == 0\n', '', 'known only in a run of Stata'],
    ['drop if x == 0\ngen z = 1\n', '', 'known only in a run of Stata'],
    ['replace g = 1 if missing(g)\n', '', 'known only in a run of Stata'],
    ['gen h = g\n', 'h', 'known only in a run of Stata'],
    ['', 'g if x > 1', 'known only in a run of Stata'],
    ['set obs 10\n', '', 'known only in a run of Stata'],
    ['merge 1:1 y using other.csv\n', '', 'known only in a run of Stata'],
    ['', 'nobody', 'no variable'],
  ])('is not understood behind %j, of `%s`', (before, name, why) => {
    const { lines } = read(`${before}levelsof ${name || 'g'}, local(all)\n${LOOP}`);
    const at = before.split('\n').length;
    expect(lines[at]!.outcome).toMatchObject({ is: 'unread', why: expect.stringContaining(why) });
    expect(lines.slice(at + 1, at + 4).map(({ outcome }) => outcome.is)).toEqual(['unread', 'unread', 'unread']);
  });

  it.each([
    ['missing', 'levelsof g, local(all) missing\n'],
    ['separate', 'levelsof g, local(all) separate(,)\n'],
  ])('refuses the option `%s`, and its macro stays unknown', (option, line) => {
    const { lines } = read(`${line}${LOOP}`);
    expect(lines[1]!.outcome).toMatchObject({ is: 'unread', why: expect.stringContaining(option) });
    expect(lines[2]!.outcome.is).toBe('unread');
  });

  it('writes no loop of more than 200 turns', () => {
    expect(read('levelsof g, local(all)\n', 'wide.csv').lines[1]!.outcome).toMatchObject({
      is: 'unread',
      why: expect.stringContaining('201 levels'),
    });
  });
});
