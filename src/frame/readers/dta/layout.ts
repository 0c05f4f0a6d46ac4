/**
 * Finds the sections of a Stata file, formats 105 (Stata 5) to 115 (12) and 117 to 119 (13 on). Source: Stata's help `dta` and, for formats
 * before 113, what R's foreign and haven write.
 */
import { ownValue } from '../../../base/own-value.ts';
import type { FileBytes } from '../../../base/reader.ts';
import { DataError } from '../../complaint.ts';
import { checkRows, LONGEST_TEXT, mebibytes, tooLarge } from '../../limits.ts';

/** `bytes` of a string, or one of the numeric types; `strL` is a reference into a table of long strings. */
export type DtaType =
  | { readonly is: 'str'; readonly bytes: number }
  | { readonly is: 'strL' | 'byte' | 'int' | 'long' | 'float' | 'double' };

export interface DtaVariable {
  /** Texts are raw: one character a byte. */
  readonly name: string;
  readonly type: DtaType;
  readonly format: string;
  readonly labelName: string;
  readonly label: string;
}

export interface DtaLayout {
  readonly release: number;
  readonly file: FileBytes;
  readonly littleEndian: boolean;
  readonly nobs: number;
  readonly variables: readonly DtaVariable[];
  readonly dataAt: number;
  /** 0 in formats without them */
  readonly strlsAt: number;
  readonly valueLabelsAt: number;
}

export function damaged(detail: string): DataError {
  return new DataError({ code: 'damaged-file', message: `not a readable Stata file: ${detail}`, path: ['file'] });
}

/** Reads past the end mean a cut file. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw damaged('it ends too early');
    throw error;
  }
}

/** The first bytes of a file, in which its variables mostly stand. */
const BEGINNING = 1_048_576;

/** Reads what stands before the data, and as much of the file as that takes. */
export function dtaLayout(file: FileBytes, beginning = BEGINNING): DtaLayout {
  return guarded(() => {
    for (let size = Math.min(beginning, file.size); ; size = Math.min(8 * size, file.size)) {
      try {
        return layoutIn(file, viewOf(file.part(0, size)));
      } catch (error) {
        if (!(error instanceof RangeError) || size === file.size) throw error;
      }
    }
  });
}

function layoutIn(file: FileBytes, view: DataView): DtaLayout {
  const layout = rawText(view, 0, 11) === '<stata_dta>' ? taggedLayout(file, view) : plainLayout(file, view);
  checkRows(layout.nobs);
  if (layout.dataAt + widthOf(layout.variables) * layout.nobs > file.size)
    throw damaged(`it ends before its ${layout.nobs} observations do`);
  return layout;
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes of an observation. */
export const widthOf = (variables: readonly DtaVariable[]): number =>
  variables.reduce((sum, { type }) => sum + typeBytes(type), 0);

export function typeBytes(type: DtaType): number {
  switch (type.is) {
    case 'str':
      return type.bytes;
    case 'byte':
      return 1;
    case 'int':
      return 2;
    case 'long':
    case 'float':
      return 4;
    case 'double':
    case 'strL':
      return 8;
    default:
      return type satisfies never;
  }
}

/** Up to the first NUL, one character a byte. */
export function rawText(view: DataView, at: number, length: number): string {
  if (at < 0 || length < 0 || at + length > view.byteLength) throw new RangeError('text outside the file');
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length);
  const end = bytes.indexOf(0);
  if ((end < 0 ? length : end) > LONGEST_TEXT)
    throw tooLarge(`a text longer than ${mebibytes(LONGEST_TEXT)}`, 'drop the variable');
  return Buffer.from(bytes.buffer, bytes.byteOffset, end < 0 ? length : end).toString('latin1');
}

const numericTypes = ['double', 'float', 'long', 'int', 'byte'] as const;

interface Widths {
  readonly name: number;
  readonly format: number;
  readonly label: number;
}

/** Settings by which the formats before 117 differ. */
interface PlainForm extends Widths {
  readonly dataLabel: number;
  /** Bytes of an expansion field's length. */
  readonly expansion: 2 | 4;
  /** Types are letters, and a string's is its length above 127. */
  readonly letters: boolean;
}

const format111: PlainForm = { name: 33, format: 12, label: 81, dataLabel: 81, expansion: 4, letters: false };
const format114: PlainForm = { ...format111, format: 49 };
const format108: PlainForm = { name: 9, format: 12, label: 81, dataLabel: 81, expansion: 2, letters: true };
const plainForms: ReadonlyMap<number, PlainForm> = new Map([
  [105, { ...format108, label: 32, dataLabel: 32 }],
  [108, format108],
  [110, { ...format111, letters: true }],
  [111, format111],
  [113, format111],
  [114, format114],
  [115, format114],
]);

function unknownFormat(release: number): DataError {
  return damaged(`unknown format \`${release}\`; 105, 108, 110, 111, 113–115 and 117–119 are read`);
}

function plainLayout(file: FileBytes, view: DataView): DtaLayout {
  const release = view.getUint8(0);
  const form = plainForms.get(release);
  if (form === undefined) throw unknownFormat(release);
  const littleEndian = view.getUint8(1) !== 1;
  const nvar = view.getUint16(4, littleEndian);
  const nobs = view.getInt32(6, littleEndian);
  if (nobs < 0) throw damaged('a negative number of observations');
  if (nvar === 0) throw damaged('it has no variables');
  const typesAt = 10 + form.dataLabel + TIME_STAMP_BYTES;
  const namesAt = typesAt + nvar;
  const formatsAt = namesAt + form.name * nvar + 2 * (nvar + 1);
  const labelNamesAt = formatsAt + form.format * nvar;
  const labelsAt = labelNamesAt + form.name * nvar;
  const variables = readVariables(view, nvar, form, { namesAt, formatsAt, labelNamesAt, labelsAt }, (i) =>
    form.letters ? letteredType(view.getUint8(typesAt + i)) : plainType(view.getUint8(typesAt + i)),
  );
  const dataAt = afterExpansions(view, labelsAt + form.label * nvar, form.expansion, littleEndian);
  const valueLabelsAt = dataAt + widthOf(variables) * nobs;
  return { release, file, littleEndian, nobs, variables, dataAt, strlsAt: 0, valueLabelsAt };
}

const TIME_STAMP_BYTES = 18;
const letters = { d: 'double', f: 'float', l: 'long', i: 'int', b: 'byte' } as const;

function letteredType(code: number): DtaType {
  if (code > 127) return { is: 'str', bytes: code - 127 };
  const type = ownValue(letters, String.fromCharCode(code));
  if (type === undefined) throw damaged(`unknown variable type \`${code}\``);
  return { is: type };
}

function plainType(code: number): DtaType {
  if (code === 0) throw damaged('a text of no length');
  const type = numericTypes[255 - code];
  return type === undefined ? { is: 'str', bytes: code } : { is: type };
}

/** The byte after the last expansion field, whose type and length are 0. */
function afterExpansions(view: DataView, at: number, lengthBytes: 2 | 4, littleEndian: boolean): number {
  for (;;) {
    const type = view.getUint8(at);
    const length = lengthBytes === 2 ? view.getInt16(at + 1, littleEndian) : view.getInt32(at + 1, littleEndian);
    if (length < 0) throw damaged('an expansion field of negative length');
    at += 1 + lengthBytes + length;
    if (type === 0 && length === 0) return at;
  }
}

function taggedLayout(file: FileBytes, view: DataView): DtaLayout {
  const release = Number(rawText(view, tagged(view, 11, '<header><release>'), 3));
  if (release < 117 || release > 119) throw unknownFormat(release);
  const order = rawText(view, tagged(view, 31, '</release><byteorder>'), 3);
  const littleEndian = order === 'LSF';
  if (!littleEndian && order !== 'MSF') throw damaged(`unknown byte order \`${order}\``);
  let at = tagged(view, 55, '</byteorder><K>');
  const nvar = release === 119 ? view.getUint32(at, littleEndian) : view.getUint16(at, littleEndian);
  if (nvar === 0) throw damaged('it has no variables');
  at = tagged(view, at + (release === 119 ? 4 : 2), '</K><N>');
  const nobs = release === 117 ? view.getUint32(at, littleEndian) : bigCount(view, at, littleEndian);
  const labelAt = tagged(view, at + (release === 117 ? 4 : 8), '</N><label>');
  const labelLength = release === 117 ? view.getUint8(labelAt) : view.getUint16(labelAt, littleEndian);
  const stampAt = tagged(view, labelAt + (release === 117 ? 1 : 2) + labelLength, '</label><timestamp>');
  const mapAt = tagged(view, stampAt + 1 + view.getUint8(stampAt), '</timestamp></header><map>');
  const place = (entry: number, tag: string) =>
    tagged(view, bigCount(view, mapAt + 8 * entry, littleEndian), `<${tag}>`);
  /** Returns the end of a section behind the data, which lies where the file's map says. */
  const far = (entry: number, tag: string): number => {
    const start = bigCount(view, mapAt + 8 * entry, littleEndian);
    return start + tagged(viewOf(file.part(start, start + tag.length + 2)), 0, `<${tag}>`, start);
  };
  const widths: Widths = release === 117 ? { name: 33, format: 49, label: 81 } : { name: 129, format: 57, label: 321 };
  const typesAt = place(2, 'variable_types');
  const places = {
    namesAt: place(3, 'varnames'),
    formatsAt: place(5, 'formats'),
    labelNamesAt: place(6, 'value_label_names'),
    labelsAt: place(7, 'variable_labels'),
  };
  const variables = readVariables(view, nvar, widths, places, (i) =>
    taggedType(view.getUint16(typesAt + 2 * i, littleEndian)),
  );
  const [dataAt, strlsAt, valueLabelsAt] = [far(9, 'data'), far(10, 'strls'), far(11, 'value_labels')];
  return { release, file, littleEndian, nobs, variables, dataAt, strlsAt, valueLabelsAt };
}

function taggedType(code: number): DtaType {
  if (code === 32768) return { is: 'strL' };
  if (code >= 1 && code <= 2045) return { is: 'str', bytes: code };
  const type = numericTypes[code - 65526];
  if (type === undefined) throw damaged(`unknown variable type \`${code}\``);
  return { is: type };
}

/** The byte behind a tag. `from`: where the view begins in the file. */
function tagged(view: DataView, at: number, tag: string, from = 0): number {
  const found = rawText(view, at, tag.length);
  if (found !== tag) throw damaged(`expected \`${tag}\` at byte ${from + at}`);
  return at + tag.length;
}

export function bigCount(view: DataView, at: number, littleEndian: boolean): number {
  const count = view.getBigUint64(at, littleEndian);
  if (count > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged('an offset outside the file');
  return Number(count);
}

interface SectionOffsets {
  readonly namesAt: number;
  readonly formatsAt: number;
  readonly labelNamesAt: number;
  readonly labelsAt: number;
}

function readVariables(
  view: DataView,
  nvar: number,
  widths: Widths,
  places: SectionOffsets,
  typeOf: (i: number) => DtaType,
): readonly DtaVariable[] {
  if (places.labelsAt + widths.label * nvar > view.byteLength) throw new RangeError('variables outside the view');
  return Array.from({ length: nvar }, (_, i) => ({
    name: rawText(view, places.namesAt + widths.name * i, widths.name),
    type: typeOf(i),
    format: rawText(view, places.formatsAt + widths.format * i, widths.format),
    labelName: rawText(view, places.labelNamesAt + widths.name * i, widths.name),
    label: rawText(view, places.labelsAt + widths.label * i, widths.label),
  }));
}
