/**
 * Apache Parquet files, as pandas, R's arrow, DuckDB and Polars write them: flat columns, in any number of row groups. A library reads the
 * metadata; pages.ts reads the pages, values.ts says what the values mean.
 */
import type { FileMetaData, SchemaTree } from 'hyparquet';
import { parquetMetadata, parquetSchema } from 'hyparquet/src/metadata.js';
import { Refusal } from '../../../base/problem.ts';
import type { FileBytes } from '../../../base/reader.ts';
import type { Column } from '../../column.ts';
import { count, type DataComplaint, DataError, listed } from '../../complaint.ts';
import { checkRows, refuseBomb } from '../../limits.ts';
import { contentsOf, type Reader } from '../source.ts';
import { type ColumnChunk, readPages } from './pages.ts';
import { meaningOf, type ParquetPage } from './values.ts';

export const parquet: Reader = {
  name: 'parquet',
  extensions: ['.parquet', '.pq'],
  header(contents) {
    return guarded(() => {
      const { schema } = open(contentsOf(contents));
      return schema.children
        .filter(isUsable)
        .map(({ element }) => ({ name: element.name, type: meaningOf(element)!.type }));
    });
  },
  read(contents, _, wants = () => 'open') {
    return guarded(() => {
      const file = contentsOf(contents);
      const { metadata, schema } = open(file);
      const nrows = Number(metadata.num_rows);
      checkRows(nrows);
      refuseBomb(nrows, schema.children.length, file.size);
      const wanted = schema.children.filter(({ element }) => wants(element.name) !== 'none');
      const integers = new Set(wanted.filter(isOfIntegers).map(({ element }) => element.name));
      const read = wanted.map((child) => ({
        name: child.element.name,
        column: isUsable(child) ? readWhole(file, metadata, child, nrows) : null,
      }));
      const columns = read.flatMap(({ name, column }) =>
        column === null ? [] : [{ name, column, hasLongIntegers: integers.has(name) }],
      );
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

/** The end of a file says how much of it, before that, tells what it holds. */
const ENDING = 8;

function open(file: FileBytes): Opened {
  const ending = file.part(file.size - ENDING, file.size);
  const length = ending.length < ENDING ? 0 : new DataView(ending.buffer, ending.byteOffset).getUint32(0, true);
  const metadata = parquetMetadata(file.part(Math.max(0, file.size - ENDING - length), file.size), {
    geoparquet: false,
  });
  const schema = parquetSchema(metadata);
  if (schema.children.some(({ element }) => typeof element.name !== 'string')) throw damaged('a column has no name');
  return { metadata, schema };
}

/** Columns of one value a row, of a type that has a place in a frame. */
const isUsable = ({ element, children }: SchemaTree): boolean =>
  children.length === 0 && element.repetition_type !== 'REPEATED' && meaningOf(element) !== null;

/** Columns that are text where a number does not hold one of their integers. */
const isOfIntegers = ({ element }: SchemaTree): boolean => meaningOf(element)?.type === null;

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

function readWhole(file: FileBytes, metadata: FileMetaData, leaf: SchemaTree, nrows: number): Column | null {
  const { name } = leaf.element;
  const meaning = meaningOf(leaf.element)!;
  const pages: ParquetPage[] = [];
  let found = 0;
  for (const [g, group] of metadata.row_groups.entries()) {
    const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name);
    if (!chunk?.meta_data || chunk.file_path) throw damaged(`row group ${g + 1} does not hold \`${name}\``);
    const nrowsHere = Math.min(Number(group.num_rows), nrows - found);
    for (const page of readPages(chunkOf(file, leaf, chunk.meta_data, nrowsHere))) {
      pages.push(page);
      found += page.length;
    }
  }
  if (found !== nrows) throw damaged(`\`${name}\` has ${count(found, 'value')} for ${count(nrows, 'row')}`);
  return meaning.column(pages, nrows);
}

type RecordGroup = FileMetaData['row_groups'][number];
type ChunkMetaData = NonNullable<RecordGroup['columns'][number]['meta_data']>;

/** Physical values: what they stand for, the library is not told. */
function chunkOf(file: FileBytes, { element }: SchemaTree, chunk: ChunkMetaData, nrows: number): ColumnChunk {
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = chunk;
  const start = Number(dictionary && dictionary < data ? dictionary : data);
  if (start < 0 || start + Number(size) > file.size) throw damaged('it ends too early');
  return {
    bytes: file.part(start, start + Number(size)),
    type: chunk.type,
    typeLength: element.type_length,
    optional: element.repetition_type !== 'REQUIRED',
    codec: chunk.codec,
    nrows,
  };
}

function damaged(detail: string): DataError {
  return new DataError({ code: 'damaged-file', message: `not a readable Parquet file: ${detail}`, path: ['file'] });
}

/** Runs work on a file and reports an error of the library as one of the file. A refusal of a kernel passes unchanged. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DataError || error instanceof Refusal) throw error;
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
