/** A number, or the head of a column, that opens the panel of what it shows. */
import type { ComponentChildren } from 'preact';
import { type OpenedCell, useOpen } from './opened.ts';

interface Shown {
  readonly cell: OpenedCell;
  /** Is false where arrows lead to it from another one of its table. */
  readonly isStop?: boolean;
  readonly children: ComponentChildren;
}

export function Opens({ cell, isStop = true, children }: Shown) {
  const open = useOpen();
  return (
    <button type="button" class="opens" aria-haspopup="dialog" tabIndex={isStop ? 0 : -1} onClick={() => open(cell)}>
      {children}
    </button>
  );
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** Arrows go from number to number of a table, of which Tab reaches one. */
export function walkCells(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const from = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.opens') : null;
  const table = from?.closest('table');
  if (!step || !from || !table || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = nextOf(table, from, step);
  event.preventDefault();
  if (!next) return;
  from.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function nextOf(
  table: HTMLTableElement,
  from: HTMLButtonElement,
  [down, right]: readonly [number, number],
): HTMLButtonElement | undefined {
  const start = from.closest<HTMLTableCellElement>('td, th')!;
  let row = (start.parentElement as HTMLTableRowElement).rowIndex;
  let column = start.cellIndex;
  for (;;) {
    row += down;
    column += right;
    const cells = table.rows[row]?.cells;
    if (!cells || column < 0 || (right !== 0 && column >= cells.length)) return undefined;
    const found = cells[column]?.querySelector<HTMLButtonElement>('.opens');
    if (found) return found;
  }
}
