/**
 * The pages of one flat column (Apache Parquet format, Encodings.md, Compression.md). A library decodes plain and delta values. Levels and
 * indices are read here, because in a damaged file their runs are longer than the page. No more is read than the file says it has.
 */
import { decompress as unzstd } from 'fzstd';
import type { Compressors, DataReader, PageHeader } from 'hyparquet';
import { alpDecode } from 'hyparquet/src/alp.js';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { mostUnpacked } from '../../limits.ts';
import { unpackSnappy } from './passes.ts';
import { areOnes, readRuns } from './runs.ts';
import type { ParquetPage, PhysicalValues } from './values.ts';

/** A column chunk as its metadata tells it. */
export interface ColumnChunk {
  readonly bytes: Uint8Array;
  readonly type: NonNullable<Parameters<typeof readPlain>[1]>;
  readonly typeLength: number | undefined;
  /** Values may be missing. */
  readonly optional: boolean;
  readonly codec: Parameters<typeof decompressPage>[2];
  readonly nrows: number;
}

/** Throws what is wrong with the file. */
export function readPages(chunk: ColumnChunk): ParquetPage[] {
  const reader = readerOf(chunk.bytes);
  const pages: ParquetPage[] = [];
  let dictionary: PhysicalValues | undefined;
  let left = chunk.nrows;
  while (left > 0 && reader.offset < chunk.bytes.length - 1) {
    const header = parquetHeader(reader);
    const packed = take(reader, header.compressed_page_size);
    if (header.type === 'DICTIONARY_PAGE') {
      const page = readerOf(unpack(packed, header.uncompressed_page_size, chunk));
      dictionary = readPlain(
        page,
        chunk.type,
        countOf(header.dictionary_page_header, page.view.byteLength * 8),
        chunk.typeLength,
      );
    } else {
      const page = readDataPage(packed, header, chunk, { dictionary, left });
      pages.push(page);
      left -= page.length;
    }
  }
  return pages;
}

interface KnownDictionary {
  readonly dictionary: PhysicalValues | undefined;
  /** Rows that are not read yet. */
  readonly left: number;
}

function readDataPage(
  packed: Uint8Array,
  header: PageHeader,
  chunk: ColumnChunk,
  { dictionary, left }: KnownDictionary,
): ParquetPage {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const said = header.type === 'DATA_PAGE' ? first : header.type === 'DATA_PAGE_V2' ? second : undefined;
  const n = countOf(said, left);
  const { levels, values: page } =
    second === said && second ? splitSecond(packed, header, chunk) : splitFirst(packed, header, chunk);
  const defined = chunk.optional && !areOnes(readerOf(levels), n) ? readRuns(readerOf(levels), 1, n) : undefined;
  let present = 0;
  if (defined === undefined) present = n;
  else for (let i = 0; i < n; i++) present += defined[i]!;
  const read = readValues(readerOf(page), said!.encoding, present, chunk, dictionary);
  if (read.length < present) throw new Error('a page holds fewer values than it says');
  return present === n ? read : spread(read, defined!);
}

/** Cuts a page of the first version, which is packed whole, into its definition levels, which stand behind their length, and its values. */
function splitFirst(
  packed: Uint8Array,
  header: PageHeader,
  chunk: ColumnChunk,
): { levels: Uint8Array; values: Uint8Array } {
  const page = readerOf(unpack(packed, header.uncompressed_page_size, chunk));
  if (!chunk.optional) return { levels: new Uint8Array(), values: take(page, page.view.byteLength) };
  const length = page.view.getUint32(0, true);
  page.offset = 4;
  const levels = take(page, length);
  return { levels, values: take(page, page.view.byteLength - page.offset) };
}

/** Cuts a page of the second version, whose levels stand unpacked before the values. */
function splitSecond(
  packed: Uint8Array,
  header: PageHeader,
  chunk: ColumnChunk,
): { levels: Uint8Array; values: Uint8Array } {
  const {
    definition_levels_byte_length: defined,
    repetition_levels_byte_length: repeated,
    is_compressed,
  } = header.data_page_header_v2!;
  const page = readerOf(packed);
  take(page, repeated);
  const levels = take(page, defined);
  const rest = take(page, packed.length - page.offset);
  const size = header.uncompressed_page_size - defined - repeated;
  // A page of missing values may hold no bytes, which is no stream.
  return { levels, values: is_compressed === false || size === 0 ? rest : unpack(rest, size, chunk) };
}

function readValues(
  page: DataReader,
  encoding: string,
  n: number,
  chunk: ColumnChunk,
  dictionary: PhysicalValues | undefined,
): ParquetPage {
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') return lookUp(page, n, dictionary);
  const decode = decoders[encoding];
  if (!decode) throw new Error(`unsupported encoding: ${encoding}`);
  const values = n === 0 ? [] : decode(page, n, chunk);
  return { values, codes: undefined, length: values.length };
}

const decoders: Readonly<Record<string, (page: DataReader, n: number, chunk: ColumnChunk) => PhysicalValues>> = {
  PLAIN: (page, n, { type, typeLength }) => readPlain(page, type, n, typeLength),
  RLE: (page, n) => {
    const length = page.view.getUint32(0, true);
    page.offset = 4;
    return Array.from(readRuns(readerOf(take(page, length)), 1, n), (bit) => bit === 1);
  },
  DELTA_BINARY_PACKED: (page, n, { type }) => {
    const values = type === 'INT32' ? new Int32Array(n) : new BigInt64Array(n);
    deltaBinaryUnpack(page, n, values);
    return values;
  },
  DELTA_LENGTH_BYTE_ARRAY: (page, n) => {
    const values = new Array<Uint8Array>(n);
    deltaLengthByteArray(page, n, values);
    return values;
  },
  DELTA_BYTE_ARRAY: (page, n) => {
    const values = new Array<Uint8Array>(n);
    deltaByteArray(page, n, values);
    return values;
  },
  BYTE_STREAM_SPLIT: (page, n, { type, typeLength }) => byteStreamSplit(page, n, type, typeLength),
  ALP: (page, n, { type }) => alpDecode(page, n, type),
};

/** The width of the indices stands before them. */
function lookUp(page: DataReader, n: number, dictionary: PhysicalValues | undefined): ParquetPage {
  if (n === 0) return { values: [], codes: undefined, length: 0 };
  if (dictionary === undefined) throw new Error('a page refers to a dictionary that is not there');
  const width = page.view.getUint8(page.offset++);
  return { values: dictionary, codes: readRuns(page, width, n, dictionary.length), length: n };
}

/** The page with the rows between that are missing. */
function spread({ values, codes }: ParquetPage, defined: Int32Array): ParquetPage {
  const all = new Int32Array(defined.length);
  for (let i = 0, at = 0; i < all.length; i++) {
    if (defined[i] !== 1) all[i] = -1;
    else {
      all[i] = codes === undefined ? at : codes[at]!;
      at += 1;
    }
  }
  return { values, codes: all, length: all.length };
}

const compressors: Compressors = {
  // Node's own library is loaded when a file is first found to be compressed: most runs meet none
  GZIP: (input, length) => process.getBuiltinModule('node:zlib').gunzipSync(input, { maxOutputLength: length }),
  BROTLI: (input, length) =>
    process.getBuiltinModule('node:zlib').brotliDecompressSync(input, { maxOutputLength: length }),
  SNAPPY: unpackSnappy,
  ZSTD: (input, length) => unzstd(input, new Uint8Array(length)),
};

function unpack(packed: Uint8Array, size: number, { codec }: ColumnChunk): Uint8Array {
  if (!(size >= 0 && size <= mostUnpacked(packed.length))) throw new Error(`a page of ${size} bytes when unpacked`);
  return decompressPage(packed, size, codec, compressors);
}

function countOf(said: { readonly num_values: number } | undefined, most: number): number {
  const n = said?.num_values;
  if (n === undefined) throw new Error('a page of an unknown kind');
  if (!(Number.isInteger(n) && n >= 0 && n <= most)) throw new Error(`a page that says it holds ${n} values`);
  return n;
}

const readerOf = (bytes: Uint8Array): DataReader => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0,
});

/** The next bytes. A RangeError where there are fewer. */
function take(reader: DataReader, length: number): Uint8Array {
  const { view, offset } = reader;
  if (!(length >= 0 && offset + length <= view.byteLength)) throw new RangeError('bytes past the end');
  reader.offset += length;
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + offset, length);
}
