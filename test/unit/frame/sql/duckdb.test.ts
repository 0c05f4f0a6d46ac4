/** DuckDB where it is not installed. */
import { expect, it, vi } from 'vitest';
import { withDatabase } from '../../../../src/frame/sql/duckdb.ts';

vi.mock('@duckdb/node-api', () => {
  throw new Error('Cannot find package');
});

it('says what to install', async () => {
  const opened = withDatabase('a query', new AbortController().signal, async () => {});
  await expect(opened).rejects.toMatchObject({
    code: 'missing-duckdb',
    message: 'a query needs DuckDB, which does not load here',
    hint: '`npm install @duckdb/node-api@1.5.6-r.1` where papermake is installed',
  });
});
