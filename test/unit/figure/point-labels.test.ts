/** Labels beside points of several sizes: none lies on a point or on another label. */
import { expect, it } from 'vitest';
import {
  meets,
  POINT_LABELS,
  placePointLabels,
  type SceneItem,
  type SceneMark,
} from '../../../src/figure/drawing/scene.ts';

const SIZE = 8;
const ROOM = { width: 300, height: 200 };

/** A picture with circles, of which the first have labels. */
function scene(circles: readonly (readonly [x: number, y: number, size: number])[], labelled: number) {
  const symbols: SceneItem[] = circles.map(([x, y, size]) => ({ x, y, size }));
  const labels: SceneItem[] = circles.slice(0, labelled).map(([x, y], i) => ({
    ...{ x, y, text: `Sector ${i}`, fontSize: SIZE },
    bounds: { x1: 0, x2: 0, y1: 0, y2: 0 },
  }));
  const items: SceneMark[] = [
    { marktype: 'symbol', items: symbols },
    { marktype: 'text', name: POINT_LABELS, items: labels },
  ];
  return { root: { marktype: 'group', items: [{ ...ROOM, items }] }, labels };
}

const WIDTH = 40;
const boxOf = ([x, y, size]: readonly [number, number, number]) => {
  const radius = Math.sqrt(size) / 2;
  return { x1: x - radius, x2: x + radius, y1: y - radius, y2: y + radius };
};

it('keep away from circles of any size, with labels or without, and from each other', () => {
  let hidden = 0;
  for (let n = 0; n < 50; n++) {
    const circles = Array.from({ length: 12 }, (_, i) => {
      const at = (k: number): number => ((n + 1) * 7919 + i * 104_729 + k * 15_485_863) % 997;
      return [20 + (at(1) / 997) * 260, 20 + (at(2) / 997) * 160, 12 + (at(3) / 997) * 308] as const;
    });
    const { root, labels } = scene(circles, 5);
    hidden += placePointLabels(root, () => WIDTH).length;
    const shown = labels.filter(({ opacity = 1 }) => opacity > 0);
    for (const [i, { bounds }] of shown.entries()) {
      for (const circle of circles) expect(meets(bounds!, boxOf(circle), 0.01), `picture ${n}`).toBe(false);
      for (const other of shown.slice(i + 1)) expect(meets(bounds!, other.bounds!, 0.01), `picture ${n}`).toBe(false);
    }
  }
  // of 250 labels most find a place
  expect(hidden).toBeLessThan(125);
});
