/**
 * Apache Parquet files, as pandas, R's arrow, DuckDB and Polars write them: flat columns, in any number of row groups. A library reads the
 * pages; what the values mean is said in parquet-values.ts.
 */
import { decompress as unzstd } from 'fzstd';
import type { Compressors, FileMetaData, SchemaTree } from 'hyparquet';
import { readColumn } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { parquetMetadata, parquetSchema } from 'hyparquet/src/metadata.js';
import type { Column } from '../../column.ts';
import { count, type DataComplaint, DataError, listed } from '../../complaint.ts';
import { refuseBomb } from '../bounds.ts';
import { checkRows } from '../limits.ts';
import type { Reader } from '../source.ts';
import { zlib } from '../zlib.ts';
import { meaningOf, type Values } from './values.ts';

export const parquet: Reader = {
  name: 'parquet',
  extensions: ['.parquet', '.pq'],
  header(bytes) {
    return guarded(() => {
      const { schema } = open(bytes);
      return schema.children
        .filter(isUsable)
        .map(({ element }) => ({ name: element.name, type: meaningOf(element)!.type }));
    });
  },
  read(bytes) {
    return guarded(() => {
      const { metadata, schema } = open(bytes);
      const nrows = Number(metadata.num_rows);
      checkRows(nrows);
      refuseBomb(nrows, schema.children.length, bytes);
      const read = schema.children.map((child) => ({
        name: child.element.name,
        column: isUsable(child) ? readWhole(bytes, metadata, schema, child, nrows) : null,
      }));
      const columns = read.flatMap(({ name, column }) => (column === null ? [] : [{ name, column }]));
      if (columns.length === 0) throw damaged('it has no column of numbers, texts or dates');
      const others = read.filter(({ column }) => column === null).map(({ name }) => name);
      return { is: 'typed', nrows, columns, warnings: leftOut(others) };
    });
  },
};

interface Opened {
  readonly metadata: FileMetaData;
  readonly schema: SchemaTree;
}

function open(bytes: Uint8Array): Opened {
  const metadata = parquetMetadata(bytes, { geoparquet: false });
  return { metadata, schema: parquetSchema(metadata) };
}

/** Columns of one value a row, of a type that has a place in a frame. */
const isUsable = ({ element, children }: SchemaTree): boolean =>
  children.length === 0 && element.repetition_type !== 'REPEATED' && meaningOf(element) !== null;

function leftOut(names: readonly string[]): readonly DataComplaint[] {
  if (names.length === 0) return [];
  return [
    {
      code: 'column-left-out',
      message: `${count(names.length, 'column')} left out that hold${names.length === 1 ? 's' : ''} lists, records, bytes or times of day (${listed(names)})`,
      severity: 'warning',
      path: ['file'],
    },
  ];
}

const compressors: Compressors = {
  GZIP: (input) => zlib().gunzipSync(input),
  BROTLI: (input) => zlib().brotliDecompressSync(input),
  ZSTD: (input, length) => unzstd(input, new Uint8Array(length)),
};

function readWhole(
  bytes: Uint8Array,
  metadata: FileMetaData,
  root: SchemaTree,
  leaf: SchemaTree,
  nrows: number,
): Column | null {
  const { name } = leaf.element;
  const meaning = meaningOf(leaf.element)!;
  const chunks: Values[] = [];
  let found = 0;
  for (const [g, group] of metadata.row_groups.entries()) {
    const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name);
    if (!chunk?.meta_data || chunk.file_path) throw damaged(`row group ${g + 1} does not hold \`${name}\``);
    const decoder = decoderOf(root, leaf, chunk.meta_data);
    const { data } = readColumn(reading(bytes, chunk.meta_data), everyRow(Number(group.num_rows)), decoder);
    for (const part of data) {
      chunks.push(part as Values);
      found += part.length;
    }
  }
  if (found !== nrows) throw damaged(`\`${name}\` has ${count(found, 'value')} for ${count(nrows, 'row')}`);
  return meaning.column(chunks, nrows);
}

type ChunkMetaData = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>;

/** Physical values: the library is not told what they stand for. */
function decoderOf(root: SchemaTree, leaf: SchemaTree, chunk: ChunkMetaData): Parameters<typeof readColumn>[2] {
  const { converted_type: _, logical_type: __, ...element } = leaf.element;
  return {
    pathInSchema: leaf.path,
    type: chunk.type,
    element,
    schemaPath: [root, leaf],
    codec: chunk.codec,
    parsers: DEFAULT_PARSERS,
    compressors,
    utf8: false,
  };
}

function reading(bytes: Uint8Array, chunk: ChunkMetaData) {
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = chunk;
  const start = Number(dictionary && dictionary < data ? dictionary : data);
  if (start < 0 || start + Number(size) > bytes.length) throw damaged('it ends too early');
  return { view: new DataView(bytes.buffer, bytes.byteOffset + start, Number(size)), offset: 0 };
}

const everyRow = (rows: number) => ({ groupStart: 0, selectStart: 0, selectEnd: rows, groupRows: rows });

function damaged(detail: string): DataError {
  return new DataError({ code: 'damaged-file', message: `not a readable Parquet file: ${detail}`, path: ['file'] });
}

/** Whatever the library throws is about the file. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DataError) throw error;
    const said = error instanceof Error ? error.message.replace(/^parquet (file )?/, '') : String(error);
    if (/compression codec/.test(said)) {
      const hint = 'write it with snappy, gzip, brotli or zstd, or without compression';
      throw new DataError({
        code: 'unsupported-compression',
        message: `a Parquet file with ${said}`,
        hint,
        path: ['file'],
      });
    }
    throw damaged(error instanceof RangeError ? 'it ends too early' : said);
  }
}
