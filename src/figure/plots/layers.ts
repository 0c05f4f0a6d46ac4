/** The plot `layers`: marks over each other, of frames and results, in one panel or in one for each level of a variable. */

import { isFrame } from '../../base/reader.ts';
import { inFacets } from '../drawing/facets.ts';
import { dashOf, isClipped, seriesBy } from '../drawing/spec-parts.ts';
import { ink } from '../drawing/theme.ts';
import type { Drawing, FigureRow, VegaSpec } from '../figure.ts';
import type { Layer } from '../layer-options.ts';
import { axesOf, type ShownLayer } from '../layers/axes.ts';
import { colorOf } from '../layers/colors.ts';
import { keysOfLayers } from '../layers/keys.ts';
import type { Axes, Look } from '../layers/mark.ts';
import { markNamed } from '../layers/marks/registry.ts';
import { observations } from '../layers/observations.ts';
import type { DrawContext, Plot } from '../plot.ts';
import { partOf } from '../rows/records.ts';

export const layers: Plot = {
  name: 'layers',
  summary:
    'marks over each other, of frames and results: points, lines, fits, bands, intervals, bars, areas, rules, texts',
  shows: 'frames, and results that hold records',
  several: true,
  layered: true,
  options: ['layers', 'x', 'y', 'by', 'facet', 'rename', 'headers', 'sample', 'exclude', 'part'],
  required: ['layers'],
  reads: (type, { part }) => {
    if (isFrame(type)) return { is: 'variables' };
    const records = partOf(type, part);
    return records === undefined ? undefined : { is: 'parts', parts: [records] };
  },
  draw(sources, context) {
    const { facet } = context.options;
    const shown = context.options.layers!.map((layer, i, all) => ({
      layer: overBars(layer, all.slice(0, i)),
      ...observations(layer, sources, facet?.by, context),
    }));
    const axes = axesOf(shown, context);
    const panels = panelsOf(shown);
    if (facet !== undefined && panels.length === 0)
      context.refuse('no-panels', `no layer has rows with a value of \`${facet.by}\``, { option: 'facet' });
    const series = seriesOf(shown);
    const rows = shown.flatMap((each, i) => rowsOf(each, i, panels, axes));
    if (!rows.some(({ x, y, low }) => [x, y, low].some((value) => value !== undefined && value !== null)))
      context.refuse('no-values', 'no layer has a value to show', { option: 'layers' });
    return drawingOf(shown, rows, axes, series, panels, context);
  },
};

/** Intervals over bars are dark, since in the colours of the bars nobody sees their lower halves. */
const overBars = (layer: Layer, below: readonly Layer[]): Layer =>
  layer.mark === 'range' && layer.color === undefined && below.some(({ mark }) => mark === 'bars')
    ? { ...layer, color: ink.text }
    : layer;

/** The panels of a figure in their order; none where it has no facets. */
const panelsOf = (shown: readonly ShownLayer[]): string[] => [
  ...new Set(shown.flatMap(({ groups }) => groups.flatMap(({ panel }) => (panel === null ? [] : [panel])))),
];

/** Names a group of a layer in the key; empty where the key does not list it. */
const seriesName = ({ name }: Layer, group: string): string => (group === '' ? (name ?? '') : group);

/** Is true of a mark that is drawn in ink, as a fit, where nothing else is said. */
const isInked = ({ mark, by }: Layer): boolean => markNamed(mark).ink !== undefined && by === undefined;

/** Names with colours of their own, in order. Of several marks in ink the first name stays so, and the others are told apart from it. */
const seriesOf = (shown: readonly ShownLayer[]): string[] => [
  ...new Set(
    shown.flatMap(({ layer, groups }) =>
      layer.color !== undefined || (isInked(layer) && !namesBehindFirst(shown).includes(layer.name))
        ? []
        : groups.map(({ group }) => seriesName(layer, group)).filter((name) => name !== ''),
    ),
  ),
];

/** The names in ink but for the first, of marks that stand in the key. */
function namesBehindFirst(shown: readonly ShownLayer[]): readonly (string | undefined)[] {
  const inked = shown.filter(
    ({ layer }) => isInked(layer) && layer.color === undefined && markNamed(layer.mark).sign !== null,
  );
  return [...new Set(inked.flatMap(({ layer }) => layer.name ?? []))].slice(1);
}

/** A layer without the panels' variable stands in each of them. */
function rowsOf({ layer, groups }: ShownLayer, i: number, panels: readonly string[], axes: Axes): FigureRow[] {
  const { rows } = markNamed(layer.mark);
  return groups.flatMap(({ panel, group, points }) => {
    const own = rows(points, layer, axes);
    const places = panel !== null || panels.length === 0 ? [panel] : panels;
    return places.flatMap((place) =>
      own.map((row) => ({
        layer: i + 1,
        mark: layer.mark,
        ...(place === null ? {} : { panel: place }),
        series: seriesName(layer, group),
        ...row,
      })),
    );
  });
}

const COLUMNS = ['layer', 'mark', 'panel', 'series', 'x', 'y', 'from', 'to', 'low', 'high', 'label', 'side', 'n'];

function drawingOf(
  shown: readonly ShownLayer[],
  rows: readonly FigureRow[],
  axes: Axes,
  series: readonly string[],
  panels: readonly string[],
  context: DrawContext,
): Drawing {
  const used = COLUMNS.filter((name) => rows.some((row) => row[name] !== undefined));
  const counts = shown.map((_, i) => rows.filter((row) => row.layer === i + 1).length);
  const view = (own: Pick<Axes, 'x' | 'y'>): VegaSpec => ({
    layer: shown.flatMap(({ layer }, i): VegaSpec[] => {
      const only = { filter: { field: 'layer', equal: i + 1 } };
      return markNamed(layer.mark)
        .views({ ...axes, ...own }, lookOf(layer, series, counts[i]!, context, axes.isNominal && axes.along))
        .map((each) => ({
          ...each,
          transform: [only, ...((each.transform as readonly VegaSpec[] | undefined) ?? [])],
        }));
    }),
  });
  return {
    columns: used,
    rows,
    keys: keysOfLayers(shown, series, seriesName, context),
    ...(panels.length === 0
      ? { spec: view(axes), ...heightOf(axes, series, context) }
      : inFacets('panel', panels, axes, view, context)),
  };
}

/** Levels down a figure take as much height as their groups need. */
function heightOf({ along, y }: Axes, series: readonly string[], { size }: DrawContext): Pick<Drawing, 'height'> {
  if (along === 'y') return {};
  const levels = (y.sort as readonly string[]).length;
  return { height: size * (5 + levels * (1.6 + 0.9 * Math.max(1, series.length))) };
}

function lookOf(
  layer: Layer,
  series: readonly string[],
  count: number,
  { options, colors, size }: DrawContext,
  along: 'x' | 'y' | false,
): Look {
  const { ink: kind } = markNamed(layer.mark);
  const isGrouped = layer.by !== undefined;
  const named = layer.name === undefined ? -1 : series.indexOf(layer.name);
  const own = colorOf(layer, series, colors);
  const by = seriesBy('series', series, colors, 'shape');
  const dashes = seriesBy('series', series, colors, 'strokeDash');
  const isOwn = layer.color !== undefined || !isGrouped || series.length === 0;
  return {
    color: isOwn ? { value: own } : (by.color as VegaSpec),
    shape: isOwn ? { value: 'circle' } : (by.shape as VegaSpec),
    dash: isOwn
      ? { value: named > 0 || (kind !== undefined && named === 0) ? dashOf(named, colors) : [] }
      : (dashes.strokeDash as VegaSpec),
    offset:
      along === false || !isGrouped || series.length < 2
        ? {}
        : {
            [along === 'y' ? 'xOffset' : 'yOffset']: {
              field: 'series',
              type: 'nominal',
              sort: series,
              scale: { domain: series },
            },
          },
    clip: isClipped(options),
    size,
    count,
  };
}
