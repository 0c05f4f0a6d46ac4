/** Tabulates a node's result for a reader of one node: with the usual columns, and raw names where no labels are given. */
import type { Json } from '../base/json.ts';
import type { Builder } from './builders/builder.ts';
import { settle } from './options/options.ts';
import { buildTable, type TableRequest } from './render.ts';
import type { Table } from './table.ts';
import type { LabelBook } from './words/labels.ts';

type PreviewWords = Pick<LabelBook, 'language' | 'variables' | 'units' | 'times'>;

/** The table. `part` gives a part of the artifact. */
export function preview(
  node: string,
  builder: Builder,
  part: (name: string) => Json | undefined,
  { language = 'en', variables = {}, units = {}, times }: Partial<PreviewWords> = {},
): Table {
  const request: TableRequest = {
    ...settle({ notes: 'full', lang: language }, {}, {}),
    id: node,
    caption: node,
    label: '',
    groups: [{ title: null, sources: [{ node, view: { header: '', spanners: [], split: null } }] }],
    variables,
    units,
    ...(times && { times }),
    rename: {},
    templates: {},
    indicate: [],
  };
  return buildTable(request, builder, () => part, {
    refuse(_, message) {
      throw new Error(message);
    },
    warn() {},
  });
}
