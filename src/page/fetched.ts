/** Asks for data that come later, while the page is open. */
import { useEffect, useState } from 'preact/hooks';
import { Absent } from './source.ts';
import type { PageWords } from './words.ts';

export type Fetched<T> =
  | { readonly is: 'waiting' }
  | { readonly is: 'there'; readonly value: T }
  | { readonly is: 'absent'; readonly why: Error };

/** Why it is not there, in the page's words where it has some. */
export const whyOf = ({ why }: Extract<Fetched<unknown>, { is: 'absent' }>, said: PageWords): string =>
  why instanceof Absent ? said.absent[why.code] : why.message;

/** Asks again when `of` or `version` changes; until the answer comes, what was there for the same `of` stays, or what is known of it. */
export function useFetched<T>(
  ask: (of: string) => Promise<T>,
  known: (of: string) => T | undefined,
  of: string | null,
  version: number,
): Fetched<T> {
  const [state, set] = useState<{ of: string | null; asked: Fetched<T> }>({ of: null, asked: { is: 'waiting' } });
  useEffect(() => {
    if (of === null) return;
    let isMeant = true;
    const tell = (asked: Fetched<T>): void => {
      if (isMeant) set({ of, asked });
    };
    ask(of).then(
      (value) => tell({ is: 'there', value }),
      (why: Error) => tell({ is: 'absent', why }),
    );
    return () => {
      isMeant = false;
    };
  }, [of, version]);
  if (of !== null && state.of === of) return state.asked;
  const value = of === null ? undefined : known(of);
  return value === undefined ? { is: 'waiting' } : { is: 'there', value };
}
