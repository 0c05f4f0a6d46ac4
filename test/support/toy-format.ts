/** A format of bytes that are no text, with an option of its own: what a new format's one file is. */
import Type from 'typebox';
import type { CodeFormat } from '../../src/table/formats/format.ts';

export const toy: CodeFormat = {
  name: 'toy',
  title: 'Toy',
  extension: 'toy',
  options: { colour: { schema: Type.Enum(['red', 'blue'], { description: 'Toy: of the rules' }), usual: 'blue' } },
  breaksCells: false,
  companion: 'toy.css',
  render: (table, { colour }) =>
    Uint8Array.from([0, 255, 13, 10, 32, 10, table.columns.length, colour === 'red' ? 1 : 2]),
};
