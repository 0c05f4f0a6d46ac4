/** `estimates table`, which prints what `esttab` does. Source: Stata's help of it. */
import type { Option } from '../statement.ts';
import { wordsOf } from '../text.ts';
import type { StataCommand } from './command.ts';
import { esttab } from './tables.ts';

const has = (options: readonly Option[], name: string): boolean => options.some((each) => each.name === name);

/** Levels stand without marks here: `star(.05 .01 .001)`. */
const starred = ({ value }: Option): Option => ({
  name: 'star',
  value: wordsOf(value?.trim() || '.05 .01 .001')
    .map((level, i) => `${'*'.repeat(i + 1)} ${level}`)
    .join(' '),
});

/** `body`: the names of estimates. */
export const estimatesTable =
  (body: string): StataCommand['run'] =>
  (statement, reading) => {
    // one of them stands below an estimate
    const [below = 'se', ...others] = ['se', 't', 'p'].filter((name) => has(statement.options, name));
    const options = statement.options
      .filter(({ name }) => name !== below && !others.includes(name))
      .map((each) => (each.name === 'star' ? starred(each) : each));
    options.push({ name: below });
    if (!has(options, 'star')) options.push({ name: 'nostar' });
    return esttab({ ...statement, body, options }, reading);
  };
