/** The keys of the page, and the list of them. */
import { useEffect, useRef } from 'preact/hooks';
import { hashOf, routeIn, tabs } from './route.ts';
import { type PageWords, useWords } from './words.ts';

/** The list of nodes, which takes arrows, and the field that filters it. */
export const LIST = 'nodes-list';
export const SEARCH = 'search';

/** A key acts on the address as it is: one that comes before the page is drawn for a new address is not lost. */
export function useKeys(setHelp: (has: boolean) => void): void {
  useEffect(() => {
    const act = (event: KeyboardEvent): void => {
      // An open dialog has the keys for itself.
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
      const isTyped = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      if (event.key === 'Escape') leave(event.target as HTMLElement, isTyped);
      else if (!isTyped) press(event, setHelp);
    };
    addEventListener('keydown', act);
    return () => removeEventListener('keydown', act);
  }, []);
}

function leave(target: HTMLElement, isTyped: boolean): void {
  const { tab, of } = routeIn(location.hash);
  if (isTyped) {
    target.blur();
    if (target.id === SEARCH) focusOn(LIST);
  } else if (tab === 'nodes' && of !== null) {
    location.hash = hashOf({ tab: 'nodes', of: null });
    focusOn(LIST);
  }
}

function press(event: KeyboardEvent, setHelp: (has: boolean) => void): void {
  const tab = tabs[Number(event.key) - 1];
  if (tab) {
    location.hash = hashOf({ tab, of: null });
    if (tab === 'nodes') focusOn(LIST);
  } else if (event.key === '?') setHelp(true);
  else if (event.key === '/') {
    event.preventDefault();
    if (routeIn(location.hash).tab !== 'nodes') location.hash = hashOf({ tab: 'nodes', of: null });
    focusOn(SEARCH);
  }
}

/** Waits for the page that a new address draws. */
const focusOn = (id: string): void =>
  void setTimeout(() => document.getElementById(id)?.focus({ preventScroll: true }));

const KEYS: readonly (readonly [keys: string, what: keyof PageWords['whatKeysDo']])[] = [
  ['1 … 5', 'parts'],
  ['/', 'find'],
  ['↑ ↓', 'move'],
  ['→ ←', 'turn'],
  ['Enter', 'show'],
  ['Home End', 'ends'],
  ['Esc', 'back'],
  ['?', 'help'],
];

export function Help({ close }: { close(): void }) {
  const said = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={close} aria-label={said.keys}>
      <h2>{said.keys}</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{said.whatKeysDo[what]}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">{said.close}</button>
      </form>
    </dialog>
  );
}
