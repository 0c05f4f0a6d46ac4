/** Do-files in pieces: comments, continued lines, delimiters, macros and loops; every line of a file is told, and none twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeName } from '../../src/import/draft.ts';
import { statementsOf } from '../../src/import/stata/lines.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { pipelineOf } from '../../src/import/yaml.ts';
import { nowhere } from './nowhere.ts';

const texts = (source: string): string[] => statementsOf(source).statements.map(({ text }) => text);

describe('statements', () => {
  it.each([
    ['reg y x // a remark', ['reg y x']],
    ['* a comment\nreg y x', ['reg y x']],
    ['reg y ///\n  x', ['reg y    x']],
    ['reg y /* a\n /* nested */ comment */ x', ['reg y   x']],
    ['use http://a.b/c.dta', ['use http://a.b/c.dta']],
    ['di "a // b /* c"', ['di "a // b /* c"']],
    ['di `"a "b" // c"\'', ['di `"a "b" // c"\'']],
    [
      '#delimit ;\nreg y\n x; reg z x;\n#delimit cr\nreg y x',
      ['#delimit ;', 'reg y  x', 'reg z x', '#delimit cr', 'reg y x'],
    ],
    ['* goes on ///\nreg y x\nreg z x', ['reg z x']],
    ['gen a = 2 * 3', ['gen a = 2 * 3']],
    ['\uFEFFreg y x\r\nreg z x\r\n', ['reg y x', 'reg z x']],
  ])('of %j', (source, expected) => {
    expect(texts(source)).toEqual(expected);
  });

  it('know their lines', () => {
    const source = '\nreg y ///\n  x\n/* a\nb */ reg z x\n';
    expect(statementsOf(source).statements.map(({ line, last }) => [line, last])).toEqual([
      [2, 3],
      [5, 5],
    ]);
  });
});

/** Formulas of the columns that a do-file becomes. */
const fits = (source: string): unknown[] =>
  readStata(`use d, clear\n${source}`, nowhere).draft.steps.flatMap(({ entries }) =>
    entries.map(({ keys }) => keys.get('fit')),
  );

describe('macros and loops', () => {
  it.each([
    ["local x a b\nreg y `x'", ['y ~ a + b']],
    ['global x a b\nreg y $x c', ['y ~ a + b + c']],
    ['global x a\nreg y ${x}_1', ['y ~ a_1']],
    ["local a1 u\nlocal i 1\nreg y `a`i''", ['y ~ u']],
    ["foreach v in a b {\nreg y `v'\n}", ['y ~ a', 'y ~ b']],
    ["foreach v of varlist a b {\nreg y `v'\n}", ['y ~ a', 'y ~ b']],
    ["local l a b\nforeach v of local l {\nreg y `v'\n}", ['y ~ a', 'y ~ b']],
    ["forvalues i = 1/2 {\nreg y x`i'\n}", ['y ~ x1', 'y ~ x2']],
    ["forv i=1(2)5 {\nreg y x`i'\n}", ['y ~ x1', 'y ~ x3', 'y ~ x5']],
    ["foreach v in a {\nforeach w in c d {\nreg `v' `w'\n}\n}", ['a ~ c', 'a ~ d']],
    ["local k = 1 + 2\nreg y x`k'", ['y ~ x3']],
    ["reg y x`=1+1'", ['y ~ x2']],
    ['if "a" == "a" {\nreg y a\n}\nelse {\nreg y b\n}', ['y ~ a']],
    ['if 1 == 2 {\nreg y a\n}\nelse {\nreg y b\n}', ['y ~ b']],
    ['if "`none\'" == "" reg y x', ['y ~ x']],
    ['if 1 == 1 reg y x', ['y ~ x']],
    ['if 1 == 2   reg y x', []],
    ["local k = 2\nif `k' > 1 & `k' < 3 reg y x", ['y ~ x']],
    ['qui {\nreg y x\n}', ['y ~ x']],
    ['xi: reg y i.g x', ['y ~ i(g) + x']],
    ['cap noi qui reg y x', ['y ~ x']],
  ])('in %j', (source, expected) => {
    expect(fits(source)).toEqual(expected);
  });

  it('of unknown values are told, with everything that hangs on them', () => {
    const { lines } = readStata(
      "use d\nsum x\nlocal m = r(mean)\nreg y x if x > `m'\nlevelsof g, local(gs)\nforeach g of local gs {\nreg y x if g == `g'\n}",
      nowhere,
    );
    expect(lines.map(({ outcome }) => outcome.is)).toEqual([
      'became',
      'became',
      'unread',
      'unread',
      'unread',
      'unread',
      'unread',
      'unread',
    ]);
  });
});

const words = fc.constantFrom(
  ..."reg y x z , ( ) { } \" ` ' $ $m `m' /* */ // /// * ; #delimit #delimit; foreach v in of local local forvalues i = 1/3 if else use d merge gen replace egen mean bysort : eststo esttab using absorb(id) cluster(id) xtset id year keep drop == > . & | ! L. i. c.x##c.z reshape long collapse test lincom margins , dydx(*) end program preserve restore [aw=w] _n 中文 \t".split(
    ' ',
  ),
  '\n',
  '\n',
  '\n',
  ' ',
);
const source = fc.array(words, { maxLength: 120 }).map((list) => list.join(' '));
const runs = Number(process.env.PAPERMAKE_FUZZ ?? 300);

describe('any text', () => {
  it('is read, and the lines of the report are those of the text', () => {
    fc.assert(
      fc.property(source, (text) => {
        const { lines, draft } = readStata(text, nowhere);
        const own = text.split('\n');
        if (own.at(-1) === '') own.pop();
        expect(lines.map((line) => line.text)).toEqual(own);
        expect(lines.map(({ line }) => line)).toEqual(own.map((_, i) => i + 1));
        expect(pipelineOf(draft, 'a.do')).not.toMatch(/[\uE000-\uE002]/);
        for (const { outcome, notes } of lines) {
          expect(JSON.stringify([notes, 'why' in outcome ? outcome.why : outcome.nodes.map(nodeName)])).not.toMatch(
            /[\uE000-\uE002]/,
          );
        }
      }),
      { numRuns: runs },
    );
  });
});
