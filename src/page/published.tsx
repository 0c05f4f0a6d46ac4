/** Published figures against results: what differs first, and on demand every cell. */
import { useState } from 'preact/hooks';
import type { Overview, PublishedCell, PublishedView } from '../app/view/model.ts';
import { Wide } from './blocks.tsx';
import { withMinus } from './cells.ts';
import { nodeHash } from './route.ts';
import { Told } from './told.tsx';

export function Published({ overview: { published } }: { overview: Overview }) {
  const [all, setAll] = useState(false);
  if (published.length === 0)
    return (
      <p class="empty">
        <Told text="Nothing is compared: a step of the kind `compare` holds published tables against results." />
      </p>
    );
  return (
    <div class="published">
      <p class="counts">
        <Counts cells={published.flatMap(({ tables }) => tables.flatMap(({ cells }) => cells))} />
      </p>
      <label class="choice">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} /> show also the
        cells that are as printed
      </label>
      {published.flatMap(({ node, tables }) =>
        tables.map((table) => <PublishedTable key={`${node} ${table.name}`} node={node} table={table} all={all} />),
      )}
    </div>
  );
}

function Counts({ cells }: { cells: readonly PublishedCell[] }) {
  const counts = new Map<string, number>();
  for (const { verdict } of cells) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return (
    <>
      {cells.length} cells:{' '}
      {[...counts].map(([verdict, count], i) => (
        <span key={verdict}>
          {i > 0 && ', '}
          <span class={classOf(verdict)}>
            {count} {verdict}
          </span>
        </span>
      ))}
    </>
  );
}

const classOf = (verdict: string): string => `verdict-${verdict.replaceAll(' ', '-')}`;

interface TableShown {
  readonly node: string;
  readonly table: PublishedView['tables'][number];
  readonly all: boolean;
}

function PublishedTable({ node, table: { name, cells }, all }: TableShown) {
  const shown = all ? cells : cells.filter(({ verdict }) => verdict !== 'same');
  return (
    <section>
      <h3>
        <a href={nodeHash(node)}>{name}</a>{' '}
        <small>
          <Counts cells={cells} />
        </small>
      </h3>
      {shown.length > 0 && (
        <Wide label={name}>
          <table class="grid">
            <thead>
              <tr>
                {['Row', 'Column', 'Published', 'Reproduced', 'Verdict', 'Apart by'].map((head, i) => (
                  <th key={head} scope="col" class={i === 2 || i === 3 || i === 5 ? 'right' : 'left'}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.flatMap((cell, i) => [
                <tr key={i} class={cell.note && 'noted'}>
                  <td>{cell.row}</td>
                  <td>{cell.column}</td>
                  <td class="right">{withMinus(cell.published)}</td>
                  <td class="right">{withMinus(cell.reproduced)}</td>
                  <td class={classOf(cell.verdict)}>{cell.verdict}</td>
                  <td class="right">{withMinus(cell.inStdErrors)}</td>
                </tr>,
                cell.note && (
                  <tr key={`${i} note`} class="note">
                    <td colSpan={6}>{cell.note}</td>
                  </tr>
                ),
              ])}
            </tbody>
          </table>
        </Wide>
      )}
    </section>
  );
}
