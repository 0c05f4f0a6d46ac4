/** A small paper with every kind of step, on eight units over six years. */
import { Project } from './harness.ts';

/** A fixed sequence in 0…1: what is estimated does not matter, that it can be does. */
function wobble(i: number, j: number): number {
  return ((i * 7919 + j * 104_729 + i * j * 31) % 1009) / 1009;
}

export const ROWS: readonly string[] = Array.from({ length: 48 }, (_, row) => {
  const [unit, year] = [Math.floor(row / 6), 2010 + (row % 6)];
  const [x, z, w] = [wobble(row, 1), wobble(row, 2), wobble(row, 3)].map((v) => v.toFixed(3));
  const y = (2 * Number(x) - Number(z) + unit / 4 + wobble(row, 4) / 5).toFixed(4);
  return [`u${unit}`, year, unit % 2 === 0 ? 'North' : 'South', y, x, z, w].join(',');
});

export const HEADER = 'unit,year,region,y,x,z,w';
export const DATA = `${HEADER}\n${ROWS.join('\n')}\n`;

export const PIPELINE = `papermake: 1
title: A small paper
variables:
  y: {label: Outcome}
  x: {label: Treatment}
sets:
  controls: [z]
defaults:
  models: {vcov: cluster(unit)}
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  about: {kind: describe, from: panel, variables: [y, x, w]}
  baseline:
    kind: models
    from: panel
    columns:
      - {id: short, fit: y ~ x | unit}
      - {id: long, fit: y ~ x + $controls | unit}
  regions: {kind: models, base: baseline.short, split: region}
  doubled: {kind: double, from: baseline.short}
  tables:
    kind: report
    tables:
      about: {from: about, caption: The data}
      main: {from: baseline, caption: Results}
      regions: {from: regions, caption: Regions}
`;

const DOUBLE = `import { defineStep, Type } from 'papermake/step';
import { twice } from './lib/twice.ts';

export default defineStep({
  name: 'double',
  summary: 'twice the first estimate',
  params: Type.Object({ from: Type.String() }, { additionalProperties: false }),
  reads: ({ from }) => ({ fit: { from, parts: ['terms'] } }),
  run(context) {
    const terms = context.artifact('fit').json('terms') as { estimate: number }[];
    return { value: twice(terms[0]!.estimate) };
  },
});
`;

export const FILES: Readonly<Record<string, string>> = {
  'pipeline.yaml': PIPELINE,
  'data/panel.csv': DATA,
  'steps/double.ts': DOUBLE,
  'steps/lib/twice.ts': '/** Twice. */\nexport const twice = (value: number): number => 2 * value;\n',
};

export const paper = (changes: Readonly<Record<string, string>> = {}): Project => new Project({ ...FILES, ...changes });
