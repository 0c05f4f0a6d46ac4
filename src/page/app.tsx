/** The page: its head with states and progress, its tabs, and what is chosen in them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Live, Overview } from '../app/view/model.ts';
import { FileContext } from './blocks/files.tsx';
import { OpenContext, type OpenedCell } from './blocks/opened.ts';
import { Claims } from './claims.tsx';
import { Head } from './head.tsx';
import { Help, useKeys } from './keys.tsx';
import { Moved } from './moved.tsx';
import { Problems } from './node.tsx';
import { Nodes } from './nodes.tsx';
import { Panel } from './panel.tsx';
import { Published } from './published.tsx';
import { Results } from './results.tsx';
import { hashOf, type Route, routeIn, type Tab, tabs } from './route.ts';
import { Absent, type ViewSource } from './source.ts';
import { type PageWords, useWords, WordsContext, words } from './words.ts';

const BEGINNING: Live = { version: 0, progress: null, problems: [] };

export function App({ source, isPrinted }: { source: ViewSource; isPrinted: boolean }) {
  const [live, setLive] = useState(BEGINNING);
  const [isConnected, setConnected] = useState(true);
  const [overview, setOverview] = useState<Overview | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const route = useRoute();
  const [hasHelp, setHelp] = useState(false);
  const [cell, setCell] = useState<OpenedCell | null>(null);
  useKeys(setHelp);

  useEffect(() => source.follow(setLive, setConnected), [source]);
  useEffect(() => {
    source.overview().then((found) => {
      setOverview(found);
      setError(null);
    }, setError);
  }, [source, live.version]);
  // On a phone not all tabs are in sight.
  useEffect(() => {
    document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [route.tab, overview === null]);
  useEffect(() => {
    if (overview) document.title = overview.title || overview.pipeline;
  }, [overview?.title]);
  // Before anything is known of the paper, its page says in which language it is.
  const language = overview?.language ?? (document.documentElement.lang.startsWith('zh') ? 'zh' : 'en');
  const said = words[language];
  useEffect(() => {
    document.documentElement.lang = said.html;
  }, [said]);

  if (!overview)
    return (
      <WordsContext.Provider value={said}>
        <main class="opening">
          {live.problems.length > 0 ? (
            <Problems problems={live.problems} title={said.wrong} />
          ) : (
            <p>{opening(error, said)}</p>
          )}
        </main>
      </WordsContext.Provider>
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
    <WordsContext.Provider value={said}>
      <OpenContext.Provider value={setCell}>
        <FileContext.Provider value={source.file}>
          <button type="button" class="skip" onClick={() => document.getElementById('main')!.focus()}>
            {said.toContent}
          </button>
          <Head overview={overview} live={live} isConnected={isConnected || !source.isLive} left={source.left} />
          <nav class="tabs" aria-label={said.parts}>
            {tabs.map((tab, i) => (
              <a
                key={tab}
                href={hashOf({ tab, of: null })}
                aria-current={tab === route.tab ? 'page' : undefined}
                aria-keyshortcuts={String(i + 1)}
              >
                {said.tabs[tab]}
                <Badge tab={tab} overview={overview} />
              </a>
            ))}
          </nav>
          <main id="main" tabIndex={-1} class={`on-${route.tab}`}>
            {live.problems.length > 0 && <Problems problems={live.problems} title={said.wrongNow} />}
            {isPrinted
              ? (['results', 'claims', 'published', 'moved'] as const).map((tab) => (
                  <section key={tab} class="printed">
                    <h2 class="part">{said.tabs[tab]}</h2>
                    {shown(tab)}
                  </section>
                ))
              : shown(route.tab)}
          </main>
          {hasHelp && <Help close={() => setHelp(false)} />}
          {cell && (
            <Panel cell={cell} overview={overview} source={source} version={live.version} close={() => setCell(null)} />
          )}
        </FileContext.Provider>
      </OpenContext.Provider>
    </WordsContext.Provider>
  );
}

const opening = (error: Error | null, said: PageWords): string =>
  error === null ? said.opening : error instanceof Absent ? said.absent[error.code] : said.noAnswer(error.message);

interface TabShown {
  readonly tab: Tab;
  readonly of: string | null;
  readonly overview: Overview;
  readonly source: ViewSource;
  readonly version: number;
}

function Shown({ tab, of, overview, source, version }: TabShown) {
  switch (tab) {
    case 'results':
      return <Results overview={overview} source={source} chosen={of} version={version} />;
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

function Badge({ tab, overview }: { tab: Tab; overview: Overview }) {
  const { claims, published } = overview;
  const said = useWords();
  const broken = claims.filter(({ holds }) => holds === false).length;
  const cells = published.flatMap(({ tables: each }) => each.flatMap((table) => table.cells));
  const differing = cells.filter(({ verdict, isExplained }) => DIFFERING.includes(verdict) && !isExplained).length;
  if (tab === 'claims' && broken > 0) return <span class="badge">{said.claimsFail(broken)}</span>;
  return tab === 'published' && differing > 0 ? <span class="badge">{said.differ(differing)}</span> : null;
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
