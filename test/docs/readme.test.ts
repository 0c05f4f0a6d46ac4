/** The README names everything that a reader may look for: each kind of step, each estimator, each example. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { estimators } from '../../src/econ/registry.ts';
import { allKinds } from '../../steps/registry.ts';

const root = path.resolve(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

it.each(
  allKinds()
    .filter(({ internal }) => internal !== true)
    .map(({ name }) => name),
)('names the kind %s', (name) => {
  expect(readme).toContain(`\`${name}\``);
});

// `linear` is what a formula is estimated by that says nothing else.
it.each(estimators.map(({ name }) => name).filter((name) => name !== 'linear'))('names the estimator %s', (name) => {
  expect(readme).toContain(`\`${name}\``);
});

it.each(readdirSync(path.join(root, 'examples')))('names the example %s', (name) => {
  expect(readme).toContain(`(examples/${name})`);
});
