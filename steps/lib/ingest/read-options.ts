/** Declares the keys by which an `ingest` says how a file is read, and refuses those that cannot stand together. */
import { defined } from '../../../src/base/defined.ts';
import { repeated } from '../../../src/base/repeated.ts';
import type { DataComplaint } from '../../../src/frame/complaint.ts';
import type { IngestParams } from './params.ts';

export function readOptions({
  encoding,
  sheet,
  delimiter,
  decimal,
  header,
  names,
  widths,
  skip,
  footer,
}: IngestParams) {
  return defined({
    names: names ?? (widths && Object.keys(widths)),
    widths: widths && (Object.values(widths) as [number, number][]),
    skip: skip && [...new Set(skip)].sort((a, b) => a - b),
    footer,
    encoding: encoding?.toLowerCase(),
    sheet,
    delimiter,
    decimal,
    header: header === undefined ? undefined : headerRows(header),
  });
}

/** Complains of keys that say where names and cells stand and contradict each other. */
export function placeComplaints({ header, names, widths, delimiter }: IngestParams): readonly DataComplaint[] {
  const both = (key: string, other: string): DataComplaint => ({
    code: 'names-twice',
    message: `\`${key}\` beside \`${other}\`: each says what the columns are`,
    path: [key],
  });
  const places = Object.entries(widths ?? {});
  return [
    ...(names && header !== undefined
      ? [{ ...both('names', 'header'), hint: '`skip: [1]` passes over a row of names' }]
      : []),
    ...(widths && header !== undefined
      ? [{ ...both('widths', 'header'), hint: '`skip: [1]` passes over a row of names' }]
      : []),
    ...(widths && names ? [both('names', 'widths')] : []),
    ...(widths && delimiter !== undefined ? [both('widths', 'delimiter')] : []),
    ...repeated(names ?? []).map(
      (name): DataComplaint => ({
        code: 'duplicate-column',
        message: `two columns are called \`${name}\``,
        path: ['names'],
      }),
    ),
    ...places.flatMap(([name, [first, last]]): DataComplaint[] =>
      first! <= last!
        ? []
        : [
            {
              code: 'bad-width',
              message: `expected the first character before the last, got \`[${first}, ${last}]\``,
              path: ['widths', name],
            },
          ],
    ),
  ];
}

/** Each row that holds names, from the top. */
function headerRows(header: NonNullable<IngestParams['header']>): readonly number[] {
  if (typeof header === 'number' || Array.isArray(header)) return [header].flat();
  const { row, rows } = header as { readonly row: number; readonly rows: number };
  return Array.from({ length: rows }, (_, i) => row + i);
}
