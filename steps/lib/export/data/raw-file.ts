/** The rules that read a file: its columns, where their cells are what every program reads alike, and other values for theirs. */

import { fileOf } from '../../../../src/export/data.ts';
import type { RawColumn, RawRule } from '../../../../src/export/raw/rules.ts';
import { Untranslatable } from '../../../../src/export/untranslatable.ts';
import { trimBlanks } from '../../../../src/frame/blanks.ts';
import { missingCodes } from '../../../../src/frame/cells/missing.ts';
import { givesNumbers, type Recoding } from '../../../../src/frame/cells/recode.ts';
import type { OpenFile, RawCells } from './formats/format.ts';
import { rawFormatOf } from './formats/registry.ts';
import type { IngestParams } from './ingest-params.ts';
import type { DataNode } from './rules.ts';

type Rule<Is extends RawRule['is']> = Extract<RawRule, { is: Is }>;

/** Keys that say how a file is read, of which other programs have no direct form. */
const OTHERWISE = ['names', 'widths', 'skip', 'footer', 'header', 'decimal', 'source', 'not_missing'] as const;

export function readRules(
  node: DataNode,
  params: IngestParams,
  wanted: readonly string[],
): readonly [Rule<'read'>, ...Rule<'recode'>[]] {
  const { rename = {}, map = {}, missing = [] } = params;
  const otherwise = OTHERWISE.find((key) => params[key] !== undefined);
  if (otherwise !== undefined) throw new Untranslatable(`the file is read with \`${otherwise}\``);
  const open = rawFormatOf(params.format);
  if (params.sources !== undefined || open === undefined)
    throw new Untranslatable(`a file of the format ${params.format} is not read directly`);
  const { path, bytes } = node.file('file');
  const file = open(bytes, params);
  const hidden = file.names.find((name) => node.hides(name) || node.hides(rename[name] ?? name));
  if (hidden !== undefined)
    throw new Untranslatable(`the file has the column ${hidden}, whose values may not be written`);
  const byName = new Map(Object.entries(rename).map(([from, to]) => [to, from]));
  const codes = missingCodes(missing);
  const recodings: Rule<'recode'>[] = [];
  const columns = wanted.map((name): RawColumn => {
    const from = byName.get(name) ?? name;
    const at = file.names.indexOf(from);
    if (at < 0) throw new Untranslatable(`the column ${name} is not of the file`);
    const cells = valuesOf(file, at, codes.texts);
    const isMapped = Object.hasOwn(map, name);
    if (isMapped) recodings.push(recodeRule(name, map[name]!, cells, params));
    return { from, at: at + 1, name, isText: isMapped || isText(name, cells, node, params) };
  });
  const read: Rule<'read'> = {
    is: 'read',
    file: { path: `raw/${fileOf(path.replaceAll('/', '_'))}`, content: bytes, layout: file.layout },
    columns,
    missing: { texts: [...codes.texts], numbers: [...codes.numbers] },
  };
  return [read, ...recodings];
}

/** The cells of a column that are values. */
function valuesOf(file: OpenFile, at: number, missing: ReadonlySet<string>): RawCells {
  const cells = file.cells(at);
  const valued = (texts: readonly string[]): string[] =>
    texts.filter((text) => trimBlanks(text) !== '' && !missing.has(trimBlanks(text)));
  if (cells.is === 'texts') return { is: 'texts', texts: valued(cells.texts) };
  const { texts } = cells;
  return texts === undefined ? cells : { is: 'numbers', texts: () => valued(texts()) };
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Neither blanks at an end nor characters that break a line. */
const PLAIN = /^\S(?:[^\r\n]*\S)?$/;

const arePlain = (texts: readonly string[]): boolean => texts.every((text) => PLAIN.test(text));

/** Says whether a column is one of texts. */
function isText(name: string, cells: RawCells, { frame }: DataNode, { types = {} }: IngestParams): boolean {
  const type = types[name] ?? (frame.has(name) ? frame.type(name) : undefined);
  const isNumeric = cells.is === 'numbers' || cells.texts.every((text) => NUMBER.test(text));
  const asText = type === undefined ? !isNumeric : type === 'string' || type === 'category';
  if (!asText && type !== undefined && type !== 'number')
    throw new Untranslatable(`the column ${name} is read as ${type}`);
  if (!asText && !isNumeric) throw new Untranslatable(`some cells of ${name} are no plain numbers`);
  if (!asText) return false;
  if (cells.is === 'numbers' && cells.texts === undefined)
    throw new Untranslatable(`the numbers of ${name} are read as texts`);
  if (cells.is === 'texts' && !arePlain(cells.texts))
    throw new Untranslatable(`some texts of ${name} begin or end with blanks, or break lines`);
  return true;
}

/** Other values for those of a column, which is read as texts: its numbers have a direct form where each of them is named as it is written. */
function recodeRule(name: string, to: Recoding, cells: RawCells, { types = {} }: IngestParams): Rule<'recode'> {
  const texts = cells.is === 'texts' ? cells.texts : cells.texts?.();
  if (texts === undefined || Object.hasOwn(types, name))
    throw new Untranslatable(`the values of ${name} are recoded, which are not read as texts`);
  const isNamed = (text: string): boolean => Object.hasOwn(to, text);
  if (!arePlain(texts) || !texts.every((text) => isNamed(text) || !NUMBER.test(text)))
    throw new Untranslatable(`the values of ${name} are recoded, and not all are named as they are written`);
  const named = Object.entries(to).filter(([value]) => texts.includes(value));
  return { is: 'recode', column: name, to: new Map(named), gives: givesNumbers(to) ? 'number' : 'string' };
}
