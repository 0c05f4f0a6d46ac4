import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readerFor, readers } from '../../../../src/frame/readers/registry.ts';
import { errorsOf } from '../support.ts';

describe('readers', () => {
  it.each(readers.flatMap(({ name, extensions }) => extensions.map((extension) => [extension, name])))(
    '%s is read as %s',
    (extension, name) => expect(readerFor(`data/x${extension}`).name).toBe(name),
  );

  it.each(['.sav', '.sas7bdat', '.rds', '.xls'])('%s is refused with the line that converts it', (extension) => {
    const [error] = errorsOf(() => readerFor(`data/x${extension}`));
    expect(error).toMatchObject({ code: 'unknown-format', message: `no reader for \`${extension}\` files` });
    expect(error!.hint).toContain(`"data/x${extension}"`);
    expect(error!.hint).toContain('"data/x.csv"');
  });

  it('anything else is refused with what is read', () => {
    const [error] = errorsOf(() => readerFor('data.v1/x'));
    expect(error!.hint).toBe(
      `data files are ${readers
        .flatMap(({ extensions }) => extensions)
        .map((each) => `\`${each}\``)
        .join(', ')}`,
    );
  });
});

const hasR = spawnSync('Rscript', ['-e', '0']).status === 0;

describe.skipIf(!hasR)('the line for a file of R', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'papermake convert-'));
    spawnSync('Rscript', [
      '-e',
      `saveRDS(data.frame(id = c("a", "b"), x = 1:2), ${JSON.stringify(join(folder, 'x.rds'))})`,
    ]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('converts it', () => {
    const [error] = errorsOf(() => readerFor(join(folder, 'x.rds')));
    const line = /`(Rscript .*?)` makes/.exec(error!.hint!)![1]!;
    expect(spawnSync('sh', ['-c', line]).status).toBe(0);
    expect(existsSync(join(folder, 'x.csv'))).toBe(true);
    expect(readFileSync(join(folder, 'x.csv'), 'utf8')).toBe('"id","x"\n"a",1\n"b",2\n');
  });
});
