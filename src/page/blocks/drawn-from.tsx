/** The results that a figure is drawn from, each of which opens as a number of a table does. */
import type { NodeDetail } from '../../app/view/model.ts';
import { useWords } from '../words.ts';
import { Opens } from './opens.tsx';

/** The most results that are named. */
const MOST = 12;

export function DrawnFrom({ detail: { blocks, reads } }: { detail: NodeDetail }) {
  const said = useWords();
  if (reads.length === 0 || !blocks.some(({ is }) => is === 'image')) return null;
  const more = reads.length - MOST;
  return (
    <div class="readers drawn">
      <span>{said.column.drawnFrom}</span>
      <ul aria-label={said.column.drawnFrom}>
        {reads.slice(0, MOST).map((node) => (
          <li key={node}>
            <Opens cell={{ node }}>{node}</Opens>
          </li>
        ))}
        {more > 0 && <li>{said.andMore(more)}</li>}
      </ul>
    </div>
  );
}
