/** What programs print, in the layouts of their manuals: logs, SMCL, and tables as text, LaTeX and RTF. */
import { describe, expect, it } from 'vitest';
import { compareLog, compareTable, compareTables } from '../../src/import/printed/compared.ts';
import { recordsOfLatex } from '../../src/import/printed/latex.ts';
import { tablesIn } from '../../src/import/printed/layout.ts';
import { fitsOfLog, unwrapped } from '../../src/import/printed/log.ts';
import { recordsOfRtf } from '../../src/import/printed/rtf.ts';
import { isSmcl, textOfSmcl } from '../../src/import/printed/smcl.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { nowhere } from './nowhere.ts';

const draftOf = (source: string) => readStata(`use d.dta, clear\nxtset id year\n${source}`, nowhere).draft;

/** The printed values that the columns of a do-file are held to: a line for each row. */
const held = (source: string, log: string): string[] | undefined =>
  compareLog(draftOf(source), fitsOfLog(log), 'main.log')?.content.trim().split('\n');

describe('a log', () => {
  it('has names with their middles left out', () => {
    const log = `
. reghdfe ln_household_income digital_finance_index, absorb(id year) vce(cluster id)
(MWFE estimator converged in 2 iterations)

HDFE Linear regression                            Number of obs   =      1,240
Absorbing 2 HDFE groups                           F(   1,    123) =       4.21
Statistics robust to heteroskedasticity           Prob > F        =     0.0423
                                                  R-squared       =     0.9123
                                                  Adj R-squared   =     0.9001
                                                  Within R-sq.    =     0.0123
Number of clusters (id)      =        124         Root MSE        =     0.1200

                                   (Std. err. adjusted for 124 clusters in id)
------------------------------------------------------------------------------
             |               Robust
ln_househo~e | Coefficient  std. err.      t    P>|t|     [95% conf. interval]
-------------+----------------------------------------------------------------
digital_fi~x |   .0512345   .0249876     2.05   0.042     .0017767    .1006923
       _cons |   9.123456   .0123456   739.00   0.000      9.09902    9.147892
------------------------------------------------------------------------------

Absorbed degrees of freedom:
-----------------------------------------------------+
 Absorbed FE | Categories  - Redundant  = Num. Coefs |
-------------+---------------------------------------|
          id |       124         124           0    *|
        year |        10           0          10     |
-----------------------------------------------------+
* = FE nested within cluster; treated as redundant for DoF computation
`;
    expect(held('reghdfe ln_household_income digital_finance_index, absorb(id year) vce(cluster id)', log)).toEqual([
      ',models.m1',
      'digital_finance_index,.0512345 (.0249876)',
      '_cons,9.123456 (.0123456)',
      'n,1240',
      'r2,0.9123',
      'r2Adj,0.9001',
      'r2Within,0.0123',
    ]);
  });

  it('has products, squares and levels in blocks', () => {
    const log = `
. reg y c.x##c.x i.late##c.educ i.region

------------------------------------------------------------------------------
           y |      Coef.   Std. Err.      t    P>|t|     [95% Conf. Interval]
-------------+----------------------------------------------------------------
           x |        1.5         .5     3.00   0.003           .5         2.5
             |
     c.x#c.x |        -.2         .1    -2.00   0.046           -.4        -.0
             |
      1.late |         .3         .1     3.00   0.003            .1         .5
        educ |         .4         .1     4.00   0.000            .2         .6
             |
 late#c.educ |
          1  |         .5         .1     5.00   0.000            .3         .7
             |
      region |
    Central  |         .6         .1     6.00   0.000            .4         .8
       West  |         .7         .1     7.00   0.000            .5         .9
             |
       _cons |          2         .1    20.00   0.000           1.8        2.2
------------------------------------------------------------------------------
`;
    expect(held('reg y c.x##c.x i.late##c.educ i.region', log)).toEqual([
      ',models.m1',
      'x,1.5 (.5)',
      'x^2,-.2 (.1)',
      'i(late)::1,.3 (.1)',
      'educ,.4 (.1)',
      'i(late)::1:educ,.5 (.1)',
      '_cons,2 (.1)',
    ]);
  });

  it('has a long product on two lines, in the order of the formula', () => {
    const log = `
------------------------------------------------------------------------------
           y | Coefficient  Std. err.      t    P>|t|     [95% conf. interval]
-------------+----------------------------------------------------------------
    treat#|
   post |
        1 1  |         .5         .1     5.00   0.000            .3         .7
       _cons |          2         .1    20.00   0.000           1.8        2.2
------------------------------------------------------------------------------
`;
    expect(held('reg y i.treat#i.post', log)?.[1]).toBe('i(treat)::1:i(post)::1,.5 (.1)');
  });

  it('has indicators of `xi:`, and the statistics of `ivreg2` and `logit`', () => {
    const log = `
. xi: ivreg2 y _Iyear_2001 (x=z), robust

IV (2SLS) estimation
--------------------

Estimates efficient for homoskedasticity only
Statistics robust to heteroskedasticity

                                                      Number of obs =      428
                                                      F(  2,   425) =    61.62
                                                      Prob > F      =   0.0000
Total (centered) SS     =  223.3274513                Centered R2   =   0.1536
Total (uncentered) SS   =  829.594813                 Uncentered R2 =   0.7722
Residual SS             =  189.0149                   Root MSE      =    .6645

------------------------------------------------------------------------------
             |               Robust
           y |      Coef.   Std. Err.      z    P>|z|     [95% Conf. Interval]
-------------+----------------------------------------------------------------
           x |      .0613      .0333     1.84   0.066        -.0039       .1266
 _Iyear_2001 |      .0441      .0155     2.85   0.004         .0138       .0746
       _cons |      .0481      .4297     0.11   0.911        -.7942       .8904
------------------------------------------------------------------------------
Underidentification test (Kleibergen-Paap rk LM statistic):             42.248

. logit d x

Logistic regression                                     Number of obs =    189
                                                        LR chi2(1)    =   7.12
                                                        Prob > chi2   = 0.0076
Log likelihood = -100.724                               Pseudo R2     = 0.1416

------------------------------------------------------------------------------
           d | Coefficient  Std. err.      z    P>|z|     [95% conf. interval]
-------------+----------------------------------------------------------------
           x |   -.027       .0364     -0.74   0.457       -.0984        .0443
       _cons |    .4612     1.2045      0.38   0.702       -1.8997      2.8221
------------------------------------------------------------------------------
`;
    const found = held('xi: ivreg2 y i.year (x=z), robust\nlogit d x', log)!;
    expect(found[0]).toBe(',models.m1,models.m2');
    expect(found).toContain('i(year)::2001,.0441 (.0155),');
    expect(found).toContain('n,428,189');
    expect(found).toContain('r2,0.1536,');
    expect(found).toContain('pseudoR2,,0.1416');
  });

  it('in SMCL is that which Stata shows', () => {
    const smcl = `{smcl}
{com}{sf}{ul off}{txt}
{com}. reg price mpg
{txt}
      Source {c |}       SS           df       MS      Number of obs   ={res}        74
{txt}{hline 13}{c +}{hline 34}   F(1, 72)        = {res}    20.26
{txt}       Model {c |} {res}  139449474         1   139449474   {txt}R-squared       ={res}    0.2196

{txt}{hline 13}{c TT}{hline 11}{hline 11}{hline 9}{hline 8}{hline 13}{hline 12}
{col 1}       price{col 14}{c |} Coefficient{col 26}  Std. err.{col 38}      t{col 46}   P>|t|{col 54}     [95% con{col 67}f. interval]
{hline 13}{c +}{hline 11}{hline 11}{hline 9}{hline 8}{hline 13}{hline 12}
{space 9}mpg {c |}{col 14}{res}{space 2}-238.8943{col 26}{space 2} 53.07669{col 37}{space 1}   -4.50{col 46}{space 3}0.000{col 54}{space 4}-344.7008{col 67}{space 3}-133.0879
{txt}{space 7}_cons {c |}{col 14}{res}{space 2} 11253.06{col 26}{space 2} 1170.813{col 37}{space 1}    9.61{col 46}{space 3}0.000{col 54}{space 4} 8919.088{col 67}{space 3} 13587.03
{txt}{hline 13}{c BT}{hline 11}{hline 11}{hline 9}{hline 8}{hline 13}{hline 12}
{res}{txt}{ralign 6:a}{c -(}{bf:b}{c )-}{dup 3:xy}{center 5:m}|
`;
    expect(isSmcl(smcl)).toBe(true);
    const text = textOfSmcl(smcl);
    expect(text).toContain(`\n${'-'.repeat(13)}+${'-'.repeat(64)}\n       price | Coefficient  Std. err.      t `);
    expect(text).toContain('         mpg |  -238.8943   53.07669    -4.50   0.000');
    expect(text).toContain('\n     a{b}xyxyxy  m  |\n');
    expect(held('reg price mpg', text)).toEqual([
      ',models.m1',
      'mpg,-238.8943 (53.07669)',
      '_cons,11253.06 (1170.813)',
      'n,74',
      'r2,0.2196',
    ]);
  });
});

const TEXT = `
. esttab, se

------------------------------------------------------------
                      (1)             (2)             (3)   
                        y               y               y   
------------------------------------------------------------
x                  -238.9***       -49.51                   
                  (53.08)         (86.16)                   

政策效应                              1.747**         3.465***
                                  (0.641)         (0.631)   

1.g#c.x                                             0.1   
                                                  (0.02)   

0b.g                    0               0               0   
                      (.)             (.)             (.)   

_cons             11253.1***       1946.1         -5853.7   
                 (1170.8)        (3597.0)        (3377.0)   
------------------------------------------------------------
N                      74              74              74   
R-sq                0.220           0.293                   
------------------------------------------------------------
Standard errors in parentheses
* p<0.05, ** p<0.01, *** p<0.001

. reg y x
`;

describe('a table', () => {
  const models = 'eststo a: reg y x\neststo b: reg y x policy\neststo c: reg y policy i.g#c.x\n';
  const csv = [
    ',(1),(2),(3)',
    'x,-238.9***,-49.51,',
    ',(53.08),(86.16),',
    '政策效应,,1.747**,3.465***',
    ',,(0.641),(0.631)',
    'i(g)::1:x,,,0.1',
    ',,,(0.02)',
    '_cons,11253.1***,1946.1,-5853.7',
    ',(1170.8),(3597.0),(3377.0)',
    'N,74,74,74',
    'r2,0.220,0.293,',
  ];

  it('in a log is cut where its numbers end', () => {
    const tables = tablesIn(TEXT).map(({ records }) => records);
    const found = compareTables(draftOf(`${models}esttab a b\nesttab, se\n`), tables, 'main.log');
    expect(found).toHaveLength(1);
    expect(found[0]!.content.trim().split('\n')).toEqual(csv);
    expect(found[0]!.path).toBe('data/published/main_line_7.csv');
  });

  it('goes on in the next line where the window was narrow', () => {
    const broken = TEXT.split('\n').flatMap((line) => {
      const pieces = [line.slice(0, 40)];
      for (let at = 40; at < line.length; at += 38) pieces.push(`> ${line.slice(at, at + 38)}`);
      return pieces;
    });
    expect(broken.length).toBeGreaterThan(TEXT.split('\n').length);
    expect(unwrapped(broken.join('\r\n'))).toBe(TEXT);
  });

  it('of `estimates table` has its standard errors below the estimates, and its stars', () => {
    const text = `
. estimates table a b, b(%9.3f) se p star stats(N r2)

----------------------------------------------
    Variable |       a                 b
-------------+--------------------------------
           x |    -238.895***       -49.512
             |      53.077           86.156
             |       0.000            0.567
      policy |                        1.747**
             |                        0.641
             |                        0.008
       _cons |   11253.061***      1946.069
             |    1170.813         3597.050
             |       0.000            0.590
-------------+--------------------------------
           N |          74               74
          r2 |       0.220            0.293
----------------------------------------------
                                Legend: b/se/p
              legend: * p<.05; ** p<.01; *** p<.001
`;
    const source = 'eststo a: reg y x\neststo b: reg y x policy\nestimates table a b, b(%9.3f) se p star stats(N r2)\n';
    const draft = draftOf(source);
    const [table] = draft.steps.find(({ kind }) => kind === 'report')!.entries;
    expect(Object.fromEntries(table!.keys)).toMatchObject({
      se_as: 'se',
      stars: [0.05, 0.01, 0.001],
      digits: { b: 3 },
    });
    const tables = tablesIn(text).map(({ records }) => records);
    expect(compareTables(draft, tables, 'main.log')[0]!.content.trim().split('\n')).toEqual([
      ',(1),(2)',
      'x,-238.895***,-49.512',
      ',(53.077),(86.156)',
      'policy,,1.747**',
      ',,(0.641)',
      '_cons,11253.061***,1946.069',
      ',(1170.813),(3597.050)',
      'N,74,74',
      'r2,0.220,0.293',
    ]);
    expect(fitsOfLog(text)).toEqual([]);
  });

  it('of another number of columns is compared with none', () => {
    const tables = tablesIn(TEXT).map(({ records }) => records);
    expect(compareTables(draftOf(`${models}esttab a b, se\n`), tables, 'main.log')).toEqual([]);
    expect(compareTable(draftOf(`${models}esttab a b using t.txt, se\n`), tables[0]!, 't.txt')).toBeUndefined();
  });

  it('in LaTeX has no markup', () => {
    const source = String.raw`{
\def\sym#1{\ifmmode^{#1}\else\(^{#1}\)\fi}
\begin{tabular}{l*{2}{c}}
\hline\hline
            &\multicolumn{1}{c}{(1)}&\multicolumn{1}{c}{(2)}\\
            &\multicolumn{1}{c}{y}&\multicolumn{1}{c}{y}\\
\hline
x           &      -238.9\sym{***}&      -49.51         \\
            &     (53.08)         &     (86.16)         \\
[1em]
big\_name   &                     &       1.747\sym{**} \\
            &                     &     (0.641)         \\
1.g $\times$ x &                  &       $-$0.5$^{*}$ \\
\hline
\(N\)       &          74         &          74         \\
\(R^{2}\)   &       0.220         &       0.293         \\
\hline\hline
\multicolumn{3}{l}{\footnotesize Standard errors in parentheses}\\
\end{tabular}
}
`;
    const published = compareTable(
      draftOf('eststo a: reg y x\neststo b: reg y x big_name i.g#c.x\nesttab a b using t.tex, se'),
      recordsOfLatex(source),
      't.tex',
    );
    expect(published?.content.trim().split('\n')).toEqual([
      ',(1),(2)',
      'x,-238.9***,-49.51',
      ',(53.08),(86.16)',
      'big_name,,1.747**',
      ',,(0.641)',
      'i(g)::1:x,,-0.5*',
      'N,74,74',
      'R2,0.220,0.293',
    ]);
  });

  it('in RTF has the text of its cells', () => {
    const row = (cells: readonly string[]): string =>
      `{\\trowd\\trgaph108\\trleft-108${cells.map((_, i) => `\\cellx${1296 * (i + 1)}`).join('')}\\pard\\intbl${cells.map((cell) => `\\ql {${cell}}\\cell`).join('\n')}\\row}`;
    const source = [
      String.raw`{\rtf1\ansi\ansicpg936\deff0 {\fonttbl{\f0\fnil Times New Roman;}}{\info {\author .}}`,
      String.raw`{\pard\keepn\ql Table 1\par}`,
      row(['', '(1)', '(2)']),
      row(['', 'y', 'y']),
      row([String.raw`\'d5\'fe\'b2\'df`, String.raw`-238.9{\super ***}`, '-49.51']),
      row(['', '(53.08)', '(86.16)']),
      row([String.raw`\u24037?\u36164?`, '', String.raw`1.747\super **`]),
      row([String.raw`{\i N}`, '74', '74']),
      row([String.raw`{\i R}{\super 2}`, '0.220', '0.293']),
      String.raw`{\pard\ql\fs20 Standard errors in parentheses\par}`,
      '}',
    ].join('\n');
    const published = compareTable(
      draftOf('eststo a: reg y x\neststo b: reg y x z\nesttab a b using t.rtf, se'),
      recordsOfRtf(source),
      't.rtf',
    );
    expect(published?.content.trim().split('\n')).toEqual([
      ',(1),(2)',
      '政策,-238.9***,-49.51',
      ',(53.08),(86.16)',
      '工资,,1.747**',
      'N,74,74',
      'R2,0.220,0.293',
    ]);
  });

  it('says by its note that it has t statistics', () => {
    const tables = tablesIn(TEXT.replace('Standard errors', 't statistics')).map(({ records }) => records);
    const [found] = compareTables(draftOf(`${models}esttab, se\n`), tables, 'main.log');
    expect(found!.content).not.toContain('(53.08)');
    expect(found!.notes[0]).toContain('are no standard errors');
  });
});
