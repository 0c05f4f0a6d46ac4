/** The plot `binscatter`: means of y over quantile bins of x, with controls and effects partialled out. */

import { createRng } from '../../base/number/rng.ts';
import { isFrame } from '../../base/reader.ts';
import { binscatter as bin } from '../../econ/graphics/binscatter.ts';
import { jointBinscatter } from '../../econ/graphics/joint-bins.ts';
import { isClipped, keysFor, numberOn, seriesBy } from '../drawing/spec-parts.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import type { DrawContext, ObservedRows, Plot } from '../plot.ts';
import { groupsOf } from '../rows/group.ts';
import { axisLabel } from '../words.ts';

const USUAL_BINS = 20;

export const binscatter: Plot = {
  name: 'binscatter',
  summary: 'means of y over quantile bins of x, with controls and effects partialled out',
  shows: 'a frame',
  options: [
    'x',
    'y',
    'by',
    'rename',
    'controls',
    'absorb',
    'bins',
    'adjust',
    'band',
    'levels',
    'cluster',
    'line',
    'sample',
    'exclude',
  ],
  required: ['x', 'y'],
  numbers: ['x', 'y', 'controls'],
  levels: ['by', 'absorb', 'cluster'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const observed = source!.observed!;
    const groups = groupsOf(observed, context);
    if (groups.length === 0) context.refuse('no-values', 'there is no value to show', { option: 'y' });
    const { options } = context;
    checkJoint(context);
    const names = groups.map(({ name }) => name);
    const rows = groups.flatMap(({ name, rows: own }) => rowsOf(observed, name, own, context));
    return {
      columns: ['element', 'group', 'x', 'y', ...(options.band === undefined ? [] : ['low', 'high']), 'n'],
      rows,
      spec: spec(names, context),
      keys: keysFor(names, context.colors, options.line === false ? 'shape' : 'shape on line'),
    };
  },
};

/** Refuses options of the joint regression where there is none. */
function checkJoint({ options, refuse }: DrawContext): void {
  const hint = 'add `adjust: joint`';
  if (options.adjust !== 'joint') {
    if (options.bins === 'optimal')
      refuse('unsupported', 'bins of residuals have no optimal number', { option: 'bins', hint });
    if (options.band !== undefined) refuse('unsupported', 'bins of residuals have no band', { option: 'band', hint });
  }
  if (options.band === undefined) {
    for (const option of ['levels', 'cluster'] as const)
      if (options[option] !== undefined)
        refuse('unsupported', `\`${option}\` is of a band`, { option, hint: 'add `band: uniform`' });
  }
  if ((options.levels?.length ?? 0) > 1)
    refuse('unsupported', 'a band has one level', { option: 'levels', hint: 'leave one out' });
}

/** A point a bin, the two ends of the least-squares line, and the places of the band. */
function rowsOf(observed: ObservedRows, group: string, rows: readonly number[], { options }: DrawContext): FigureRow[] {
  const pick = (variable: string): Float64Array => {
    const values = observed.numbers(variable);
    return Float64Array.from(rows, (row) => values[row]!);
  };
  const codesOf = (name: string) => {
    const { codes, levels } = observed.groups(name);
    return { name, levels, codes: Int32Array.from(rows, (row) => codes[row]!) };
  };
  const [y, x] = [pick(options.y!), pick(options.x!)];
  const controls = (options.controls ?? []).map(pick);
  const effects = (options.absorb ?? []).map(codesOf);
  const { bins = USUAL_BINS, band } = options;
  const level = (options.levels?.[0] ?? 95) / 100;
  const draws = (draw: number) => createRng('binscatter').stream('band', draw);
  const found =
    options.adjust === 'joint'
      ? jointBinscatter({
          y,
          x,
          controls,
          effects,
          bins,
          cluster: options.cluster === undefined ? undefined : codesOf(options.cluster),
          band: band === undefined ? undefined : { level, ...(band === 'uniform' ? { draws } : {}) },
        })
      : { ...bin(y, x, controls, effects, bins as number), band: [] };
  const { points, slope, intercept } = found;
  const ends = options.line === false ? [] : [points[0]!, points.at(-1)!];
  return [
    ...found.band.map((place) => ({ element: 'band', group, ...place })),
    ...points.map(({ x: at, y: height, n }) => ({ element: 'bin', group, x: at, y: height, n })),
    ...ends.map(({ x: at }) => ({ element: 'line', group, x: at, y: intercept + slope * at })),
  ];
}

function spec(names: readonly string[], context: DrawContext): VegaSpec {
  const { options, colors } = context;
  const x = numberOn('x', 'x', axisLabel(options.x!, context), context);
  const y = numberOn('y', 'y', axisLabel(options.y!, context), context, { axis: { grid: true } });
  const series = seriesBy('group', names, colors, 'shape');
  const clip = isClipped(options);
  const only = (element: string): VegaSpec => ({ filter: { field: 'element', equal: element } });
  const band = {
    transform: [only('band')],
    mark: { type: 'area', opacity: 0.2, clip },
    encoding: { x, y: { ...y, field: 'low', stack: null }, y2: { field: 'high' }, color: series.color },
  };
  return {
    layer: [
      ...(options.band === undefined ? [] : [band]),
      {
        transform: [only('line')],
        mark: { type: 'line', strokeWidth: 0.9, clip },
        encoding: { x, y, color: series.color },
      },
      { transform: [only('bin')], mark: { type: 'point', size: 34, clip }, encoding: { x, y, ...series } },
    ],
  };
}
