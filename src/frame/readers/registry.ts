/** THE list of file formats, by extension. */
import { ownValue } from '../../base/own-value.ts';
import { DataError } from '../complaint.ts';
import { csv } from './csv/csv.ts';
import { dta } from './dta/dta.ts';
import { jsonl } from './jsonl/jsonl.ts';
import { parquet } from './parquet/parquet.ts';
import type { Reader } from './source.ts';
import { xlsx } from './xlsx/xlsx.ts';

export const readers: readonly Reader[] = [csv, xlsx, dta, parquet, jsonl];

export function readerFor(path: string): Reader {
  const dot = path.lastIndexOf('.');
  const extension = dot > path.lastIndexOf('/') ? path.slice(dot).toLowerCase() : '';
  const reader = readers.find((r) => r.extensions.includes(extension));
  if (reader !== undefined) return reader;
  const known = readers.flatMap((r) => r.extensions).map((e) => `\`${e}\``);
  const converting = ownValue(conversions, extension)?.(path, `${path.slice(0, dot)}.csv`);
  throw new DataError({
    code: 'unknown-format',
    message: `no reader for \`${extension || path}\` files`,
    hint: `data files are ${known.join(', ')}${converting === undefined ? '' : `; \`${converting}\` makes one of it, by hand or as the \`run\` of a \`command\` step`}`,
    path: ['file'],
  });
}

const inR = (read: (file: string) => string) => (file: string, csv: string) =>
  `Rscript -e 'write.csv(${read(JSON.stringify(file))}, ${JSON.stringify(csv)}, row.names = FALSE)'`;
const inPython = (read: string) => (file: string, csv: string) =>
  `python3 -c 'import pandas; pandas.${read}(${JSON.stringify(file)}).to_csv(${JSON.stringify(csv)}, index=False)'`;

/** Files of other programs: the line that converts one to CSV. */
const conversions: Readonly<Record<string, (file: string, csv: string) => string>> = {
  '.sav': inR((file) => `foreign::read.spss(${file}, to.data.frame = TRUE)`),
  '.por': inR((file) => `foreign::read.spss(${file}, to.data.frame = TRUE)`),
  '.rds': inR((file) => `readRDS(${file})`),
  '.sas7bdat': inPython('read_sas'),
  '.xls': inPython('read_excel'),
  '.feather': inPython('read_feather'),
  '.json': inPython('read_json'),
};
