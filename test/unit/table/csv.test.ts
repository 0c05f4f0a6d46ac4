import { describe, expect, it } from 'vitest';
import { formatNames, settledOptions } from '../../../src/table/formats/choose.ts';
import { csv } from '../../../src/table/formats/csv.ts';
import { renderTable } from '../../../src/table/render.ts';
import { cases } from '../../golden/cases.ts';
import { build, template } from '../../golden/fixtures.ts';

describe('the byte order mark of CSV', () => {
  const table = build(cases.find(({ name }) => name === 'chinese')!);
  const bytes = async (said: object) => {
    const options = { formatOptions: settledOptions(formatNames, said), templates: {} };
    return (await renderTable(table, [csv], options, template)).get('csv')!;
  };

  it('is the first thing in the file, once, where it is asked for', async () => {
    const [plain, marked] = [await bytes({}), await bytes({ bom: true })];
    expect([...marked.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(Buffer.compare(marked.subarray(3), plain)).toBe(0);
    expect(plain[0]).not.toBe(0xef);
  });
});
