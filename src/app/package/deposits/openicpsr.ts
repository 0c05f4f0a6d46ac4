/** `openicpsr.md`, the fields of openICPSR's form by the names of ICPSR's metadata schema: no file is read there, and each is pasted. */
import { type DepositFormat, describe, titleOf } from './format.ts';

const FROM_AUTHORS = '(the authors say it)';

export const openicpsr: DepositFormat = {
  path: 'openicpsr.md',
  of: 'openICPSR, and the repository of the American Economic Association there',
  write(facts) {
    const { authors = [], licence } = facts.declared;
    const people = authors.map(({ name, affiliation, orcid }) =>
      [name, affiliation, orcid && `https://orcid.org/${orcid}`].filter(Boolean).join(', '),
    );
    const fields: readonly (readonly [field: string, values: readonly string[]])[] = [
      ['Title', [titleOf(facts)]],
      ['Principal Investigators', people],
      ['Summary', [describe(facts)]],
      ['Funding Sources', []],
      ['Subject Terms', []],
      ['JEL Classification Codes', []],
      ['Geographic Coverage Areas', []],
      ['Time Periods', []],
      ['Kinds of Data', ['program source code', ...(facts.sources.length > 0 ? ['data of the sources below'] : [])]],
      ['Original Data Sources', facts.sources.flatMap(({ declared }) => declared.citation ?? [])],
      ['Unit of Observation', []],
      ['Licence of the code', licence === undefined ? [] : [licence]],
    ];
    const blocks = fields.map(
      ([field, values]) =>
        `## ${field}\n\n${values.length === 0 ? FROM_AUTHORS : values.map((value) => value.replace(/\s+/g, ' ')).join('\n\n')}\n`,
    );
    return ['# openICPSR\n', ...blocks].join('\n');
  },
};
