/** THE list of file formats, by extension. */
import { DataError } from '../complaint.ts';
import { csv } from './csv/csv.ts';
import { dta } from './dta/dta.ts';
import { parquet } from './parquet/parquet.ts';
import type { Reader } from './source.ts';
import { xlsx } from './xlsx/xlsx.ts';

export const readers: readonly Reader[] = [csv, xlsx, dta, parquet];

export function readerFor(path: string): Reader {
  const dot = path.lastIndexOf('.');
  const extension = dot > path.lastIndexOf('/') ? path.slice(dot).toLowerCase() : '';
  const reader = readers.find((r) => r.extensions.includes(extension));
  if (reader !== undefined) return reader;
  const known = readers.flatMap((r) => r.extensions).map((e) => `\`${e}\``);
  throw new DataError({
    code: 'unknown-format',
    message: `no reader for \`${extension || path}\` files`,
    hint: `data files are ${known.join(', ')}`,
    path: ['file'],
  });
}
