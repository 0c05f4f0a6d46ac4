/**
 * The marks of a figure, above its picture: each opens what it shows, as a number of a table does. A pointer takes the one that it is within, or else
 * the nearest. For keys and
 * screen readers they are one slider, whose value is the mark that it stands at.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FigureMarks } from '../../app/show/block.ts';
import { useWords } from '../words.ts';
import { withMinus } from './cells.ts';
import { type OpenedCell, useOpen } from './opened.ts';

interface Shown {
  /** The node of the figure. */
  readonly node: string;
  readonly caption: string;
  readonly marks: FigureMarks;
}

/** Marks of further pixels from the pointer are not meant. */
const REACH = 18;
/** Pixels from a point within which it is meant, and not the bar or region below it. */
const AT_POINT = 6;

export function Marks({ node, caption, marks }: Shown) {
  const said = useWords();
  const open = useOpen();
  const place = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [isPointed, setPointed] = useState(false);
  const count = marks.marks.length;
  const current = Math.min(at, count - 1);
  const cells = (i: number): OpenedCell => cellOf(marks, i, { table: node, caption });

  // The latest state, which the listeners of the first drawing see.
  const latest = { marks, current, show: (i: number) => open(cells(i)) };
  const now = useRef(latest);
  now.current = latest;
  useEffect(() => {
    const { current: sheet } = place;
    if (!sheet) return;
    const nearest = (event: MouseEvent): number => nearestMark(now.current.marks, sheet.getBoundingClientRect(), event);
    const point = (event: PointerEvent): void => {
      const found = nearest(event);
      setPointed(found >= 0);
      if (found >= 0) setAt(found);
    };
    const leave = (): void => setPointed(false);
    const press = (event: MouseEvent): void => {
      // A press of the keyboard has no place of a pointer.
      const found = event.detail === 0 ? now.current.current : nearest(event);
      if (found < 0) return;
      setAt(found);
      slider.current!.focus({ preventScroll: true });
      now.current.show(found);
    };
    sheet.addEventListener('pointermove', point);
    sheet.addEventListener('pointerleave', leave);
    sheet.addEventListener('click', press);
    return () => {
      sheet.removeEventListener('pointermove', point);
      sheet.removeEventListener('pointerleave', leave);
      sheet.removeEventListener('click', press);
    };
  }, []);

  const keyed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = STEPS[event.key]?.(current, count);
    if (next !== undefined) setAt(Math.max(0, Math.min(count - 1, next)));
    else if (event.key === 'Enter' || event.key === ' ') open(cells(current));
    else return;
    event.preventDefault();
  };
  const { row, text = '', in: within } = cells(current);
  const [x, y] = marks.marks[current]!;
  const label = `${within?.column ? `${row}, ${within.column}` : row}${said.colon}${withMinus(text)}`;
  return (
    <div class={isPointed ? 'marks is-pointed' : 'marks'} ref={place}>
      <div
        class="mark"
        ref={slider}
        role="slider"
        tabIndex={0}
        aria-label={said.column.marks}
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={current + 1}
        aria-valuetext={label}
        aria-haspopup="dialog"
        style={{ left: `${100 * x}%`, top: `${100 * y}%` }}
        onKeyDown={keyed}
      />
      <span
        class={`told${x > 0.5 ? ' is-left' : ''}${y < 0.2 ? ' is-below' : ''}`}
        style={{ left: `${100 * x}%`, top: `${100 * y}%` }}
        aria-hidden
      >
        {label}
      </span>
    </div>
  );
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  PageUp: (at) => at + 10,
  PageDown: (at) => at - 10,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** The mark that a pointer is within, the last drawn of several, or else the nearest; -1 where none is near. */
function nearestMark({ marks }: FigureMarks, { left, top, width, height }: DOMRect, at: MouseEvent): number {
  const [right, down] = [(at.clientX - left) / width, (at.clientY - top) / height];
  const within = marks.findLastIndex(([, , , , , outline]) => outline !== undefined && isWithin(outline, right, down));
  let nearest = -1;
  let least = REACH * REACH;
  for (const [i, [x, y]] of marks.entries()) {
    const [across, down] = [left + x * width - at.clientX, top + y * height - at.clientY];
    const distance = across * across + down * down;
    if (distance < least) [nearest, least] = [i, distance];
  }
  // A point on a bar or a region is meant where the pointer is at it.
  const isAtPoint = nearest >= 0 && marks[nearest]![5] === undefined && least < AT_POINT * AT_POINT;
  return within < 0 || isAtPoint ? nearest : within;
}

/** Says whether a place is inside rings: a line from it to the right crosses them an odd number of times. */
function isWithin(outline: readonly (readonly number[])[], x: number, y: number): boolean {
  let isInside = false;
  for (const ring of outline)
    for (let i = 0; i < ring.length; i += 2) {
      const [ax, ay] = [ring[i]!, ring[i + 1]!];
      const [bx, by] = [ring[(i + 2) % ring.length]!, ring[(i + 3) % ring.length]!];
      if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) isInside = !isInside;
    }
  return isInside;
}

function cellOf(
  { columns, rows, names, sources, marks }: FigureMarks,
  i: number,
  within: { table: string; caption: string },
): OpenedCell {
  const [, , row, value, source] = marks[i]!;
  const { node, header } = sources[source]!;
  const cells = rows[row]!;
  return {
    node,
    text: cells[value]!,
    row: names[row]!,
    numbers: columns.flatMap((name, c) => (cells[c] === '' ? [] : [[name, cells[c]!] as const])),
    in: { ...within, column: header },
  };
}
