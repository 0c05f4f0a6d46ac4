/** Shows a column of data: what its data set tells of it, and every result that reads it, with the columns of tables that print these. */
import type { NodeDetail, ShownColumn } from '../../app/view/model.ts';
import { Facts } from '../blocks/blocks.tsx';
import type { OpenedCell } from '../blocks/opened.ts';
import { Opens } from '../blocks/opens.tsx';
import { Message } from '../message.tsx';
import { nodeHash } from '../route.ts';
import { useWords } from '../words.ts';

interface Shown {
  /** The name of the column. */
  readonly name: string;
  readonly facts: NonNullable<OpenedCell['facts']>;
  readonly detail: NodeDetail;
}

export function DataColumn({ name, facts, detail: { columns } }: Shown) {
  const said = useWords();
  const through = columns.find(({ column }) => column === name)?.through ?? [];
  return (
    <div class="result">
      {facts.length > 0 && <Facts facts={{ facts }} />}
      {through.length === 0 && <p class="said">{said.column.readByNothing}</p>}
      {through.map(({ of, by, more }, i) => (
        <section key={of} class="readers">
          <h3>
            <Message text={i === 0 ? said.column.readBy : said.column.readThrough(of)} />
          </h3>
          <ul>
            {by.map(({ node, shown }) => (
              <li key={node}>
                <a href={nodeHash(node)}>{node}</a>
                <ShownColumns node={node} shown={shown} />
              </li>
            ))}
            {more > 0 && <li>{said.andMore(more)}</li>}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Columns of tables that show a result, each of which opens as the table's own heading does. */
export function ShownColumns({ node, shown }: { node: string; shown: readonly ShownColumn[] }) {
  const { column: said } = useWords();
  if (shown.length === 0) return null;
  return (
    <ul>
      {shown.map((place, i) => (
        <li key={i}>
          <Opens cell={{ node, in: place }}>{said.columnOf(place.caption || place.table, place.column)}</Opens>
        </li>
      ))}
    </ul>
  );
}
