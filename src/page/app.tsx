/** The page: its head with states and progress, its tabs, and what is chosen in them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Live, Overview, Progress } from '../app/view/model.ts';
import { Claims } from './claims.tsx';
import { Moved } from './moved.tsx';
import { durationText, Problems } from './node.tsx';
import { Nodes } from './nodes.tsx';
import { Published } from './published.tsx';
import { Results } from './results.tsx';
import { hashOf, type Route, routeIn, type Tab, tabs } from './route.ts';
import type { Source } from './source.ts';
import { counted, Sign } from './state.tsx';

const NAMES: Readonly<Record<Tab, string>> = {
  results: 'Results',
  nodes: 'Nodes',
  claims: 'Claims',
  published: 'Published',
  moved: 'Moved',
};

const BEGINNING: Live = { version: 0, progress: null, problems: [] };

export function App({ source, isPrinted }: { source: Source; isPrinted: boolean }) {
  const [live, setLive] = useState(BEGINNING);
  const [isConnected, setConnected] = useState(true);
  const [overview, setOverview] = useState<Overview | null>(null);
  const [error, setError] = useState('');
  const route = useRoute();
  const [hasHelp, setHelp] = useState(false);
  useKeys(setHelp);

  useEffect(() => source.follow(setLive, setConnected), [source]);
  useEffect(() => {
    source.overview().then(
      (found) => {
        setOverview(found);
        setError('');
      },
      (failed: Error) => setError(failed.message),
    );
  }, [source, live.version]);
  // On a phone not all tabs are in sight.
  useEffect(() => {
    document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [route.tab, overview === null]);
  useEffect(() => {
    if (overview) document.title = overview.title || overview.pipeline;
  }, [overview?.title]);

  if (!overview)
    return (
      <main class="opening">
        {live.problems.length > 0 ? (
          <Problems problems={live.problems} title="The pipeline is wrong" />
        ) : (
          <p>{opening(error)}</p>
        )}
      </main>
    );
  const shown = (tab: Tab) => (
    <Shown
      tab={tab}
      of={tab === route.tab ? route.of : null}
      overview={overview}
      source={source}
      version={live.version}
    />
  );
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')!.focus()}>
        To the content
      </button>
      <Head overview={overview} live={live} isConnected={isConnected || !source.isLive} left={source.left} />
      <nav class="tabs" aria-label="Parts of the paper">
        {tabs.map((tab, i) => (
          <a
            key={tab}
            href={hashOf({ tab, of: null })}
            aria-current={tab === route.tab ? 'page' : undefined}
            aria-keyshortcuts={String(i + 1)}
          >
            {NAMES[tab]}
            <Badge tab={tab} overview={overview} />
          </a>
        ))}
      </nav>
      <main id="main" tabIndex={-1} class={`on-${route.tab}`}>
        {live.problems.length > 0 && (
          <Problems problems={live.problems} title="The pipeline is wrong; this is its last sound state" />
        )}
        {isPrinted
          ? (['results', 'claims', 'published', 'moved'] as const).map((tab) => (
              <section key={tab} class="printed">
                <h1>{NAMES[tab]}</h1>
                {shown(tab)}
              </section>
            ))
          : shown(route.tab)}
      </main>
      {hasHelp && <Help close={() => setHelp(false)} />}
    </>
  );
}

const opening = (error: string): string =>
  error === '' || error === 'no state yet'
    ? 'Opening…'
    : error === 'not the token'
      ? 'This address is not that of the papermake view that runs here: open the one that it printed last.'
      : `papermake view does not answer (${error}).`;

interface TabShown {
  readonly tab: Tab;
  readonly of: string | null;
  readonly overview: Overview;
  readonly source: Source;
  readonly version: number;
}

function Shown({ tab, of, overview, source, version }: TabShown) {
  switch (tab) {
    case 'results':
      return <Results overview={overview} source={source} version={version} />;
    case 'nodes':
      return <Nodes overview={overview} source={source} chosen={of} version={version} />;
    case 'claims':
      return <Claims overview={overview} />;
    case 'published':
      return <Published overview={overview} />;
    case 'moved':
      return <Moved overview={overview} source={source} since={of} version={version} />;
    default:
      return tab satisfies never;
  }
}

function Head({
  overview,
  live,
  isConnected,
  left,
}: {
  overview: Overview;
  live: Live;
  isConnected: boolean;
  left: string;
}) {
  const counts = counted(overview.steps.flatMap(({ nodes }) => nodes));
  return (
    <header class="head">
      <h1>{overview.title || overview.pipeline}</h1>
      <p class="summary" aria-live="polite">
        {counts.map(([state, count]) => (
          <span key={state}>
            <Sign state={state} named /> {count} {state}
          </span>
        ))}
      </p>
      {live.progress && <Running progress={live.progress} />}
      {!isConnected && <p class="notice">papermake view has ended: this is what it last told.</p>}
      {left && <p class="left-out">{left}</p>}
      {overview.confidential.length > 0 && (
        <p class="left-out">Confidential, and shown without values: {overview.confidential.join(', ')}</p>
      )}
    </header>
  );
}

function Running({ progress: { settled, total, left, running, elsewhere } }: { progress: Progress }) {
  const part = total === 0 ? 0 : settled / total;
  return (
    <div class="running">
      <progress value={part} aria-label="Nodes that are settled" />
      <span class="settled">
        {settled} of {total}
        {left !== null && `, about ${durationText(Math.max(1, Math.round(left)))} left`}
      </span>
      <ul>
        {elsewhere.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {running.slice(0, 4).map(({ node, what, done }) => (
          <li key={node}>
            {node}
            {what && `: ${what}`}
            {done !== null && <progress value={done} aria-label={node} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Badge({ tab, overview }: { tab: Tab; overview: Overview }) {
  const { claims, published } = overview;
  const broken = claims.filter(({ holds }) => holds === false).length;
  const cells = published.flatMap(({ tables: each }) => each.flatMap((table) => table.cells));
  const differing = cells.filter(({ verdict, isExplained }) => DIFFERING.includes(verdict) && !isExplained).length;
  const [count, what] = tab === 'claims' ? [broken, 'false'] : tab === 'published' ? [differing, 'differ'] : [0, ''];
  return count === 0 ? null : <span class="badge">{`${count} ${what}`}</span>;
}

/** Verdicts that an author has to explain. */
const DIFFERING = ['differs', 'sign', 'stars'];

function useRoute(): Route {
  const [route, setRoute] = useState(() => routeIn(location.hash));
  useEffect(() => {
    const changed = (): void => setRoute(routeIn(location.hash));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  // Whoever chose something else wants to read it.
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current && route.tab !== 'nodes') scrollTo(0, 0);
    isFirst.current = false;
  }, [route.tab]);
  return route;
}

/** A key acts on the address as it is: one that comes before the page is drawn for a new address is not lost. */
function useKeys(setHelp: (has: boolean) => void): void {
  useEffect(() => {
    const act = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const route = routeIn(location.hash);
      const isTyped = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      if (event.key === 'Escape') {
        setHelp(false);
        if (isTyped) (event.target as HTMLElement).blur();
        else if (route.tab === 'nodes' && route.of !== null) location.hash = hashOf({ tab: 'nodes', of: null });
        return;
      }
      if (isTyped) return;
      const tab = tabs[Number(event.key) - 1];
      if (tab) location.hash = hashOf({ tab, of: null });
      else if (event.key === '?') setHelp(true);
      else if (event.key === '/') {
        event.preventDefault();
        if (route.tab !== 'nodes') location.hash = hashOf({ tab: 'nodes', of: null });
        setTimeout(() => document.getElementById('search')?.focus());
      }
    };
    addEventListener('keydown', act);
    return () => removeEventListener('keydown', act);
  }, []);
}

const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['1 … 5', 'Results, Nodes, Claims, Published, Moved'],
  ['/', 'find a node'],
  ['↑ ↓', 'the next or previous node of the list'],
  ['→ ←', 'open or close a step'],
  ['Enter', 'show the node'],
  ['Home End', 'the first or last node'],
  ['Esc', 'back to the map'],
  ['?', 'these keys'],
];

function Help({ close }: { close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={close} aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
