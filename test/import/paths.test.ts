import { expect, it } from 'vitest';
import { isFar, pathOfProject } from '../../src/import/paths.ts';

it.each([
  ['panel.dta', 'panel.dta', false],
  ['./data/panel.dta', 'data/panel.dta', false],
  ['data/./panel.dta', 'data/panel.dta', false],
  ['data\\raw\\panel.dta', 'data/raw/panel.dta', false],
  ['D:\\papers\\gap\\panel.dta', 'data/panel.dta', true],
  ['/home/a/panel.dta', 'data/panel.dta', true],
  ['~/papers/panel.dta', 'data/panel.dta', true],
  ['https://example.org/files/panel.dta', 'data/panel.dta', true],
  ['../raw/panel.dta', 'data/panel.dta', false],
  ['data/../raw/panel.dta', 'data/panel.dta', false],
])('%s is %s of the project', (written, path, far) => {
  expect([pathOfProject(written), isFar(written.replaceAll('\\', '/'))]).toEqual([path, far]);
});
