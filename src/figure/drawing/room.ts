/** Fits the words of axes into the room that they have: titles and labels break into lines, and large numbers share a power of ten. */
import type { FigureRow, VegaSpec } from '../figure.ts';
import type { TextLook } from './strips.ts';
import type { Size } from './vega.ts';
import { inLines } from './wrap.ts';

/** Ends of the numbers on each axis, by channel and title. */
export type Extents = ReadonlyMap<string, readonly [low: number, high: number]>;

type Axis = 'x' | 'y';
const axes = ['x', 'y'] as const;

/** Views within a view. */
const inner = ['layer', 'hconcat', 'vconcat', 'concat'] as const;

const channelOf = (spec: VegaSpec, axis: string): VegaSpec | undefined =>
  (spec.encoding as Readonly<Record<string, VegaSpec>> | undefined)?.[axis];

const titleOf = (channel: VegaSpec | undefined): string | undefined => {
  const title = (channel?.axis as VegaSpec | undefined)?.title;
  return typeof title === 'string' && title !== '' ? title : undefined;
};

/** The ends of what every axis with a title shows, from the rows that are drawn. */
export function extentsOf(spec: VegaSpec, rows: readonly FigureRow[]): Extents {
  const fields = new Map<string, Set<string>>();
  const see = (view: VegaSpec): void => {
    for (const axis of axes) {
      const channel = channelOf(view, axis);
      const title = titleOf(channel);
      if (title === undefined || channel?.type !== 'quantitative') continue;
      const key = `${axis} ${title}`;
      const known = fields.get(key) ?? new Set();
      for (const each of [channel, channelOf(view, `${axis}2`)])
        if (typeof each?.field === 'string') known.add(each.field);
      fields.set(key, known);
    }
    for (const each of viewsIn(view)) see(each);
  };
  see(spec);
  return new Map(
    [...fields].map(([key, names]) => {
      const values = rows
        .flatMap((row) => [...names].map((name) => row[name]))
        .filter((value) => typeof value === 'number');
      return [key, [values.reduce((a, b) => Math.min(a, b), 0), values.reduce((a, b) => Math.max(a, b), 0)]];
    }),
  );
}

const viewsIn = (view: VegaSpec): readonly VegaSpec[] => [
  ...inner.flatMap((key) => (view[key] as readonly VegaSpec[] | undefined) ?? []),
  ...(view.spec === undefined ? [] : [view.spec as VegaSpec]),
];

/** The specification with its words in lines; `plane` is the size of a view that says none. */
export function inRoom(spec: VegaSpec, plane: Size, look: TextLook, extents: Extents): VegaSpec {
  const own: Size = [sizeOf(spec.width, plane[0]), sizeOf(spec.height, plane[1])];
  const fitted = (view: VegaSpec): VegaSpec => inRoom(view, own, look, extents);
  const views = Object.fromEntries(
    inner.flatMap((key) => (spec[key] === undefined ? [] : [[key, (spec[key] as readonly VegaSpec[]).map(fitted)]])),
  );
  const child = spec.spec === undefined ? undefined : fitted(spec.spec as VegaSpec);
  const panel = child === undefined ? own[0] : sizeOf(child.width, own[0]);
  return {
    ...spec,
    ...views,
    ...(child === undefined ? {} : { spec: child, facet: headed(spec.facet as VegaSpec, panel, look) }),
    ...(spec.encoding === undefined ? {} : { encoding: encodingIn(spec.encoding as VegaSpec, own, look, extents) }),
  };
}

const sizeOf = (said: unknown, plane: number): number => (typeof said === 'number' ? said : plane);

function encodingIn(encoding: VegaSpec, plane: Size, look: TextLook, extents: Extents): VegaSpec {
  const changed = axes.flatMap((axis, k) => {
    const channel = encoding[axis] as VegaSpec | undefined;
    if (channel?.axis === undefined || channel.axis === null) return [];
    const length = plane[k]!;
    return [
      [
        axis,
        channel.type === 'quantitative'
          ? numbersOn(axis, channel, length, look, extents)
          : levelsOn(axis, channel, length, plane, look),
      ],
    ];
  });
  return { ...encoding, ...Object.fromEntries(changed) };
}

/** Points that a tick has about it: labels are wider than they are high. */
const BETWEEN_TICKS = { x: 38, y: 28 } as const;

function numbersOn(axis: Axis, channel: VegaSpec, length: number, look: TextLook, extents: Extents): VegaSpec {
  const said = channel.axis as VegaSpec;
  const tickCount = Math.max(2, Math.round(length / BETWEEN_TICKS[axis]));
  const title = titleOf(channel);
  if (title === undefined) return { ...channel, axis: { tickCount, ...said } };
  const scaled =
    said.labelExpr === undefined ? scaledBy(channel, extents.get(`${axis} ${title}`) ?? [0, 0], tickCount) : null;
  const whole = scaled === null ? title : withPower(title, scaled.power);
  const labels = scaled === null ? {} : { labelExpr: scaled.labels };
  return { ...channel, axis: { tickCount, ...said, ...labels, title: broken(whole, length, look.size, look) } };
}

/** One line as it is, several as a list. */
function broken(text: string, length: number, size: number, look: TextLook): string | readonly string[] {
  const lines = inLines(text, length, (each) => look.measure(each, size));
  return lines.length === 1 ? lines[0]! : lines;
}

/** Numbers from `LARGE` on share a power of ten, and so do those below `SMALL`. */
const LARGE = 1e6;
const SMALL = 1e-3;

/** The power of ten, a multiple of three, that the numbers of an axis share, and an expression of their labels; null where they need none. */
function scaledBy(
  { scale }: VegaSpec,
  [low, high]: readonly [number, number],
  count: number,
): { power: number; labels: string } | null {
  const { domain, zero } = (scale ?? {}) as { readonly domain?: readonly unknown[]; readonly zero?: boolean };
  const ends = domain?.every((end) => typeof end === 'number') ? (domain as readonly number[]) : [low, high];
  const most = Math.max(...ends.map(Math.abs));
  if (most === 0 || (most < LARGE && most >= SMALL)) return null;
  const power = 3 * Math.floor(Math.log10(most) / 3 + 1e-9);
  const span = (zero === false && domain === undefined ? high - low : Math.max(...ends) - Math.min(...ends)) || most;
  const decimals = Math.max(0, power - Math.floor(Math.log10(span / count) + 1e-9));
  const unit = power < 0 ? `datum.value * 1e${-power}` : `datum.value / 1e${power}`;
  return { power, labels: `format(${unit}, ',.${Math.min(decimals, 3)}~f')` };
}

const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `Output (yuan, × 10⁹)` */
function withPower(title: string, power: number): string {
  const raised = [...String(power)].map((sign) => (sign === '-' ? '⁻' : digits[Number(sign)])).join('');
  const [, before, close] = /^(.*)([)）])$/s.exec(title) ?? [];
  if (before === undefined)
    return /[\u2e80-\uffef]$/.test(title) ? `${title}（× 10${raised}）` : `${title} (× 10${raised})`;
  return `${before}${close === '）' ? '，' : ', '}× 10${raised}${close}`;
}

/** Labels of groups: down a figure as wide as the axis says, across it as wide as a group is, and upright where that is too little. */
function levelsOn(axis: Axis, channel: VegaSpec, length: number, plane: Size, look: TextLook): VegaSpec {
  const { labelRoom, ...said } = channel.axis as VegaSpec & { readonly labelRoom?: number };
  const title = titleOf(channel);
  const titled = title === undefined ? {} : { title: broken(title, length, look.size, look) };
  const domain = ((channel.scale as VegaSpec | undefined)?.domain ?? channel.sort) as
    | readonly (string | number)[]
    | undefined;
  if (!Array.isArray(domain) || said.labelExpr !== undefined) return { ...channel, axis: { ...said, ...titled } };
  const levels = domain.map(String);
  const size = look.size - 1;
  const measure = (text: string): number => look.measure(text, size);
  if (axis === 'y')
    return {
      ...channel,
      axis: { ...said, ...titled, ...labelled(levels, labelRoom ?? Number.POSITIVE_INFINITY, measure) },
    };
  // Groups at the ends have air beyond them as well.
  const step = (0.88 * length) / Math.max(1, levels.length) - 3;
  const lines = levels.map((level) => wordsFit(level, step, measure));
  if (lines.every(Boolean))
    return { ...channel, axis: { ...said, ...titled, labelAngle: 0, ...labelled(levels, step, measure) } };
  // Years that are too many for their axis are left out between others, groups never are.
  if (channel.type === 'ordinal' && levels.every((level) => /^\d{1,4}$/.test(level)))
    return { ...channel, axis: { ...said, ...titled, labelAngle: 0, labelOverlap: true } };
  const upright = { labelAngle: -90, labelAlign: 'right', labelBaseline: 'middle' };
  return { ...channel, axis: { ...said, ...titled, ...upright, ...labelled(levels, 0.4 * (plane[1] + 40), measure) } };
}

/** Says whether a text fits into a width with its words kept whole. */
const wordsFit = (text: string, width: number, measure: (text: string) => number): boolean =>
  text.split(/\s+|(?=[\u2e80-\uffef])/).every((word) => measure(word) <= width);

/** An expression of the labels of an axis, each in lines. */
function labelled(levels: readonly string[], room: number, measure: (text: string) => number): VegaSpec {
  const broken = levels
    .map((level) => [level, inLines(level, room, measure)] as const)
    .filter(([, lines]) => lines.length > 1);
  if (broken.length === 0) return { labelLimit: 0 };
  const known = broken.map(
    ([level, lines]) =>
      `datum.value == ${JSON.stringify(level)} ? [${lines.map((line) => JSON.stringify(line)).join(',')}] : `,
  );
  return { labelLimit: 0, labelExpr: `${known.join('')}datum.label` };
}

/** The heads of panels, each as wide as its panel. */
function headed(facet: VegaSpec, width: number, look: TextLook): VegaSpec {
  const headedBy = (field: VegaSpec): VegaSpec => {
    const levels = field.sort as readonly string[];
    const { labelExpr } = labelled(levels, width, (text) => look.measure(text, look.size));
    return {
      ...field,
      header: { ...(field.header as VegaSpec), labelLimit: 0, ...(labelExpr === undefined ? {} : { labelExpr }) },
    };
  };
  const split = ['row', 'column'].filter((key) => typeof facet[key] === 'object');
  if (split.length === 0) return headedBy(facet);
  return { ...facet, ...Object.fromEntries(split.map((key) => [key, headedBy(facet[key] as VegaSpec)])) };
}
