/** The nodes by step, as a list of which only the rows in the window exist, beside the node that is chosen. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { NodeState, Overview } from '../app/view/model.ts';
import { LIST, SEARCH } from './keys.tsx';
import { StepMap } from './map/map.tsx';
import { NodePane } from './node.tsx';
import { nodeHash } from './route.ts';
import { type OutlineRow, rowId, rowsOf } from './rows.ts';
import type { ViewSource } from './source.ts';
import { counted, Sign, saidOfWitness } from './state.tsx';
import { useWords } from './words.ts';

interface Shown {
  readonly overview: Overview;
  readonly source: ViewSource;
  readonly chosen: string | null;
  readonly version: number;
}

export function Nodes({ overview, source, chosen, version }: Shown) {
  const all = useMemo(() => overview.steps.flatMap(({ nodes }) => nodes), [overview]);
  const node = all.find(({ id }) => id === chosen);
  return (
    <div class={`nodes ${chosen === null ? '' : 'has-chosen'}`}>
      <NodeList overview={overview} chosen={chosen} />
      <div class="pane">
        {chosen === null ? (
          <StepMap steps={overview.steps} />
        ) : (
          <NodePane source={source} id={chosen} node={node} overview={overview} version={version} />
        )}
      </div>
    </div>
  );
}

function NodeList({ overview: { steps }, chosen }: { overview: Overview; chosen: string | null }) {
  const said = useWords();
  const [text, setText] = useState('');
  const [state, setState] = useState<NodeState | null>(null);
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(chosen === null ? null : `node ${chosen}`);
  const rows = useMemo(() => rowsOf(steps, { text, state, turned }), [steps, text, state, turned]);
  const counts = useMemo(() => counted(steps.flatMap(({ nodes }) => nodes)), [steps]);
  const turn = (name: string): void => {
    const now = new Set(turned);
    if (!now.delete(name)) now.add(name);
    setTurned(now);
  };
  const onKey = (event: KeyboardEvent): void => {
    const [first] = rows;
    if (event.key === 'ArrowDown' && first) {
      event.preventDefault();
      setActive(rowId(first));
      document.getElementById(LIST)?.focus();
    }
    const node = rows.find((row) => row.is === 'node');
    if (event.key === 'Enter' && node?.is === 'node') location.hash = nodeHash(node.node.id);
  };
  return (
    <section class="list" aria-label={said.tabs.nodes}>
      <input
        id={SEARCH}
        type="search"
        placeholder={said.find}
        aria-label={said.find}
        aria-keyshortcuts="/"
        value={text}
        spellcheck={false}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <fieldset class="states" aria-label={said.state}>
        {counts.map(([each, count]) => (
          <button
            key={each}
            type="button"
            aria-pressed={state === each}
            onClick={() => setState(state === each ? null : each)}
          >
            <Sign state={each} named /> {said.counted(count, said.states[each])}
          </button>
        ))}
      </fieldset>
      {rows.length === 0 && (
        <p class="empty" role="status">
          {said.noneCalled}
        </p>
      )}
      <Tree rows={rows} chosen={chosen} turn={turn} active={active} setActive={setActive} />
    </section>
  );
}

/** Height of a row in pixels, as the style sheet has it. */
const HEIGHT = 30;
/** The number of rows that are rendered above and below the visible ones. */
const SPARE = 8;

interface TreeShown {
  readonly rows: readonly OutlineRow[];
  readonly chosen: string | null;
  /** The row on which the keys act. */
  readonly active: string | null;
  turn(step: string): void;
  setActive(row: string): void;
}

function Tree({ rows, chosen, active, turn, setActive }: TreeShown) {
  const said = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const at = rows.findIndex((row) => rowId(row) === active);

  useEffect(() => {
    const observer = new ResizeObserver(() => setHeight((was) => box.current?.clientHeight ?? was));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  // in the same moment as the node is shown, so that a key pressed then is not undone afterwards
  useLayoutEffect(() => {
    if (chosen === null) return;
    setActive(`node ${chosen}`);
    bringIntoView(rows.findIndex((row) => row.is === 'node' && row.node.id === chosen));
  }, [chosen]);

  function bringIntoView(index: number): void {
    const { current } = box;
    if (!current || index < 0) return;
    const from = index * HEIGHT;
    if (from < current.scrollTop) current.scrollTop = from;
    else if (from + HEIGHT > current.scrollTop + current.clientHeight)
      current.scrollTop = from + HEIGHT - current.clientHeight;
  }

  function go(index: number): void {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    if (!rows[to]) return;
    setActive(rowId(rows[to]));
    bringIntoView(to);
  }

  function open(row: OutlineRow): void {
    if (row.is === 'step') turn(row.step.name);
    else location.hash = nodeHash(row.node.id);
  }

  function onKey(event: KeyboardEvent): void {
    const row = rows[Math.max(0, at)];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(height / HEIGHT) - 1);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      Enter: () => open(row),
      ' ': () => open(row),
      ArrowRight: () => (row.is === 'step' && !row.isOpen ? turn(row.step.name) : go(at + 1)),
      ArrowLeft: () => {
        if (row.is === 'step') row.isOpen && turn(row.step.name);
        else if (row.level === 2) go(rows.findLastIndex((each, i) => i < at && each.is === 'step'));
      },
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  const first = Math.max(0, Math.floor(top / HEIGHT) - SPARE);
  const last = Math.min(rows.length, Math.ceil((top + height) / HEIGHT) + SPARE);
  return (
    <div
      class="tree"
      role="tree"
      id={LIST}
      aria-label={said.stepsAndNodes}
      tabIndex={0}
      ref={box}
      aria-activedescendant={rows[at] ? `row-${at}` : undefined}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKey}
    >
      <div style={{ height: `${rows.length * HEIGHT}px` }} role="presentation">
        {rows.slice(first, last).map((row, i) => (
          <TreeRow
            key={rowId(row)}
            row={row}
            index={first + i}
            isActive={active === rowId(row)}
            isChosen={row.is === 'node' && row.node.id === chosen}
            open={() => {
              setActive(rowId(row));
              open(row);
            }}
          />
        ))}
      </div>
    </div>
  );
}

interface RowShown {
  readonly row: OutlineRow;
  readonly index: number;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  open(): void;
}

function TreeRow({ row, index, isActive, isChosen, open }: RowShown) {
  const level = row.is === 'step' ? 1 : row.level;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the tree has the focus, and the keys
    <div
      id={`row-${index}`}
      class={`row level-${level}${isActive ? ' active' : ''}${isChosen ? ' chosen' : ''}`}
      style={{ transform: `translateY(${index * HEIGHT}px)` }}
      role="treeitem"
      aria-level={level}
      aria-selected={isChosen}
      aria-expanded={row.is === 'step' ? row.isOpen : undefined}
      onClick={open}
    >
      {row.is === 'step' ? <StepRow row={row} /> : <NodeRow row={row} />}
    </div>
  );
}

const StepRow = ({ row: { step, isOpen } }: { row: Extract<OutlineRow, { is: 'step' }> }) => (
  <>
    <span class={`turn ${isOpen ? 'open' : ''}`} aria-hidden="true" />
    <span class="name">{step.name}</span>
    <span class="kind">{step.kind}</span>
    <span class="tally">
      {counted(step.nodes).map(([state, count]) => (
        <span key={state}>
          <Sign state={state} />
          {count}
        </span>
      ))}
    </span>
  </>
);

function NodeRow({ row: { node, kind, level } }: { row: Extract<OutlineRow, { is: 'node' }> }) {
  const said = useWords();
  return (
    <>
      <Sign state={node.state} />
      <span class="name">{level === 1 ? node.id : node.label}</span>
      {node.witness && (
        <span class={node.witness.isDoubted ? 'doubted' : 'witnessed'} title={saidOfWitness(node.witness, said)}>
          {node.witness.isDoubted ? said.differs : said.confirmed}
        </span>
      )}
      {node.warns && (
        <span class="warns" title={said.warned}>
          {said.warns}
        </span>
      )}
      {level === 1 && <span class="kind">{kind}</span>}
    </>
  );
}
