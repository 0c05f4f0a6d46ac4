/** What moved since a run or a commit, by how much and why. */
import type { MovedView, Overview, RunView } from '../app/view/model.ts';
import { Wide } from './blocks.tsx';
import { withMinus } from './cells.ts';
import { useAsked } from './node.tsx';
import { hashOf } from './route.ts';
import type { Source } from './source.ts';

interface Shown {
  readonly overview: Overview;
  readonly source: Source;
  readonly since: string | null;
  readonly version: number;
}

export function Moved({ overview: { runs }, source, since, version }: Shown) {
  const usual = runs.length > 1 ? runs[1]!.name : null;
  const chosen = source.isLive ? (since ?? usual) : (source.since ?? '');
  const asked = useAsked(source.moved, source.known.moved, chosen, version);
  return (
    <>
      {source.isLive && <Choice runs={runs} chosen={chosen} />}
      {chosen === null && <p class="empty">There is one run on record, and nothing to compare it with.</p>}
      {chosen !== null && asked.is === 'waiting' && <p class="empty">Comparing…</p>}
      {asked.is === 'absent' && <p class="empty">{asked.why}</p>}
      {asked.is === 'there' && <Moves moved={asked.value} />}
    </>
  );
}

function Choice({ runs, chosen }: { runs: readonly RunView[]; chosen: string | null }) {
  const go = (name: string): void => {
    location.hash = hashOf({ tab: 'moved', of: name });
  };
  const isRun = runs.some(({ name }) => name === chosen);
  return (
    <form
      class="since"
      onSubmit={(event) => {
        event.preventDefault();
        const commit = String(new FormData(event.currentTarget).get('commit') ?? '').trim();
        if (commit) go(commit);
      }}
    >
      <label>
        Since the run{' '}
        <select
          value={isRun ? chosen! : ''}
          onChange={(event) => event.currentTarget.value && go(event.currentTarget.value)}
        >
          {!isRun && <option value="">…</option>}
          {runs.slice(1).map(({ name, at, branch, commit, moved }) => (
            <option key={name} value={name}>
              {[at, branch, commit, `${moved} moved`].filter(Boolean).join(' · ')}
            </option>
          ))}
        </select>
      </label>
      <label>
        or the commit{' '}
        <input
          name="commit"
          size={10}
          defaultValue={isRun ? '' : (chosen ?? '')}
          autocomplete="off"
          spellcheck={false}
          placeholder="1a2b3c4"
        />
      </label>
      <button type="submit">Compare</button>
    </form>
  );
}

const Moves = ({ moved }: { moved: MovedView }) => (
  <div class="moved">
    <h2>{moved.headline}</h2>
    <p class="sides">
      {moved.before} → {moved.after}
    </p>
    {moved.notes.map((note) => (
      <p key={note} class="notice">
        {note}
      </p>
    ))}
    {moved.claims.map((claim) => (
      <section key={claim.claim}>
        <h3>
          {claim.claim} <small>{`${claim.before} → ${claim.after}`}</small>
        </h3>
        <Because lines={claim.because} />
      </section>
    ))}
    {moved.tables.map((table) => (
      <section key={table.table}>
        <h3>
          {table.table}{' '}
          <small>
            {table.is === 'changed' ? `${cellsText(table.cells)} moved` : `is ${table.is}: ${cellsText(table.cells)}`}
            {table.hidden > 0 && `, ${table.hidden} more behind the last printed digit`}
          </small>
        </h3>
        {table.is === 'changed' && table.groups.map((group, i) => <Group key={i} group={group} table={table.table} />)}
      </section>
    ))}
    {moved.unknown.length > 0 && (
      <section>
        <h3>Not compared</h3>
        <ul>
          {moved.unknown.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
    )}
  </div>
);

const cellsText = (count: number): string => `${count} ${count === 1 ? 'cell' : 'cells'}`;

const Group = ({ group, table }: { group: MovedView['tables'][number]['groups'][number]; table: string }) => (
  <>
    {group.whole.map((line) => (
      <p key={line}>{line}</p>
    ))}
    {group.cells.length > 0 && (
      <Wide label={table}>
        <table class="grid">
          <thead>
            <tr>
              {['Row', 'Column', 'Before', 'After', 'Moved by'].map((head, i) => (
                <th key={head} scope="col" class={i < 2 ? 'left' : 'right'}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {group.cells.map((cell, i) => (
              <tr key={i}>
                <td>{cell.row}</td>
                <td>{cell.column}</td>
                <td class="right">{withMinus(cell.before)}</td>
                <td class="right">{withMinus(cell.after)}</td>
                <td class="right">{withMinus(cell.distance)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    )}
    <Because lines={group.because} />
  </>
);

const Because = ({ lines }: { lines: readonly string[] }) => (
  <div class="because">
    <p>because</p>
    <pre>{lines.join('\n')}</pre>
  </div>
);
