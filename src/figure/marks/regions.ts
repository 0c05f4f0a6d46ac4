/**
 * Finds the rows of the regions of maps. Maps draw their rows in order; the key of the figure must call the fill of every region as its row
 * is called in one column.
 */
import type { Columns } from './axis.ts';
import type { Shapes } from './shapes.ts';
import { plainText, type Told } from './told.ts';

export function toldRegions({ groups, keys }: Pick<Shapes, 'groups' | 'keys'>, columns: Columns): Told[] {
  const shapes = groups.flatMap((group) => (group.is === 'regions' ? group.shapes : []));
  const rows = columns.texts[0]?.map((_, row) => row) ?? [];
  if (shapes.length === 0 || shapes.length !== rows.length) return [];
  const classes = shapes.map(({ fill = '' }) => plainText(keys.get(fill) ?? ''));
  const named = columns.texts.findIndex((all) => all.every((text, i) => text !== '' && plainText(text) === classes[i]));
  if (named < 0) return [];
  const value = columns.names.indexOf('value');
  const values = rows.map((row) => (value < 0 || columns.texts[value]![row] === '' ? named : value));
  return [{ rows, values, places: shapes.map(({ x, y, outline }) => ({ x, y, outline: outline! })) }];
}
