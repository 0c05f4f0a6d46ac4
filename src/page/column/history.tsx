/** The values that a number had, the last one first, each with the reason of the move that made it. */
import type { CellValue } from '../../app/view/model.ts';
import { withMinus } from '../blocks/cells.ts';
import type { CellPlace } from '../blocks/opened.ts';
import { useFetched } from '../fetched.ts';
import { Message } from '../message.tsx';
import type { ViewSource } from '../source.ts';
import { useWords } from '../words.ts';

interface Shown {
  readonly place: CellPlace & { readonly at: NonNullable<CellPlace['at']> };
  readonly source: ViewSource;
  readonly version: number;
}

export function History({ place: { table, at }, source, version }: Shown) {
  const said = useWords();
  const asked = useFetched(source.history, source.known.history, table, version);
  if (asked.is !== 'there') return null;
  const { since, cells } = asked.value;
  const values = cells[at.join()] ?? [];
  return (
    <section class="history">
      <h3>{said.column.history}</h3>
      {values.length === 0 ? (
        <p class="said">{said.column.always(since)}</p>
      ) : (
        <ol>
          {values.map((value, i) => (
            <Value key={i} value={value} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Value({ value: { text, at, by, distance, because } }: { value: CellValue }) {
  const said = useWords();
  return (
    <li>
      <p>
        <span class="value">{text === null ? said.nothing : withMinus(text)}</span>{' '}
        {distance && <strong>{withMinus(distance)}</strong>}{' '}
        {at && (
          <small>
            {at}, <code>{by}</code>
          </small>
        )}
      </p>
      {because.map((line, i) => (
        <p key={i} class="said">
          <Message text={line.trimStart()} />
        </p>
      ))}
    </li>
  );
}
