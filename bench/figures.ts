/**
 * A figure of every plot, drawn anew from stored results as SVG, PDF and PNG: a whole `papermake run` in which only the figures are stale,
 * against ggplot2 in one process of R that draws the same figures from the same rows, through the devices `svg`, `cairo_pdf` and `png` with
 * 300 dots an inch. Demanded: R takes at least 3 times as long as papermake for all together.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { figureFormats } from '../src/figure/formats/registry.ts';
import { plots } from '../steps/registry.ts';
import { judge, keep, measure, papermake, projectRoot } from './measure.ts';

const [UNITS, PERIODS] = [36, 12];
const DRAWS = 500;
const demanded = 3;
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const write = (file: string, lines: readonly string[]): void =>
  writeFileSync(path.join(folder, file), `${lines.join('\n')}\n`);

function writeData(): void {
  const draw = createRng('figures').stream('data', 0);
  const panel = Array.from({ length: UNITS * PERIODS }, (_, i) => {
    const [unit, year] = [Math.floor(i / PERIODS), 2010 + (i % PERIODS)];
    const [x, w, h] = [0.3 + 0.1 * draw.normal(), draw.normal(), 80 + 30 * draw.normal()];
    const y = 2 * x - 2.5 * x * x + 0.1 * w + 0.03 * (year - 2010) + 0.004 * h * x + 0.1 * draw.normal();
    return [`u${unit}`, year, ['North', 'South', 'East'][unit % 3], y, x, w, h].join(',');
  });
  write('panel.csv', ['unit,year,region,y,x,w,h', ...panel]);
  write('draws.csv', [
    'estimate,pValue',
    ...Array.from({ length: DRAWS }, () => `${0.3 * draw.normal()},${draw.uniform()}`),
  ]);
  const periods = [-5, -4, -3, -2, 0, 1, 2, 3, 4, 5];
  write('events.csv', [
    'time,estimate,stdError,df',
    ...periods.map((t) => `${t},${t < 0 ? 0.02 * draw.normal() : 0.2 + 0.1 * t},0.08,40`),
  ]);
  const specs = Array.from(
    { length: 96 },
    (_, i) => `${0.8 + 0.4 * draw.normal()},0.3,30,o${i % 2},s${i % 4},f${i % 3}`,
  );
  write('specs.csv', ['estimate,stdError,df,outcome,sample,effects', ...specs]);
  const corners = (i: number): number[][] => {
    const [x, y] = [100 + 2 * (i % 6), 30 + 2 * Math.floor(i / 6)];
    return [
      [x, y],
      [x, y + 2],
      [x + 2, y + 2],
      [x + 2, y],
      [x, y],
    ];
  };
  const features = Array.from({ length: UNITS }, (_, i) => ({
    type: 'Feature',
    properties: { name: `u${i}` },
    geometry: { type: 'Polygon', coordinates: [corners(i)] },
  }));
  write('shapes.json', [JSON.stringify({ type: 'FeatureCollection', features })]);
  write('shapes.csv', [
    'unit,x,y',
    ...Array.from({ length: UNITS }, (_, i) => corners(i).map(([x, y]) => `u${i},${x},${y}`)).flat(),
  ]);
}

/** The figures; the round stands above each, so that it is drawn anew. */
const pipeline = (round: number): string => `papermake: 1
defaults: {figure: {title: Round ${round}}}
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}}
  draws: {kind: ingest, file: draws.csv}
  events: {kind: ingest, file: events.csv}
  specs: {kind: ingest, file: specs.csv}
  ix: {kind: index, from: panel, name: score, dimensions: {First: [x, h], Second: [w]}}
  m: {kind: models, from: panel, columns: [{id: a, fit: y ~ x + w + h | unit}, {id: b, fit: y ~ x + w | unit}, {id: q, fit: y ~ x + x^2 | unit}]}
  t: {kind: threshold, base: m.a, on: h, slope: x, bootstrap: 0}
  coefficients: {kind: figure, plot: coefficients, from: [m.a, m.b]}
  event: {kind: figure, plot: event, from: events}
  margins: {kind: figure, plot: margins, from: m.q, variable: x}
  specification-curve: {kind: figure, plot: specification-curve, from: specs, choices: [outcome, sample, effects]}
  placebo: {kind: figure, plot: placebo, from: [draws, m.b], term: w}
  threshold: {kind: figure, plot: threshold, from: t}
  trends: {kind: figure, plot: trends, from: panel, x: year, y: y, by: region}
  density: {kind: figure, plot: density, from: panel, variables: [y], by: region}
  histogram: {kind: figure, plot: histogram, from: panel, variables: [y], by: region}
  box: {kind: figure, plot: box, from: panel, variables: [y], by: year}
  binscatter: {kind: figure, plot: binscatter, from: panel, x: x, y: y, absorb: [unit]}
  scatter: {kind: figure, plot: scatter, from: panel, x: x, y: y, by: region, line: true}
  map: {kind: figure, plot: map, from: panel, variables: [y], unit: unit, shapes: shapes.json, sample: year == 2015}
  index: {kind: figure, plot: index, from: ix}
  vega-lite:
    kind: figure
    plot: vega-lite
    from: panel
    columns: [year, region, y]
    spec: {mark: line, encoding: {x: {field: year, type: quantitative}, y: {field: y, aggregate: mean, type: quantitative}, color: {field: region, type: nominal}}}
`;

let edits = 0;
const prepare = (): void => write('pipeline.yaml', [pipeline(edits++)]);
const inR = path.join(projectRoot, 'bench/figures.R');
/** The plots that papermake draws here and R too; a specification of one's own is drawn as any other, and R has no like of it. */
const drawnHere = (): readonly string[] =>
  plots.all
    .map(({ name }) => name)
    .filter((name) => name !== 'vega-lite' && existsSync(path.join(folder, `out/figures/${name}.svg`)));

/** Milliseconds of each figure in one more run, and bytes in each format. */
function byFigure(): Record<string, number> {
  prepare();
  const { stdout } = spawnSync('node', [papermake, 'run', '--json'], { cwd: folder, encoding: 'utf8' });
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; node?: string; seconds?: number });
  return Object.fromEntries(
    events.flatMap(({ node, seconds }) =>
      node !== undefined && seconds !== undefined ? [[node, 1000 * seconds]] : [],
    ),
  );
}

const bytesOf = (place: string, name: string, extension: string): number =>
  statSync(path.join(folder, place, `${name}.${extension}`)).size;

try {
  writeData();
  const own = 'papermake, every figure in three formats';
  const theirs = 'R, ggplot2, the same';
  const medians = measure(
    [
      { name: own, command: ['node', papermake, 'run'], cwd: folder, prepare },
      { name: theirs, command: ['Rscript', inR, 'out/figures', 'out-of-r'], cwd: folder },
    ],
    3,
  );
  const ours = byFigure();
  const timesInR = Object.fromEntries(
    readFileSync(path.join(folder, 'out-of-r/times.csv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(',') as [string, string]),
  );
  const names = drawnHere();
  const drawn = readdirSync(path.join(folder, 'out-of-r'));
  const lost = names.filter((name) => !drawn.includes(`${name}.svg`));
  if (lost.length > 0) throw new Error(`R drew no ${lost.join(', ')}`);
  const extensions = figureFormats.map(({ name }) => name);
  const kilobytes = (place: string, name: string): string =>
    extensions.map((extension) => (bytesOf(place, name, extension) / 1024).toFixed(0)).join(' / ');
  const ratio = medians[theirs]! / medians[own]!;
  const holds = ratio >= demanded;
  keep(`A figure of every plot as ${figureFormats.map(({ title }) => title).join(', ')}, against ggplot2`, [
    `## A figure of every plot as ${figureFormats.map(({ title }) => title).join(', ')}, against ggplot2`,
    '',
    `\`npx tsx bench/figures.ts\` on Node ${process.version}`,
    '',
    '| process | median ms |',
    '|---|---|',
    ...Object.entries(medians).map(([name, ms]) => `| ${name} | ${ms.toFixed(0)} |`),
    '',
    `- R to papermake: **${ratio.toFixed(2)}** (demanded: at least ${demanded}${holds ? '' : '; NOT REACHED'})`,
    '- papermake plans, decides and records the nodes too, and writes a CSV file of what is drawn; R draws from those files',
    '',
    `| figure | papermake ms | R ms | papermake KB (${extensions.join(' / ')}) | R KB |`,
    '|---|---|---|---|---|',
    ...names.map(
      (name) =>
        `| ${name} | ${ours[name]?.toFixed(0) ?? '–'} | ${Number(timesInR[name]).toFixed(0)} | ${kilobytes('out/figures', name)} | ${kilobytes('out-of-r', name)} |`,
    ),
    '',
  ]);
  judge(holds);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
