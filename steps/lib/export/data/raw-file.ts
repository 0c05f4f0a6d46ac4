/** The rule that reads a delimited text: its columns, where their cells are what every program reads alike. */

import { fileOf } from '../../../../src/export/data.ts';
import type { RawColumn, RawRule } from '../../../../src/export/raw/rules.ts';
import { Untranslatable } from '../../../../src/export/untranslatable.ts';
import { trimBlanks } from '../../../../src/frame/blanks.ts';
import { missingCodes } from '../../../../src/frame/cells/missing.ts';
import { readerFor } from '../../../../src/frame/readers/registry.ts';
import type { CellSource } from '../../../../src/frame/readers/source.ts';
import type { IngestParams } from './ingest-params.ts';
import type { DataNode } from './rules.ts';

type ReadRule = Extract<RawRule, { is: 'read' }>;

/** Keys that say how a file is read, of which other programs have no direct form. */
const OTHERWISE = ['names', 'widths', 'skip', 'footer', 'header', 'decimal', 'sheet', 'source', 'not_missing'] as const;

/** The bytes of a stretch of text. Any number serves, since only the separator is looked for. */
const STRETCH = 1 << 20;

export function readRule(node: DataNode, params: IngestParams, wanted: readonly string[]): ReadRule {
  const { rename = {}, map = {}, types = {}, missing = [], encoding } = params;
  const otherwise = OTHERWISE.find((key) => params[key] !== undefined);
  if (otherwise !== undefined) throw new Untranslatable(`the file is read with \`${otherwise}\``);
  if (params.sources !== undefined || params.format !== 'csv')
    throw new Untranslatable(`a file of the format ${params.format} is not read directly`);
  const { path, bytes } = node.file('file');
  const source = readerFor(path).read(bytes, params, () => 'open', STRETCH) as CellSource;
  if (source.chunks === undefined || encoding !== undefined)
    throw new Untranslatable('the file is not a text in UTF-8');
  const hidden = source.header.find(({ name }) => node.hides(name) || node.hides(rename[name] ?? name));
  if (hidden !== undefined)
    throw new Untranslatable(`the file has the column ${hidden.name}, whose values may not be written`);
  const byName = new Map(Object.entries(rename).map(([from, to]) => [to, from]));
  const codes = missingCodes(missing);
  const columns = wanted.map((name): RawColumn => {
    const from = byName.get(name) ?? name;
    const at = source.header.findIndex((each) => each.name === from);
    if (at < 0) throw new Untranslatable(`the column ${name} is not of the file`);
    if (Object.hasOwn(map, name)) throw new Untranslatable(`the values of ${name} are recoded`);
    const type = types[name] ?? (node.frame.has(name) ? node.frame.type(name) : undefined);
    const texts = distinctTexts(source, at).filter(
      (text) => trimBlanks(text) !== '' && !codes.texts.has(trimBlanks(text)),
    );
    const isNumeric = texts.every((text) => NUMBER.test(text));
    const isText = type === undefined ? !isNumeric : type === 'string' || type === 'category';
    if (!isText && type !== undefined && type !== 'number')
      throw new Untranslatable(`the column ${name} is read as ${type}`);
    if (!isText && !isNumeric) throw new Untranslatable(`some cells of ${name} are no plain numbers`);
    if (isText && texts.some((text) => !PLAIN.test(text)))
      throw new Untranslatable(`some texts of ${name} begin or end with blanks, or break lines`);
    return { from, at: at + 1, name, isText };
  });
  return {
    is: 'read',
    file: {
      path: `raw/${fileOf(path.replaceAll('/', '_'))}`,
      content: bytes,
      delimiter: String.fromCharCode(source.chunks.separator),
    },
    columns,
    missing: { texts: [...codes.texts], numbers: [...codes.numbers] },
  };
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Neither blanks at an end nor characters that break a line. */
const PLAIN = /^\S(?:[^\r\n]*\S)?$/;

/** The texts that a column holds; none where all of its cells are plain numbers. */
function distinctTexts({ cells }: CellSource, at: number): readonly string[] {
  if (cells.plain?.(at) !== undefined) return [];
  const coded = cells.coded?.(at);
  if (coded !== undefined) return coded.texts;
  const texts = new Set<string>();
  for (let row = 0; row < cells.nrows; row++) texts.add(cells.text(row, at));
  return [...texts];
}
