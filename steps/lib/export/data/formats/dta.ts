/** Data files of Stata, but for days and other times, whose counts begin elsewhere in each program. */
import { Untranslatable } from '../../../../../src/export/untranslatable.ts';
import { dta as reader } from '../../../../../src/frame/readers/dta/dta.ts';
import type { TypedSource } from '../../../../../src/frame/readers/source.ts';
import type { RawFormat } from './format.ts';

export const dta: RawFormat = (bytes, options) => {
  if (options.encoding !== undefined) throw new Untranslatable('the file is read with `encoding`');
  const { columns } = reader.read(bytes, options) as TypedSource;
  const isUnicode = /^<stata_dta><header><release>11[89]</.test(Buffer.from(bytes.subarray(0, 40)).toString('latin1'));
  const refuseBeyondAscii = (texts: readonly string[]): void => {
    if (!isUnicode && texts.some((text) => !ASCII.test(text)))
      throw new Untranslatable('a file from before Stata 14 does not say how its letters are encoded');
  };
  const names = columns.map(({ name }) => name);
  return {
    layout: { is: 'dta' },
    names,
    cells(at) {
      const { name, column } = columns[at]!;
      refuseBeyondAscii([name]);
      if (column.type === 'number') return { is: 'numbers' };
      if (!('dictionary' in column)) throw new Untranslatable(`the column ${name} is read as ${column.type}`);
      refuseBeyondAscii(column.dictionary);
      return { is: 'texts', texts: column.dictionary };
    },
  };
};

const ASCII = /^[\0-\x7f]*$/;
