/** Facets: a panel for each level of a variable, up to as many as a page shows readably. */
import type { VegaSpec } from '../figure.ts';
import type { DrawContext } from '../plot.ts';
import { points, TALLEST, USUAL_RATIO } from '../sizes.ts';
import { once } from './spec-parts.ts';
import { ink } from './theme.ts';
import { inLines } from './wrap.ts';

/** Panels that a figure holds at most. */
const MOST_PANELS = 60;

/** Points that a panel is wide at least. */
const NARROWEST = 62;

/** Points between panels. */
const ACROSS = 8;
/** Points that the labels of an axis need between panels which each have one. */
const LABELS = { x: 16, y: 24 } as const;

/** How the panels of a figure stand. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** The title of each panel in lines, and the size that it is set at, in points. */
  readonly titles: readonly (readonly string[])[];
  readonly size: number;
}

export interface Faceted {
  readonly spec: VegaSpec;
  /** Titles of the axes that all panels share: of the vertical one above them, of the horizontal one below. */
  readonly told: readonly string[];
  readonly below: string;
  /** Points. */
  readonly height: number;
}

/** A channel of both axes, of which panels show labels where theirs begin or end a row or column. */
type Axes = Readonly<Record<'x' | 'y', VegaSpec>>;

/**
 * A panel for each name, in their order. `view` draws one panel with the axes that it is handed; each panel sees the rows whose `field` is its
 * name. Refuses more than a page holds.
 */
export function inFacets(
  field: string,
  names: readonly string[],
  axes: Axes,
  view: (axes: Axes) => VegaSpec,
  context: DrawContext,
): Faceted {
  const facet = context.options.facet!;
  checkPanels(names, facet.by, 'facet', context);
  const grid = gridOf(names, facet.columns, context);
  const { columns, rows, titles, size } = grid;
  const { scales = 'common' } = facet;
  const isFree = { x: scales === 'free' || scales === 'free_x', y: scales === 'free' || scales === 'free_y' };
  const panels = names.map((name, i): VegaSpec => {
    const isLowest = i + columns >= names.length;
    const isFirst = i % columns === 0;
    const { layer, ...own } = view({
      x: inPanel(axes.x, isFree.x || isLowest),
      y: inPanel(axes.y, isFree.y || isFirst),
    }) as { readonly layer: readonly VegaSpec[] };
    return {
      ...own,
      // Layers inside a panel see the rows of its level alone.
      layer: [
        panelTitle(titles[i]!, size),
        ...layer.map((each) => ({
          ...each,
          transform: [{ filter: { field, equal: name } }, ...(each.transform as VegaSpec[])],
        })),
      ],
      share: [1 / columns, 1 / rows],
      view: { stroke: ink.grid },
    };
  });
  const left = titleOf(axes.y);
  return {
    spec: {
      concat: panels,
      columns,
      bounds: 'flush',
      align: 'all',
      spacing: {
        column: ACROSS + (isFree.y ? LABELS.y : 0),
        row: titlesHeight(grid) + 8 + (isFree.x ? LABELS.x : 0),
      },
      resolve: { scale: { x: isFree.x ? 'independent' : 'shared', y: isFree.y ? 'independent' : 'shared' } },
    },
    below: titleOf(axes.x),
    told: left === '' ? [] : [left],
    height: Math.min(points(TALLEST - 30), Math.max(USUAL_RATIO, (0.95 * rows) / columns) * context.width),
  };
}

const leadingOf = (size: number): number => Math.round(1.22 * size);

/** The lines of a panel's title, above its left edge. */
export const panelTitle = (lines: readonly string[], size: number): VegaSpec => ({
  data: once,
  mark: {
    type: 'text',
    text: lines,
    x: 0,
    y: -3 - (lines.length - 1) * leadingOf(size),
    align: 'left',
    baseline: 'bottom',
    fontSize: size,
    lineHeight: leadingOf(size),
  },
});

/** Points that the titles of a row of panels take above it. */
export const titlesHeight = ({ titles, size }: Grid): number =>
  Math.max(...titles.map((lines) => lines.length)) * leadingOf(size);

/** Refuses more panels than a page holds. */
export function checkPanels(names: readonly string[], by: string, option: string, { refuse }: DrawContext): void {
  if (names.length <= MOST_PANELS) return;
  const message = `\`${by}\` has ${names.length} levels, and a figure holds ${MOST_PANELS} panels`;
  refuse('too-many-panels', message, { option, hint: '`sample` chooses rows' });
}

/** Panels in as many columns as leave the longest word of a title whole, with the lines of the titles. */
export function gridOf(
  names: readonly string[],
  asked: number | undefined,
  { width, size: base, measure }: DrawContext,
): Grid {
  const count = names.length;
  const size = count > 9 ? base - 1 : base;
  const roomIn = (columns: number): number => (0.93 * width - ACROSS * (columns - 1)) / columns - 2;
  const isWide = (columns: number): boolean =>
    names.every((name) =>
      name.split(/\s+|(?=[\u2e80-\uffef])/).every((word) => measure(word, size) <= roomIn(columns)),
    );
  const usual = Math.max(1, Math.min(Math.ceil(Math.sqrt(0.9 * count)), Math.floor(width / NARROWEST)));
  let columns = Math.min(count, asked ?? usual);
  while (asked === undefined && columns > 1 && !isWide(columns)) columns--;
  const titles = names.map((name) => inLines(name, roomIn(columns), (text) => measure(text, size)));
  return { columns, rows: Math.ceil(count / columns), titles, size };
}

const titleOf = ({ axis }: VegaSpec): string => {
  const { title } = axis as { readonly title?: unknown };
  return typeof title === 'string' ? title : '';
};

/** The channel without its title, and without labels where another panel's serve. No mark touches the edge of a panel. */
const inPanel = (channel: VegaSpec, isLabelled: boolean): VegaSpec => {
  const axis = { ...(channel.axis as VegaSpec), title: null };
  const { zero, domain } = channel.scale as { readonly zero?: boolean; readonly domain?: unknown };
  const isOpen = channel.type === 'quantitative' && zero !== true && domain === undefined;
  return {
    ...channel,
    ...(isOpen ? { scale: { ...(channel.scale as VegaSpec), nice: false, padding: 5 } } : {}),
    axis: isLabelled ? axis : { ...axis, labels: false, ticks: false },
  };
};
