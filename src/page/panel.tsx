/** The panel of a number: what it is of, how that was estimated, from which data, and what became of it. */
import { useEffect, useRef } from 'preact/hooks';
import type { Overview } from '../app/view/model.ts';
import { Facts } from './blocks/blocks.tsx';
import { withMinus } from './blocks/cells.ts';
import type { OpenedCell } from './blocks/opened.ts';
import { DataColumn } from './column/data-column.tsx';
import { History } from './column/history.tsx';
import { useFetched, whyOf } from './fetched.ts';
import { Detail } from './node.tsx';
import { nodeHash } from './route.ts';
import type { ViewSource } from './source.ts';
import { StateName, saidOfWitness } from './state.tsx';
import { useWords } from './words.ts';

interface Shown {
  readonly cell: OpenedCell;
  readonly overview: Overview;
  readonly source: ViewSource;
  readonly version: number;
  close(): void;
}

export function Panel({ cell, overview, source, version, close }: Shown) {
  const said = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    addEventListener('hashchange', close);
    return () => removeEventListener('hashchange', close);
  }, []);
  // A number or column of the panel itself leads on to its own, from the top.
  const name = useRef<HTMLHeadingElement>(null);
  const first = useRef(cell);
  useEffect(() => {
    if (first.current === cell) return;
    first.current = cell;
    dialog.current!.scrollTop = 0;
    name.current!.focus();
  }, [cell]);
  const { node } = cell;
  const asked = useFetched(source.node, source.known.node, node, version);
  const view = overview.steps.flatMap(({ nodes }) => nodes.filter(({ id }) => id === node))[0];
  return (
    <dialog
      class="column"
      ref={dialog}
      onClose={close}
      aria-labelledby="column-name"
      aria-busy={asked.is === 'waiting'}
    >
      <form method="dialog">
        <button type="submit">{said.close}</button>
      </form>
      <header>
        <h2 id="column-name" tabIndex={-1} ref={name}>
          {nameOf(cell, said.column)}
        </h2>
        {cell.text !== undefined && <p class="value">{withMinus(cell.text)}</p>}
        <p class="about">
          {cell.in?.caption && <span>{cell.in.caption}</span>}
          {view && <StateName state={view.state} />}
          <a href={nodeHash(node)}>{node}</a>
          {view?.witness && (
            <span class={view.witness.isDoubted ? 'doubted' : 'witnessed'}>{saidOfWitness(view.witness, said)}</span>
          )}
        </p>
      </header>
      {cell.numbers && <Facts facts={{ facts: cell.numbers }} />}
      {cell.in?.at && <History place={{ ...cell.in, at: cell.in.at }} source={source} version={version} />}
      {asked.is === 'absent' && <p class="notice">{whyOf(asked, said)}</p>}
      {asked.is === 'there' && cell.facts && <DataColumn name={cell.row!} facts={cell.facts} detail={asked.value} />}
      {asked.is === 'there' && !cell.facts && <Detail detail={asked.value} overview={overview} row={cell.row} />}
    </dialog>
  );
}

function nameOf({ node, row, in: place }: OpenedCell, { of }: { of(row: string, column: string): string }): string {
  const column = place?.column || node;
  return row === undefined ? column : of(row, column);
}
