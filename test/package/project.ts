/** A small paper whose package every test of packages writes. */
import { Project } from '../cli/harness.ts';
import { ROWS } from '../cli/paper.ts';

export const SECTION = `package:
  authors: [{name: "Ostrom, Elinor", affiliation: Indiana University, orcid: 0000-0002-1825-0097}]
  licence: MIT
  include: [data/README.md]
  sources:
    panel: {citation: "Ostrom (1990): Data of a test", licence: CC0-1.0, provided: true}
`;

export const PIPELINE = `papermake: 1
title: A paper
variables:
  y: {label: Income gap}
  x: {label: Forces}
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  about: {kind: describe, from: panel, variables: [y, x]}
  main:
    kind: models
    from: panel
    columns:
      - {id: short, fit: y ~ x | unit}
      - {id: long, fit: y ~ x + z | unit}
  plot: {kind: figure, from: main, plot: coefficients, terms: [x], formats: [svg]}
  tables:
    kind: report
    tables:
      about: {from: about}
      main: {from: main}
numbers:
  effect: main.long.x
claims:
  positive: main.long.x > 0
`;

export const DATA = ['unit,year,region,y,x,z,w', ...ROWS, ''].join('\n');

/** A project with these files more, or others in their place. */
export const paperToPack = (files: Readonly<Record<string, string>> = {}): Project =>
  new Project({
    'pipeline.yaml': `${PIPELINE}${SECTION}`,
    'data/panel.csv': DATA,
    'data/README.md': '# Data\n\nDrawn for a test.\n',
    ...files,
  });

/** The pipeline with another section `package:`. */
export const withSection = (section: string, pipeline = PIPELINE): string => `${pipeline}${section}`;
