/** Published figures against results: what differs first, and on demand every cell. */
import { useState } from 'preact/hooks';
import type { CellVerdict, Overview, PublishedCell, PublishedView } from '../app/view/model.ts';
import { withMinus } from './blocks/cells.ts';
import { Wide } from './blocks/wide.tsx';
import { Message } from './message.tsx';
import { nodeHash } from './route.ts';
import { useWords } from './words.ts';

export function Published({ overview: { published } }: { overview: Overview }) {
  const said = useWords();
  const [all, setAll] = useState(false);
  if (published.length === 0)
    return (
      <p class="empty">
        <Message text={said.noPublished} />
      </p>
    );
  return (
    <div class="published">
      <h2 class="unseen">{said.tabs.published}</h2>
      <p class="counts">
        <Counts cells={published.flatMap(({ tables }) => tables.flatMap(({ cells }) => cells))} />
      </p>
      <label class="choice">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />{' '}
        {said.showSame}
      </label>
      {published.flatMap(({ node, tables }) =>
        tables.map((table) => <PublishedTable key={`${node} ${table.name}`} node={node} table={table} all={all} />),
      )}
    </div>
  );
}

function Counts({ cells }: { cells: readonly PublishedCell[] }) {
  const said = useWords();
  const counts = new Map<CellVerdict, number>();
  for (const { verdict } of cells) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return (
    <>
      {said.cells(cells.length)}
      {said.colon}
      {[...counts].map(([verdict, count], i) => (
        <span key={verdict}>
          {i > 0 && said.comma}
          <span class={classOf(verdict)}>{said.counted(count, said.verdicts[verdict])}</span>
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
  const said = useWords();
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
                {said.publishedHeads.map((head, i) => (
                  <th key={head} scope="col" class={i === 2 || i === 3 || i === 5 ? 'right' : 'left'}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.flatMap((cell, i) => [
                <tr key={i} class={cell.note && 'noted'}>
                  <th scope="row">{cell.row}</th>
                  <td>{cell.column}</td>
                  <td class="right">{withMinus(cell.published)}</td>
                  <td class="right">{withMinus(cell.reproduced)}</td>
                  <td class={classOf(cell.verdict)}>{said.verdicts[cell.verdict]}</td>
                  <td class="right">{withMinus(cell.inStdErrors)}</td>
                </tr>,
                cell.note && (
                  <tr key={`${i} note`} class="note">
                    <td colSpan={6}>
                      <Message text={cell.note} />
                    </td>
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
