/** Places of the page as its address has them behind `#`: the token of the server, if there is one, and what is shown. */

export const tabs = ['results', 'nodes', 'claims', 'published', 'moved'] as const;
export type Tab = (typeof tabs)[number];

export interface Route {
  readonly tab: Tab;
  /** The node that is shown, or the states that are compared. */
  readonly of: string | null;
}

/** The part of the hash before the first slash. */
export const tokenIn = (hash: string): string => hash.slice(1).split('/')[0] ?? '';

export function routeIn(hash: string): Route {
  const [, tab = '', ...rest] = hash.split('/');
  const of = rest.length === 0 ? null : decoded(rest.join('/'));
  return { tab: tabs.find((name) => name === tab) ?? 'results', of };
}

export const hashOf = ({ tab, of }: Route): string =>
  `#${tokenIn(location.hash)}/${tab}${of === null ? '' : `/${encodeURIComponent(of)}`}`;

/** Two states that are compared; an empty `until` is the last run. */
export interface States {
  readonly since: string;
  readonly until: string;
}

/** No name of a run, commit, tag or branch holds two dots. */
const BETWEEN = '..';

export const statesText = ({ since, until }: States): string => (until === '' ? since : since + BETWEEN + until);

export function statesIn(text: string): States {
  const at = text.indexOf(BETWEEN);
  return at < 0 ? { since: text, until: '' } : { since: text.slice(0, at), until: text.slice(at + BETWEEN.length) };
}

export const nodeHash = (id: string): string => hashOf({ tab: 'nodes', of: id });

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
