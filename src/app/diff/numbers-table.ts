/** The numbers of the text as a table: a row for each name. */
import type { Trace } from '../../engine/store/records.ts';
import type { Sidecar } from './sidecar.ts';

interface Params {
  readonly numbers: readonly { readonly name: string; readonly result: { readonly node: string } }[];
}

/** `json` is `out/numbers.json`. */
export function numbersTable({ node: table, recipe }: Trace, json: Uint8Array): Sidecar {
  const { numbers } = recipe.params as unknown as Params;
  const printed = JSON.parse(new TextDecoder().decode(json)) as Record<string, { text: string; value: number }>;
  return {
    table,
    caption: 'Numbers in the text',
    sources: [...new Set(numbers.map(({ result }) => result.node))],
    heads: [{ header: 'number' }],
    rows: [],
    rowSources: Object.fromEntries(numbers.map(({ name, result }) => [name, result.node])),
    printed: [
      {
        title: null,
        rows: numbers.map(({ name }) => {
          const { text, value } = printed[name]!;
          return { key: name, label: name, section: 'body', cells: [{ text, value }] };
        }),
      },
    ],
  };
}
