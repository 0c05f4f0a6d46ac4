/** Reads the scale of an axis from its ticks and their labels. */
import { isClose, type Place, placeOn, type Scale, scalesOf } from './axis.ts';

/** The scales that the labels of an axis allow, from where its panel begins; two labels do not tell whether one is logarithmic. */
export interface Ticks {
  readonly side: 'across' | 'down';
  readonly scales: readonly Omit<Scale, 'column'>[];
}

/** The labels of an axis of names, and where each stands from where its panel begins. */
export interface NamedTicks {
  readonly side: Ticks['side'];
  readonly labels: readonly { readonly text: string; readonly place: number }[];
}

const sideOf = (lines: readonly Place[]): Ticks['side'] =>
  lines.every(({ x }) => isClose(x, lines[0]!.x)) ? 'down' : 'across';

/** None where the labels are numbers, or where ticks and labels do not stand side by side. */
export function namedTicksOf(lines: readonly Place[], labels: readonly string[]): NamedTicks[] {
  if (labels.length === 0 || labels.length !== lines.length) return [];
  if (labels.some((text) => numberIn(text) !== undefined)) return [];
  const side = sideOf(lines);
  return [{ side, labels: labels.map((text, i) => ({ text, place: side === 'down' ? lines[i]!.y : lines[i]!.x })) }];
}

/** None where the labels are no numbers. */
export function ticksOf(lines: readonly Place[], labels: readonly string[]): Ticks[] {
  if (labels.length < 2 || labels.length !== lines.length) return [];
  const side = sideOf(lines);
  const read = labels.map(numberIn);
  const known = read.flatMap((value, i) => (value === undefined ? [] : [{ value, line: lines[i]! }]));
  if (known.length < 2) return [];
  const places = known.map(({ line }) => (side === 'down' ? line.y : line.x));
  const scales = scalesOf(
    0,
    known.map(({ value }) => value),
    places,
    side === 'down' ? -1 : 1,
  );
  return scales.length === 0 ? [] : [{ side, scales }];
}

/** The number of a label: `−0.05`, `1,000`, `12%`. */
function numberIn(label: string): number | undefined {
  const text = label.trim().replace('−', '-').replaceAll(',', '');
  const found = /^(-?\d+(?:\.\d+)?)(%?)$/.exec(text);
  return found ? Number(found[1]) / (found[2] === '%' ? 100 : 1) : undefined;
}

/** Points by which a scale that is told from rounded places may differ from that of its axis. */
const SAME = 0.3;

/** Says whether values stand on the scale of an axis; every scale does where no axis of its side has numbers. */
export function agrees(
  scale: Scale,
  [low, high]: readonly [low: number, high: number],
  origin: number,
  ticks: readonly Ticks[],
  side: Ticks['side'],
): boolean {
  const known = ticks.filter((each) => each.side === side).flatMap(({ scales }) => scales);
  const isOn = (axis: Omit<Scale, 'column'>): boolean =>
    axis.isLog === scale.isLog &&
    [low, high].every(
      (value) => Math.abs(placeOn(scale, value) - origin - placeOn({ ...axis, column: 0 }, value)) < SAME,
    );
  return known.length === 0 || known.some(isOn);
}
