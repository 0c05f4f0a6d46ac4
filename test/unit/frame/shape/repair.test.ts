import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../src/frame/frame.ts';
import { derived } from '../../../../src/frame/shape/derived.ts';
import { type DuplicatesDeclaration, duplicates } from '../../../../src/frame/shape/duplicates.ts';
import { expand } from '../../../../src/frame/shape/expand.ts';
import { type FillDeclaration, fill } from '../../../../src/frame/shape/fill.ts';
import { derivation, errorsOf, frameOf, values } from '../support.ts';

const table = (frame: Frame): string[] =>
  Array.from({ length: frame.nrows }, (_, row) => frame.names.map((name) => values(frame, name)[row]).join(','));

describe('duplicates', () => {
  const csv = 'id,t,x\na,1,5\na,1,5\nb,2,1\nb,3,4\nc,1,\nb,2,1\n';
  const of = (more: Partial<DuplicatesDeclaration>, text = csv) =>
    duplicates(frameOf(text), new Map(), { by: null, keep: 'same', order: [], count: null, panel: null, ...more });

  it('drops rows that are equal in every column, and tells how many', () => {
    const { frame, told } = of({ count: 'n' });
    expect(table(frame)).toEqual(['a,1,5,2', 'b,2,1,2', 'b,3,4,1', 'c,1,,1']);
    expect(told).toEqual(['2 rows repeat another in every column, in 2 groups: 2 rows dropped']);
  });

  it('refuses to choose between rows that differ', () => {
    const [error] = errorsOf(() => of({ by: ['id'] }));
    expect(error).toMatchObject({ code: 'duplicates-differ', path: ['keep'] });
    expect(error!.message).toContain(
      '1 group of rows that repeat (id) differs in other columns: `b in rows 3, 4, 6 by t, x`',
    );
  });

  it.each([
    ['first', ['a,1,5', 'b,3,4']],
    ['last', ['a,1,7', 'b,2,1']],
    ['none', []],
    ['all', ['a,1,5', 'a,1,7', 'b,2,1', 'b,3,4']],
  ] as const)('keeps %s', (keep, expected) => {
    const ordered = keep === 'first' || keep === 'last';
    const order = ordered
      ? [
          { name: 't', descending: true },
          { name: 'x', descending: false },
        ]
      : [];
    expect(table(of({ by: ['id'], keep, order }, 'id,t,x\na,1,5\na,1,7\nb,2,1\nb,3,4\n').frame)).toEqual(expected);
  });

  it('keeps the same rows in any order of the file', () => {
    const [header, ...body] = 'id,t,x\na,1,5\na,2,7\nb,2,1\nb,3,4\nb,1,9\n'.trim().split('\n');
    fc.assert(
      fc.property(fc.shuffledSubarray(body, { minLength: 5 }), (rows) => {
        const { frame } = of(
          { by: ['id'], keep: 'last', order: [{ name: 't', descending: false }] },
          [header, ...rows].join('\n'),
        );
        expect(table(frame).sort()).toEqual(['a,2,7', 'b,3,4']);
      }),
      { numRuns: 20 },
    );
  });

  it('wants an order that tells rows apart', () => {
    const [error] = errorsOf(() => of({ by: ['id'], keep: 'last', order: [{ name: 't', descending: false }] }));
    expect(error).toMatchObject({ code: 'ties-in-order', path: ['order'] });
  });
});

describe('fill', () => {
  const panel = { unit: 'id', time: 'year' };
  const csv = 'id,year,region,x,y\na,2010,e,1,1\na,2013,e,4,\na,2014,e,,5\nb,2011,w,7,2\n';
  const of = (more: Partial<FillDeclaration>, text = csv) =>
    fill(frameOf(text, { panel }), new Map(), { span: 'unit', step: null, columns: {}, added: null, ...more });

  it('adds the periods between, with values by each rule', () => {
    const { frame, told } = of({ columns: { region: 'constant', x: 'interpolate', y: 'previous' }, added: 'new' });
    expect(table(frame)).toEqual([
      'a,2010,e,1,1,0',
      'a,2011,e,2,1,1',
      'a,2012,e,3,1,1',
      'a,2013,e,4,,0',
      'a,2014,e,,5,0',
      'b,2011,w,7,2,0',
    ]);
    expect(told).toEqual([
      '2 rows added for periods that units lacked',
      '`region`: 2 cells filled (constant)',
      '`x`: 2 cells filled (interpolate)',
      '`y`: 2 cells filled (previous)',
    ]);
  });

  it('fills to the panel’s ends, backwards and with numbers', () => {
    const { frame } = of({ span: 'panel', columns: { region: 'constant', x: 'next', y: 0 } });
    expect(table(frame)).toEqual([
      'a,2010,e,1,1',
      'a,2011,e,4,0',
      'a,2012,e,4,0',
      'a,2013,e,4,',
      'a,2014,e,,5',
      'b,2010,w,7,0',
      'b,2011,w,7,2',
      'b,2012,w,,0',
      'b,2013,w,,0',
      'b,2014,w,,0',
    ]);
  });

  it('finds the step that all periods have in common', () => {
    expect(of({}, 'id,year,x\na,2000,1\na,2010,2\nb,2000,1\nb,2005,2\n').frame.nrows).toBe(5);
    expect(of({}, 'id,year,x\na,2000,1\na,2010,2\n').told).toEqual(['no period is lacking']);
  });

  it('refuses what it cannot fill', () => {
    expect(errorsOf(() => of({ step: 2 }))[0]).toMatchObject({ code: 'off-step', path: ['step'] });
    expect(errorsOf(() => of({ columns: { x: 'constant' } }))[0]).toMatchObject({
      code: 'not-constant',
      path: ['columns', 'x'],
    });
    expect(errorsOf(() => of({ step: 1e-8 }))[0]).toMatchObject({ code: 'too-many-rows' });
    expect(errorsOf(() => of({}, 'id,year,x\na,0.25,1\na,0.5,2\n'))[0]).toMatchObject({ code: 'no-step' });
  });
});

describe('expand', () => {
  const of = (times: string) =>
    expand(frameOf('id,n\na,2\nb,0\nc,1\n'), new Map(), {
      times: derivation('times', times),
      number: 'k',
      panel: null,
    });

  it('repeats rows, and numbers and counts them', () => {
    const { frame, told } = of('n');
    expect(table(frame)).toEqual(['a,2,1', 'a,2,2', 'c,1,1']);
    expect(told).toEqual(['3 rows became 3', '1 row dropped, of which `n` is 0']);
    expect(of('3').frame.nrows).toBe(9);
  });

  it.each(['n - 1', 'n / 2', 'if(n > 0, missing(), n)', '1e9'])('refuses %s', (times) => {
    expect(errorsOf(() => of(times))[0]).toMatchObject({ path: ['times'] });
  });
});

describe('derive', () => {
  it('makes columns of columns, and keeps rows that hold a condition on them', () => {
    const { frame, told, labels } = derived(frameOf('id,x\na,1\nb,2\nc,3\n'), new Map([['x', { label: 'X' }]]), {
      derivations: [derivation('z', 'y + 1'), derivation('y', '2 * x')],
      where: { text: 'z > 3', expression: derivation('w', 'z > 3').expression },
      panel: null,
    });
    expect(table(frame)).toEqual(['b,2,4,5', 'c,3,6,7']);
    expect([told, labels.get('x')]).toEqual([['1 row left out by `where`'], { label: 'X' }]);
  });

  it('tells what the condition cannot be at the condition', () => {
    const where = { text: 'month(id) == 3', expression: derivation('w', 'month(id) == 3').expression };
    const refused = { code: 'not-a-time', path: ['where'] };
    const text = 'id,x\na,1\n';
    const of = () => derived(frameOf(text), new Map(), { derivations: [], where, panel: null });
    expect(errorsOf(of)).toMatchObject([refused]);
    expect(errorsOf(() => frameOf(text, { where }))).toMatchObject([refused]);
  });
});
