/** Reads what Vega has laid out: where its texts stand, and which of the labels beside points have room. */

interface Bounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** An item of a mark; a group holds marks. */
export interface SceneItem {
  x?: number;
  y?: number;
  dx?: number;
  dy?: number;
  align?: string;
  baseline?: string;
  opacity?: number;
  readonly size?: number;
  readonly angle?: number;
  readonly fontSize?: number;
  readonly lineHeight?: number;
  readonly text?: unknown;
  readonly bounds?: Bounds;
  readonly width?: number;
  readonly height?: number;
  readonly items?: readonly SceneMark[];
}

export interface SceneMark {
  readonly marktype: string;
  readonly role?: string;
  readonly name?: string;
  readonly items: readonly SceneItem[];
}

/** A box in the picture, in points from its upper left corner. */
export interface TextBox extends Bounds {
  readonly text: string;
}

/** A mark that is named so holds the labels of points, which are placed where they have room. */
export const POINT_LABELS = 'labelsOfPoints';

const isShown = ({ opacity = 1, text }: SceneItem): boolean => opacity > 0 && String(text ?? '').trim() !== '';

/** Visits every mark, with where the group that it stands in begins. */
function visit(
  mark: SceneMark,
  x: number,
  y: number,
  see: (mark: SceneMark, x: number, y: number, group?: SceneItem) => void,
  group?: SceneItem,
): void {
  see(mark, x, y, group);
  if (mark.marktype !== 'group') return;
  for (const item of mark.items) {
    for (const inner of item.items ?? []) visit(inner, x + (item.x ?? 0), y + (item.y ?? 0), see, item);
  }
}

const textOf = (text: unknown): string => (Array.isArray(text) ? text.join(' ') : String(text));

/** The boxes of all texts that show. */
export function textBoxes(scene: SceneMark, [x0, y0]: readonly [number, number]): TextBox[] {
  const found: TextBox[] = [];
  visit(scene, x0, y0, ({ marktype, items }, x, y) => {
    if (marktype !== 'text') return;
    for (const item of items.filter(isShown)) {
      const { x1, y1, x2, y2 } = item.bounds!;
      const shift = centring(item);
      const [across, up] = (item.angle ?? 0) === 0 ? [0, shift] : [shift, 0];
      found.push({
        text: textOf(item.text),
        x1: x + x1 - across,
        x2: x + x2 - across,
        y1: y + y1 - up,
        y2: y + y2 - up,
      });
    }
  });
  return found;
}

/** Says how far several lines must go up for their middle to stand where Vega puts that of the first. */
function centring({ text, baseline, fontSize = 11, lineHeight = fontSize + 2 }: SceneItem): number {
  return baseline === 'middle' && Array.isArray(text) ? ((text.length - 1) * lineHeight) / 2 : 0;
}

/** Puts the labels of an axis that have several lines in the middle of their ticks; Vega puts their first lines there. */
export function centreLines(scene: SceneMark): void {
  visit(scene, 0, 0, ({ marktype, items }) => {
    if (marktype === 'text') for (const item of items) item.dy = (item.dy ?? 0) - centring(item);
  });
}

/** Half the width of a point that is no larger than usual. */
const USUAL = 2.6;

/** Places about a point, the best first: where the label's box begins, as shares of its size and in points; a larger point moves it outward. */
const places = [
  { align: 'left', baseline: 'middle', dx: 4, dy: -3 },
  { align: 'left', baseline: 'middle', dx: 4, dy: 3 },
  { align: 'right', baseline: 'middle', dx: -4, dy: -3 },
  { align: 'right', baseline: 'middle', dx: -4, dy: 3 },
  { align: 'center', baseline: 'bottom', dx: 0, dy: -4 },
  { align: 'center', baseline: 'top', dx: 0, dy: 4 },
] as const;

/**
 * Gives each label of a point the first place about it at which it meets no point, no text and no edge; those that find none are hidden and returned. Points that
 * stand first choose first.
 */
export function placePointLabels(scene: SceneMark, width: (item: SceneItem) => number): string[] {
  const lost: string[] = [];
  visit(scene, 0, 0, ({ name = '', items }, _x, _y, group) => {
    if (!name.includes(POINT_LABELS) || group === undefined) return;
    const taken: Bounds[] = (group.items ?? []).flatMap((mark) => obstacles(mark, name));
    const circles = (group.items ?? []).flatMap((mark) => (mark.marktype === 'symbol' ? mark.items : []));
    const points = [...circles, ...items].map((item) => aroundPoint(item, radiusOf(item)));
    for (const item of items) {
      const more = Math.max(...circles.filter((each) => isAt(each, item)).map(radiusOf), USUAL) - USUAL;
      const own = places.map((place) => {
        const moved = { ...place, dx: place.dx + Math.sign(place.dx) * more };
        const away = place.dx === 0 ? { ...moved, dy: place.dy + Math.sign(place.dy) * more } : moved;
        return { place: away, box: boxAt(item, away, width(item)) };
      });
      const free = own.find(
        ({ box }) =>
          box.x1 >= 0 &&
          box.x2 <= group.width! &&
          box.y1 >= 0 &&
          box.y2 <= group.height! &&
          ![...taken, ...points].some((other) => meets(box, other)),
      );
      if (free === undefined) {
        item.opacity = 0;
        lost.push(textOf(item.text));
      } else {
        Object.assign(item, free.place);
        Object.assign(item.bounds!, free.box);
        taken.push(free.box);
      }
    }
  });
  return lost;
}

/** Vega's circles have the size of the square about them. */
const radiusOf = ({ size = 0 }: SceneItem): number => Math.max(USUAL, Math.sqrt(size) / 2);

const aroundPoint = ({ x = 0, y = 0 }: SceneItem, radius: number): Bounds => ({
  x1: x - radius,
  x2: x + radius,
  y1: y - radius,
  y2: y + radius,
});

const isAt = (a: SceneItem, b: SceneItem): boolean => Math.abs(a.x! - b.x!) < 0.01 && Math.abs(a.y! - b.y!) < 0.01;

/** Boxes of the other texts of a group. */
const obstacles = ({ marktype, name, items }: SceneMark, own: string): Bounds[] =>
  marktype === 'text' && name !== own ? items.filter(isShown).map(({ bounds }) => bounds!) : [];

function boxAt(
  { x = 0, y = 0, fontSize = 8 }: SceneItem,
  {
    align,
    baseline,
    dx,
    dy,
  }: Pick<(typeof places)[number], 'align' | 'baseline'> & { readonly dx: number; readonly dy: number },
  width: number,
): Bounds {
  const x1 = x + dx - (align === 'left' ? 0 : align === 'right' ? width : width / 2);
  const y1 = y + dy - (baseline === 'top' ? 0 : baseline === 'bottom' ? fontSize : fontSize / 2);
  return { x1, x2: x1 + width, y1, y2: y1 + fontSize };
}

/** Says whether two boxes share more than a hair. */
export const meets = (a: Bounds, b: Bounds, hair = 0): boolean =>
  a.x1 < b.x2 - hair && b.x1 < a.x2 - hair && a.y1 < b.y2 - hair && b.y1 < a.y2 - hair;
