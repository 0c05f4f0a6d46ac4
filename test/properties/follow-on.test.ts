/** Follow-on errors are left out: a mistake is told where it was made, and nowhere else, whatever depends on it; of two mistakes both are told. */
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/base/problem.ts';
import { lookAround } from '../../src/engine/resume/last-run.ts';
import { openSession, survey } from '../../src/engine/run/session.ts';
import { builtInKinds as kinds } from '../support/built-in.ts';
import { ownScratch } from '../support/scratch.ts';

const PIPELINE = `papermake: 1
sets: {controls: [x2, x3]}
samples: {late: year > 2001}
variables: {y: {label: Outcome}}
steps:
  raw: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  made: {kind: ingest, file: more.csv, panel: {unit: id, time: year}, merge: [{from: raw, on: [id, year], how: "1:1", columns: [y, x]}]}
  desc: {kind: describe, from: raw, variables: [y, x]}
  infl: {kind: vif, from: raw, variables: [x, $controls]}
  base:
    kind: models
    from: raw
    columns:
      - {id: main, fit: y ~ x + $controls | id}
      - {id: other, fit: y ~ x, sample: late}
  rob:
    kind: robustness
    base: base.main
    columns:
      late: {header: Late, sample: late}
  thr: {kind: threshold, base: base.main, on: x2, slope: x, bootstrap: 10, seed: 1}
  groups: {kind: models, base: base.main, split: g}
  effect: {kind: mediation, base: base.main, treatment: x, mediator: x3, bootstrap: 10, seed: 1}
  fake: {kind: placebo, base: base.main, treatment: x, permute: units, draws: 10, seed: 1}
  tests: {kind: diagnose, base: base.main, tests: [hausman]}
  event: {kind: did, from: raw, outcome: y, cohort: first, method: twfe}
  tables:
    kind: report
    tables:
      desc: {from: desc, formats: [latex]}
      main: {from: [base, rob], caption: Main, formats: [latex, typst]}
      thr: {from: thr}
      event: {from: event}
      placebo: {from: fake}
  fig: {kind: figure, plot: coefficients, from: base, terms: [x]}
  curve: {kind: figure, plot: event, from: event}
  paper: {kind: document, file: paper.typ}
  notes: {kind: document, file: notes.tex}
  rates: {kind: audit, of: [base]}
numbers:
  effect: base.main.x
  size: tests.Hausman.p
claims:
  positive: base.main.x > 0
  strong: all(rob.*.x > 0)
  cut: thr.1.gamma > 0
`;

const PAPER = `#table("tables.main") #figure("fig") The effect is #pm("base.main.x").
#include "out/tables/main.typ"
#image("out/figures/fig.svg")
`;
const NOTES = `\\documentclass{article}\\begin{document}
\\input{out/tables/main.tex}\\input{out/tables/desc.tex}\\includegraphics{out/figures/curve.pdf}
% pm: base.main.x
\\end{document}
`;

const root = ownScratch();
const rows = Array.from({ length: 24 }, (_, i) => [i % 6, 2000 + (i >> 1), i, i * i, i % 5, i % 7, 'ab'[i % 2], 2003]);
writeFileSync(join(root, 'data.csv'), `id,year,y,x,x2,x3,g,first\n${rows.map((row) => row.join(',')).join('\n')}\n`);
writeFileSync(join(root, 'more.csv'), `id,year,z\n${rows.map(([id, year]) => `${id},${year},1`).join('\n')}\n`);
writeFileSync(join(root, 'paper.typ'), PAPER);
writeFileSync(join(root, 'notes.tex'), NOTES);

async function problemsOf(text: string): Promise<readonly Problem[]> {
  writeFileSync(join(root, 'pipeline.yaml'), text);
  const templates = resolve(import.meta.dirname, '../../templates');
  const opened = await openSession({
    root,
    file: 'pipeline.yaml',
    kinds,
    template: (name) => [join(templates, name)].find((path) => existsSync(path)),
    last: undefined,
    began: lookAround(root),
    trusted: true,
  });
  return opened.ok ? survey(opened.session).problems : opened.problems;
}

const told = async (text: string): Promise<string[]> => (await problemsOf(text)).map(({ message }) => message).sort();

/** Each in a place of its own: what is written, and what should have been. */
const MISTAKES: readonly (readonly [right: string, wrong: string])[] = [
  ['file: data.csv', 'file: dta.csv'],
  ['panel: {unit: id, time: year}}\n  made', 'panel: {unit: idd, time: year}}\n  made'],
  ['columns: [y, x]}]', 'columns: [y, xx]}]'],
  ['from: raw, variables: [y, x]', 'from: raw, variables: [y, xq]'],
  ['variables: [x, $controls]', 'variables: [x, $contrls]'],
  ['fit: y ~ x + $controls | id', 'fit: y ~ xz + $controls | id'],
  ['fit: y ~ x, sample: late', 'fit: y ~ x, sample: lat'],
  ['base: base.main\n    columns', 'base: base.man\n    columns'],
  ['header: Late, sample: late', 'header: Late, smple: late'],
  ['on: x2, slope', 'on: x22, slope'],
  ['split: g', 'split: gg'],
  ['mediator: x3', 'mediator: x33'],
  ['permute: units', 'permute: unit'],
  ['tests: [hausman]', 'tests: [hausmann]'],
  ['cohort: first', 'cohort: frst'],
  ['desc: {from: desc, ', 'desc: {from: dsc, '],
  ['from: [base, rob], caption', 'from: [base, rb], caption'],
  ['kind: figure, plot: event', 'kind: figure, plot: evnt'],
  ['file: paper.typ', 'file: papr.typ'],
  ['effect: base.main.x\n  size', 'effect: base.main.xk\n  size'],
  ['base.main.x > 0', 'base.main.x >> 0'],
  ['all(rob.*.x > 0)', 'all(rb.*.x > 0)'],
];

const withMistakes = (mistakes: readonly (typeof MISTAKES)[number][]): string =>
  mistakes.reduce((text, [right, wrong]) => {
    if (text.split(right).length !== 2) throw new Error(`not once in the pipeline: ${right}`);
    return text.replace(right, () => wrong);
  }, PIPELINE);

it('the project itself has none', async () => {
  expect(await told(PIPELINE)).toEqual([]);
});

describe('one mistake', () => {
  it.each(MISTAKES)('%s', async (right, wrong) => {
    const text = withMistakes([[right, wrong]]);
    const problems = await problemsOf(text);
    const [from, to] = [PIPELINE.indexOf(right), PIPELINE.indexOf(right) + wrong.length];
    const elsewhere = problems.filter(({ at: [place] }) => {
      const isThere = place?.is === 'text' && place.file === 'pipeline.yaml';
      return !isThere || place.start > to || place.end < from;
    });
    expect(problems.length).toBeGreaterThan(0);
    expect(elsewhere.map(({ message }) => message)).toEqual([]);
  });
});

it('of two mistakes both are told, and nothing else', { tags: 'slow' }, async () => {
  const alone = new Map<readonly [string, string], string[]>();
  for (const mistake of MISTAKES) alone.set(mistake, await told(withMistakes([mistake])));
  const wrong: string[] = [];
  for (const [i, a] of MISTAKES.entries())
    for (const b of MISTAKES.slice(i + 1)) {
      const both = await told(withMistakes([a, b]));
      const expected = [...alone.get(a)!, ...alone.get(b)!];
      const more = both.filter((message) => !expected.includes(message));
      const nothing = both.length === 0;
      if (more.length > 0 || nothing) wrong.push(`${a[1]} + ${b[1]}: ${more.join(' | ')}`);
    }
  expect(wrong).toEqual([]);
});
