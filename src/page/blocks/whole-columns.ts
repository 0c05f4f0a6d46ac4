/** On a narrow screen, columns of a table that is wider: as many as fit are as wide as the screen together, so that no edge cuts a number. */
import { columnWidth } from './cells.ts';

const NARROW = '(max-width: 820px)';

/** Keeps the columns of the table in `place` whole until the function that is returned is called. */
export function keepColumnsWhole(place: HTMLElement): () => void {
  const fit = (): void => fitColumns(place);
  const observer = new ResizeObserver(fit);
  observer.observe(place);
  const table = place.querySelector('table');
  if (table) observer.observe(table);
  return () => observer.disconnect();
}

function fitColumns(place: HTMLElement): void {
  const table = place.querySelector('table');
  if (!table) return;
  place.style.removeProperty('--column');
  if (!matchMedia(NARROW).matches || table.offsetWidth <= place.clientWidth) return;
  const rows = [...table.rows].filter(({ cells }) => [...cells].every(({ colSpan }) => colSpan === 1));
  const [longest] = rows;
  if (!longest || longest.cells.length < 2) return;
  const [labels, ...columns] = [...longest.cells].map((cell) => cell.getBoundingClientRect().width) as [
    number,
    ...number[],
  ];
  place.style.setProperty('--labels', `${labels}px`);
  place.style.setProperty('--column', `${columnWidth(place.clientWidth - labels, columns)}px`);
}
