/** Labels of chemistry, of which the digits stand below the line in every format. */
import { expect, it } from 'vitest';
import { withLowered } from '../../../src/base/formula/lowered.ts';
import { projectOf } from '../../../src/engine/pipeline/document/project.ts';

it.each([
  ['CO_2', 'CO₂'],
  ['log CO_2 per head', 'log CO₂ per head'],
  ['CO_2排放', 'CO₂排放'],
  ['排放CO_2', '排放CO₂'],
  ['N_2O, H_2O and NO_x', 'N₂O, H₂O and NOₓ'],
  ['(SO_2)', '(SO₂)'],
])('%s is printed as %s', (label, printed) => expect(withLowered(label)).toBe(printed));

it.each([
  'co_2',
  'GDP_10',
  'PM_2.5',
  'X_2_lag',
  'ROA_w',
  'log_GDP',
  'so2_per_gdp',
  'A_B',
  'x_2',
  'CO_2^2',
  '$CO_2$ and $\\beta_1$',
  'Q1_2',
])('%s stays', (label) => expect(withLowered(label)).toBe(label));

it('is so in labels and translations, and in no name', () => {
  const { variables } = projectOf({
    steps: {},
    variables: { CO_2: { label: 'CO_2 emissions', zh: 'CO_2排放' }, SO_2: { unit: 'kg' } },
  });
  expect(variables.CO_2).toEqual({ label: 'CO₂ emissions', translations: { zh: 'CO₂排放' } });
  expect(variables.SO_2).toEqual({ unit: 'kg', translations: {} });
});
