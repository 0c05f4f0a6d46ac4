/** Shows the changes since a run or a commit, with their size and causes. */
import type { FolderView, MovedCell, MovedGroup, MovedView, Overview, RunView } from '../app/view/model.ts';
import { withMinus } from './blocks/cells.ts';
import { PaperTable } from './blocks/table.tsx';
import { Wide } from './blocks/wide.tsx';
import { useFetched, whyOf } from './fetched.ts';
import { Message } from './message.tsx';
import { hashOf, nodeHash, type States, statesIn, statesText } from './route.ts';
import type { ViewSource } from './source.ts';
import { type PageWords, useWords } from './words.ts';

interface Shown {
  readonly overview: Overview;
  readonly source: ViewSource;
  readonly since: string | null;
  readonly version: number;
}

export function Moved({ overview: { runs, folders }, source, since, version }: Shown) {
  const said = useWords();
  const usual = runs.length > 1 ? runs[1]!.name : null;
  const chosen = source.isLive ? (since ?? usual) : (source.since ?? '');
  const asked = useFetched(source.moved, source.known.moved, chosen, version);
  return (
    <>
      {source.isLive && <Choice runs={runs} folders={folders} chosen={chosen} />}
      {chosen === null && <p class="empty">{said.oneRun}</p>}
      {chosen !== null && asked.is === 'waiting' && <p class="empty">{said.comparing}</p>}
      {asked.is === 'absent' && <p class="empty">{whyOf(asked, said)}</p>}
      {asked.is === 'there' && <Moves moved={asked.value} />}
    </>
  );
}

interface Offered {
  readonly runs: readonly RunView[];
  readonly folders: readonly FolderView[];
  readonly chosen: string | null;
}

function Choice({ runs, folders, chosen }: Offered) {
  const said = useWords();
  const { since, until } = statesIn(chosen ?? '');
  const go = (states: States): void => {
    location.hash = hashOf({ tab: 'moved', of: statesText(states) });
  };
  const isRun = [...runs, ...folders].some(({ name }) => name === since);
  return (
    <form
      class="since"
      key={chosen}
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const [commit, end] = ['commit', 'until'].map((name) => String(data.get(name) ?? '').trim());
        if (commit || since) go({ since: commit || since, until: end! });
      }}
    >
      <label>
        {said.sinceRun}{' '}
        <select
          value={isRun ? since : ''}
          onChange={(event) => event.currentTarget.value && go({ since: event.currentTarget.value, until })}
        >
          {!isRun && <option value="">…</option>}
          {folders.length === 0 ? (
            <Runs runs={runs} />
          ) : (
            <>
              <optgroup label={said.folders}>
                <Folders folders={folders} />
              </optgroup>
              <optgroup label={said.ranAt}>
                <Runs runs={runs} />
              </optgroup>
            </>
          )}
        </select>
      </label>
      <label>
        {said.orCommit}{' '}
        <input
          name="commit"
          size={10}
          defaultValue={isRun ? '' : since}
          autocomplete="off"
          spellcheck={false}
          placeholder="1a2b3c4"
        />
      </label>
      <label>
        {said.until}{' '}
        <input
          name="until"
          size={10}
          defaultValue={until}
          autocomplete="off"
          spellcheck={false}
          placeholder={said.untilNow}
          list={folders.length === 0 ? undefined : FOLDERS}
        />
      </label>
      {folders.length > 0 && (
        <datalist id={FOLDERS}>
          <Folders folders={folders} />
        </datalist>
      )}
      <button type="submit">{said.compare}</button>
    </form>
  );
}

/** The list of what `until` may name beside commits. */
const FOLDERS = 'folders';

function Folders({ folders }: Pick<Offered, 'folders'>) {
  return folders.map(({ name, path }) => (
    <option key={name} value={name}>
      {path}
    </option>
  ));
}

function Runs({ runs }: Pick<Offered, 'runs'>) {
  const said = useWords();
  return runs.slice(1).map(({ name, at, branch, commit, moved }) => (
    <option key={name} value={name}>
      {[at, branch, commit, said.movedIn(moved)].filter(Boolean).join(' · ')}
    </option>
  ));
}

function Moves({ moved }: { moved: MovedView }) {
  const said = useWords();
  const changed = moved.tables.filter(({ cells }) => cells > 0);
  const cells = changed.reduce((sum, table) => sum + table.cells, 0);
  const isAny = cells > 0 || moved.claims.length > 0;
  return (
    <div class="moved">
      <h2>{isAny ? said.headline(cells, changed.length, moved.claims.length) : said.nothingMoved}</h2>
      <p class="sides">
        {moved.before} → {moved.after}
      </p>
      {moved.claimed && moved.claims.length === 0 && (
        <p class="claimed">
          {moved.claimed.cells === 0 ? said.nothingClaimed : said.claimedMoved(moved.claimed.cells)}
        </p>
      )}
      {moved.notes.map((note) => (
        <p key={note} class="notice">
          <Message text={note} />
        </p>
      ))}
      {moved.claims.map((claim) => (
        <section key={claim.claim}>
          <h3>
            {claim.claim} <small>{`${judged(claim.before, said)} → ${judged(claim.after, said)}`}</small>
          </h3>
          <Because lines={claim.because} />
        </section>
      ))}
      {moved.first.length > 0 && (
        <section class="first">
          <h3>{said.signsAndStars}</h3>
          <Ranked cells={moved.first} title={said.signsAndStars} />
        </section>
      )}
      {moved.largest.length > 1 && (
        <section class="largest">
          <h3>{said.largest}</h3>
          <Ranked cells={moved.largest} title={said.largest} />
        </section>
      )}
      {moved.tables.map((table) => (
        <MovedTable key={table.table} table={table} />
      ))}
      {moved.unknown.length > 0 && (
        <section>
          <h3>{said.notCompared}</h3>
          <ul>
            {moved.unknown.map((line) => (
              <li key={line}>
                <Message text={line} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

const judged = (holds: boolean | null, { holds: held, fails, notMade }: PageWords): string =>
  holds === null ? notMade : holds ? held : fails;

/** Estimates of whatever tables, the first of which a reader wants to know first. */
function Ranked({ cells, title }: { cells: MovedView['first']; title: string }) {
  const said = useWords();
  const [row, column, before, after, distance] = said.movedHeads;
  const heads = [said.tableHead, row, column, before, after, distance, said.changeHead];
  return (
    <Wide label={title}>
      <table class="grid">
        <thead>
          <tr>
            {heads.map((head, i) => (
              <th key={head} scope="col" class={i > 2 && i < 6 ? 'right' : 'left'}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((cell, i) => (
            <tr key={i}>
              <td>
                <a href={nodeHash(cell.table)}>{cell.table}</a>
              </td>
              <CellParts cell={cell} />
              <td>
                {cell.change && <strong class="change">{said.changes[cell.change]}</strong>}
                {cell.isMain && (
                  <span class="main" title={said.mainMeans}>
                    {said.main}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function CellParts({ cell: { row, column, before, after, distance } }: { cell: MovedCell }) {
  const { nothing } = useWords();
  return (
    <>
      <td>{row}</td>
      <td>{column}</td>
      {[before ?? nothing, after ?? nothing, distance].map((text, i) => (
        <td key={i} class="right">
          {withMinus(text)}
        </td>
      ))}
    </>
  );
}

function MovedTable({ table }: { table: MovedView['tables'][number] }) {
  const said = useWords();
  const cells = said.cells(table.cells);
  return (
    <section>
      <h3>
        <a href={nodeHash(table.table)}>{table.table}</a>{' '}
        <small>
          {table.is === 'changed' ? said.moved(cells) : table.is === 'new' ? said.isNew(cells) : said.isGone(cells)}
          {table.hidden > 0 && said.hidden(table.hidden)}
        </small>
      </h3>
      {table.printed && <PaperTable node={table.table} table={table.printed} />}
      {table.is === 'changed' && table.groups.map((group, i) => <Group key={i} group={group} table={table.table} />)}
    </section>
  );
}

function Group({ group, table }: { group: MovedGroup; table: string }) {
  const said = useWords();
  return (
    <>
      {group.whole.map(({ column, is, cells }) => (
        <p key={column}>
          {is === 'new' ? said.columnIsNew(column, said.cells(cells)) : said.columnIsGone(column, said.cells(cells))}
        </p>
      ))}
      {group.cells.length > 0 && (
        <Wide label={table}>
          <table class="grid">
            <thead>
              <tr>
                {said.movedHeads.map((head, i) => (
                  <th key={head} scope="col" class={i < 2 ? 'left' : 'right'}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {group.cells.map((cell, i) => (
                <tr key={i}>
                  <CellParts cell={cell} />
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      <Because lines={group.because} />
    </>
  );
}

function Because({ lines }: { lines: readonly string[] }) {
  const said = useWords();
  return (
    <div class="because">
      <p>{said.because}</p>
      <pre>
        {lines.length === 0
          ? said.noCause
          : lines.map((line, i) => (
              <span key={i}>
                <Message text={line} />
                {'\n'}
              </span>
            ))}
      </pre>
    </div>
  );
}
