/** The parts of an Excel workbook around its sheets: names, shared strings, which styles are dates (ECMA-376 part 1, 18). */
import { memo } from '../../../base/memo.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import { DataError, listSheets } from '../../complaint.ts';
import { SharedStrings } from './strings.ts';
import { XmlReader } from './xml.ts';
import { type Archive, damagedBook, openArchive } from './zip.ts';

export interface Book {
  /** Names of all sheets, in their order. */
  readonly sheets: readonly string[];
  /** The sheet's XML, or what the first so many packed bytes hold of it. */
  readonly sheetXml: (packed?: number) => Uint8Array;
  readonly strings: SharedStrings;
  /** Tells by index of the style whether it is a date's. */
  readonly dateStyles: readonly boolean[];
  /** Days of the workbook start in 1904 instead of 1900. */
  readonly from1904: boolean;
}

export function openBook(bytes: Uint8Array, sheet: string | number | undefined): Book {
  const parts = openArchive(bytes);
  const archive: Archive = (path) => parts.text(path);
  const { target, relations } = related(archive, '_rels/.rels', 'officeDocument', '');
  const workbookPath = target ?? 'xl/workbook.xml';
  const workbook = archive(workbookPath);
  if (workbook === undefined || relations === 0) throw damagedBook('it holds no workbook');
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1);
  const relationsPath = `${folder}_rels/${workbookPath.slice(folder.length)}.rels`;
  const { sheets, from1904 } = readWorkbook(workbook);
  const chosen = chooseSheet(sheets, sheet);
  const pathOf = (type: string, id?: string) => related(archive, relationsPath, type, folder, id).target ?? '';
  const sheetPath = pathOf('worksheet', chosen.id);
  if (!parts.has(sheetPath)) throw damagedBook(`the sheet \`${chosen.name}\` is not there`);
  return {
    sheets: sheets.map(({ name }) => name),
    sheetXml: (packed) => parts.bytes(sheetPath, packed)!,
    strings: new SharedStrings(() => parts.bytes(pathOf('sharedStrings')) ?? new Uint8Array(0)),
    dateStyles: readStyles(archive(pathOf('styles')) ?? ''),
    from1904,
  };
}

/** Path of the first relationship of a type (or of one id). */
function related(
  archive: Archive,
  path: string,
  type: string,
  folder: string,
  id?: string,
): { target?: string; relations: number } {
  const xml = new XmlReader(archive(path) ?? '');
  let relations = 0;
  for (let event = xml.next(); event !== 'end'; event = xml.next()) {
    if (event !== 'open' || xml.name !== 'Relationship') continue;
    relations++;
    if (!(xml.attribute('Type') ?? '').endsWith(`/${type}`) || (id !== undefined && xml.attribute('Id') !== id))
      continue;
    const target = xml.attribute('Target') ?? '';
    return { target: target.startsWith('/') ? target.slice(1) : folder + target, relations };
  }
  return { relations };
}

interface SheetEntry {
  readonly name: string;
  readonly id: string;
}

function readWorkbook(source: string): { sheets: readonly SheetEntry[]; from1904: boolean } {
  const xml = new XmlReader(source);
  const sheets: SheetEntry[] = [];
  let from1904 = false;
  for (let event = xml.next(); event !== 'end'; event = xml.next()) {
    if (event !== 'open') continue;
    if (xml.name === 'sheet') sheets.push({ name: xml.attribute('name') ?? '', id: xml.attribute('id') ?? '' });
    if (xml.name === 'workbookPr') from1904 = ['1', 'true'].includes(xml.attribute('date1904') ?? '');
  }
  return { sheets, from1904 };
}

function chooseSheet(sheets: readonly SheetEntry[], wanted: string | number = 1): SheetEntry {
  const chosen = typeof wanted === 'number' ? sheets[wanted - 1] : sheets.find((sheet) => sheet.name === wanted);
  if (chosen !== undefined) return chosen;
  const names = sheets.map((sheet) => sheet.name);
  const near = typeof wanted === 'string' ? didYouMean(wanted, names) : undefined;
  throw new DataError({
    code: 'unknown-sheet',
    message: `no sheet \`${wanted}\` in the workbook`,
    hint: near === undefined ? listSheets(names) : `${near} (${listSheets(names)})`,
    path: ['sheet'],
  });
}

function readStyles(source: string): readonly boolean[] {
  const xml = new XmlReader(source);
  const custom = new Map<number, string>();
  const isDate = memo((id: number) => isDateFormat(id, custom.get(id)));
  const dates: boolean[] = [];
  let inCells = false;
  for (let event = xml.next(); event !== 'end'; event = xml.next()) {
    if (xml.name === 'cellXfs') inCells = event === 'open';
    if (event !== 'open') continue;
    if (xml.name === 'numFmt') custom.set(Number(xml.attribute('numFmtId')), xml.attribute('formatCode') ?? '');
    if (xml.name === 'xf' && inCells) dates.push(isDate(Number(xml.attribute('numFmtId') ?? 0)));
  }
  return dates;
}

/** Holds what of a number format is no form of a value: texts, characters that stand for themselves or for their width, conditions. Each ends with the format. */
const BESIDE = /"[^"]*"?|[\\_].|\[[^\]]*\]?/gs;

/** Formats that show a day, month or year; times of day and durations stay numbers. */
function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined)
    return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58);
  const bare = code.replace(BESIDE, '').split(';', 1)[0]!;
  return /[dy]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare));
}
