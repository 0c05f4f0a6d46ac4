/** A paper as small as one may be, which a run has to make: data, a query, estimates, a table, a figure and a PDF that takes them in. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { figureFormats } from '../../figure/formats/registry.ts';
import { formats } from '../../table/formats/registry.ts';

const PIPELINE = `papermake: 1
title: A paper 论文
steps:
  data: {kind: ingest, file: data/工资 wages.csv, panel: {unit: firm, time: year}}
  means: {kind: sql, inputs: {data: data}, query: "select year, avg(wage) as wage from data group by year", order: year}
  fits: {kind: models, from: data, columns: [{id: main, fit: wage ~ spending | firm, vcov: cluster(firm)}]}
  tables: {kind: report, tables: {fits: {from: fits, caption: Wages 工资, formats: [${formats.map((format) => format.name).join(', ')}]}}}
  effect: {kind: figure, plot: coefficients, from: fits, formats: [${figureFormats.map((format) => format.name).join(', ')}]}
  paper: {kind: document, file: paper.typ}
claims:
  known: abs(fits.main.spending - 2) < 0.01
`;

const TEXT = `#import "out/numbers.typ": *

= A paper 论文

The effect is #pmval("fits.main.spending")[2.00].

#include "out/tables/fits.typ"

#image("out/figures/effect.svg")
`;

const FIRMS = 12;
const YEARS = 5;

/** Wages that rise by 2 with spending, but for a remainder that is small and the same everywhere. */
function csv(): string {
  const lines = Array.from({ length: FIRMS * YEARS }, (_, i) => {
    const [firm, year] = [Math.floor(i / YEARS), i % YEARS];
    const spending = ((firm * 7 + year * 5) % 11) + year;
    const rest = ((i * 37) % 13) / 1000;
    return `${firm + 1},${2015 + year},${spending},${2 * spending + firm + rest}`;
  });
  return `firm,year,spending,wage\n${lines.join('\n')}\n`;
}

/** Writes the project into an empty folder. */
export function writePaper(folder: string): void {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'pipeline.yaml'), PIPELINE);
  writeFileSync(join(folder, 'paper.typ'), TEXT);
  writeFileSync(join(folder, 'data/工资 wages.csv'), csv());
}

/** Outputs that the run of it told and that hold nothing. */
export function lackingIn(folder: string): string[] {
  const manifest = 'out/manifest.json';
  const told = attempt(() => Object.keys(JSON.parse(readFileSync(join(folder, manifest), 'utf8')) as object)) ?? [];
  const paths = told.map((path) => `out/${path}`);
  return [manifest, 'out/paper/paper.pdf', ...paths].filter(
    (path) => (attempt(() => statSync(join(folder, path)).size) ?? 0) === 0,
  );
}
