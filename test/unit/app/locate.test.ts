/** The project of a call is found on Windows as elsewhere. */
import { expect, it, vi } from 'vitest';

vi.doMock('node:path', async (original) => {
  const { win32 } = await original<typeof import('node:path')>();
  return { ...win32, default: win32 };
});
vi.resetModules();
const { locate } = await import('../../../src/app/project.ts');
// Tests that share this thread load the same modules with the paths of their own system.
vi.doUnmock('node:path');
vi.resetModules();

it.each([
  [{ directory: 'C:\\paper' }, 'C:\\paper', 'pipeline.yaml'],
  [{ directory: 'C:\\paper', file: 'sub\\p.yaml' }, 'C:\\paper', 'sub/p.yaml'],
  [{ directory: 'C:\\paper', file: 'D:\\other\\p.yaml' }, 'D:\\other', 'p.yaml'],
  [{ file: 'C:\\p.yaml' }, 'C:\\', 'p.yaml'],
  [{ file: 'C:/paper/p.yaml' }, 'C:\\paper', 'p.yaml'],
  [{ directory: '\\\\?\\C:\\paper' }, 'C:\\paper', 'pipeline.yaml'],
  [{ directory: '\\\\server\\share\\paper' }, '\\\\server\\share\\paper', 'pipeline.yaml'],
])('%o', (where, root, file) => {
  const found = locate(where);
  expect([found.root.replaceAll('/', '\\'), found.file]).toEqual([root, file]);
});
