/** The keys of a `document` step, and the parameters of its nodes, which determine their bytes. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../../src/base/schema.ts';
import type { NumberSource } from '../numbers/marked-number.ts';
import type { TableParams } from '../report/table-params.ts';
import type { DocumentFigure } from './engines/engine.ts';
import { engines } from './engines/registry.ts';

const ends = [...new Set(engines.map(({ from }) => `\`${from}\``))];

export const params = strict({
  file: Type.String({ description: `the text: a file that ends in ${ends.join(', ')}` }),
  formats: Type.Optional(
    Type.Array(Type.Enum([...new Set(engines.map(({ to }) => to))]), {
      minItems: 1,
      uniqueItems: true,
      description: 'what the text becomes; the first that its language can',
    }),
  ),
  files: optional.texts('further files that the text needs and does not name: styles, classes, fonts'),
});
export type DocumentParams = Static<typeof params>;

export interface DocumentNodeParams {
  readonly file: string;
  readonly format: string;
  /** Path of the document. */
  readonly path: string;
  /** The author's own texts, the one that the document begins with first. */
  readonly texts: readonly string[];
  /** Maps the text of each mark to the source of its number. */
  readonly numbers: Readonly<Record<string, NumberSource>>;
  /** Tables that the text names by their nodes. */
  readonly tables: Readonly<Record<string, TableParams>>;
  /** The formulas of equations that the text names, as LaTeX has them, by their marks. */
  readonly equations: Readonly<Record<string, string>>;
  /** Figures that the text names by their nodes. */
  readonly figures: Readonly<Record<string, DocumentFigure>>;
}
