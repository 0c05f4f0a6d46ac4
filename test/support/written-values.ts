/** Messages that tests look at where they are made hold their values as they are written; test/unit/base/value.test.ts tests the marks. */
import { vi } from 'vitest';

vi.mock('../../src/base/value.ts', async (original) => ({
  ...(await original<typeof import('../../src/base/value.ts')>()),
  datum: (_: unknown, value: string | number): string => String(value),
  nameOfResult: (_: unknown, value: string | number): string => String(value),
  aside: (_: unknown, stretch: string): string => stretch,
  either: (_: unknown, stretch: string): string => stretch,
}));
