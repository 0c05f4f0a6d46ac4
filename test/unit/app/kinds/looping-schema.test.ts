/** The schema for editors takes loops where the language does, with the keys of what loops. */
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaText } from '../../../../src/app/kinds/schema.ts';
import { builtInKinds } from '../../../support/built-in.ts';

const schema = JSON.parse(schemaText(builtInKinds)) as object;
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
const isValid = (steps: string): boolean => validate(parse(`papermake: 1\n${steps}`));
const models = (column: string): string => `steps:\n  m: {kind: models, from: d, columns: [${column}]}\n`;

describe('takes', () => {
  it.each([
    models('{id: "{y}", each: {y: [a, b]}, fit: "{y} ~ x", winsorize: "{w}"}'),
    models('{id: "{it}", each: $outcomes, fit: "{it} ~ x"}'),
    models('{id: "{it}", each: levels(d.region), fit: y ~ x}'),
    models('{id: "{y}", each: [{y: a}, {y: b}], fit: "{y} ~ x"}'),
    'steps: {m: {kind: models, columns: {"{y}": {each: {y: [a]}, fit: "{y} ~ x"}}}}',
    'steps: {"a_{y}": {kind: describe, each: {y: [a]}, from: d, variables: "{y}"}}',
    'steps: {t: {kind: report, tables: {"{y}": {each: {y: [a]}, from: "m.{y}", digits: "{d}"}}}}',
    'steps: {t: {kind: report, tables: {a: {panels: [{title: "{y}", each: {y: [a]}, from: "m.{y}"}]}}}}',
    'steps: {d: {kind: ingest, file: d.csv}}\nclaims: {"H{y}": {each: {y: [a]}, claim: "m.{y}.x > 0"}}',
    'steps: {d: {kind: ingest, file: d.csv}}\nnumbers: {"n{y}": {each: {y: [a]}, of: "m.{y}.x"}}',
  ])('%s', (steps) => {
    expect(isValid(steps)).toBe(true);
  });
});

describe('refuses', () => {
  it.each([
    models('{id: "{y}", each: {y: [a, b]}, fit: "{y} ~ x", winsorise: [1, 99]}'),
    models('{id: "{y}", each: a, fit: "{y} ~ x"}'),
    models('{id: "{y}", each: [], fit: "{y} ~ x"}'),
    models('{id: a, fit: y ~ x, winsorize: "{w}"}'),
    'steps: {"a_{y}": {kind: describe, each: {y: [a]}, from: d, variable: "{y}"}}',
    'steps: {m: {kind: describe, from: d, variables: [a], sample: {each: [b]}}}',
  ])('%s', (steps) => {
    expect(isValid(steps)).toBe(false);
  });
});
