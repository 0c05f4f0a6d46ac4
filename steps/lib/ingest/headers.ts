/** The columns that the headers of an ingest step's files tell. */
import type { Json } from '../../../src/base/json.ts';
import { isSeveral } from '../../../src/base/several.ts';
import type { PlannedFile } from '../../../src/engine/step.ts';
import type { DataComplaint } from '../../../src/frame/complaint.ts';
import type { Declaration } from '../../../src/frame/declared/declaration.ts';
import { commonHeader } from '../../../src/frame/ingest/several-files.ts';
import type { HeaderColumn } from '../../../src/frame/readers/source.ts';

/** The result of a look at a header. */
export interface ReadHeader {
  readonly header: readonly HeaderColumn[] | null;
  readonly complaints: readonly DataComplaint[];
}

/** The columns of a file, or those that several have; undefined where one cannot be read. */
export function headerOf(
  files: readonly PlannedFile[],
  declaration: Declaration,
  options: Json,
  tell: (complaints: readonly DataComplaint[]) => void,
): readonly HeaderColumn[] | undefined {
  const looks = files.map((file) => ({ path: file.path, ...(file.look('header', options) as unknown as ReadHeader) }));
  const several = isSeveral(declaration.file);
  for (const { path, complaints } of looks)
    tell(
      several
        ? complaints.map((each) => ({ ...each, file: path, message: `\`${path}\`: ${each.message}` }))
        : complaints,
    );
  const read = looks.flatMap(({ path, header }) => (header === null ? [] : [{ path, header }]));
  if (read.length < looks.length) return undefined;
  if (!several) {
    if (declaration.source !== undefined) tell([needsSeveral]);
    return read[0]!.header;
  }
  const { header, complaints } = commonHeader(read, declaration);
  tell(complaints);
  return header;
}

const needsSeveral: DataComplaint = {
  code: 'not-for-format',
  message: '`source` says which of several files a row is from, and `file` names one',
  hint: '`file: data/raw/*.csv` reads several',
  path: ['source'],
};
