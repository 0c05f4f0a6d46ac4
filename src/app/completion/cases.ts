/** The cases of a `case` in bash and zsh, which differ in what they call for an operand. */
import { type CompletedCommand, type Operand, written } from './model.ts';

type Action = (operand: Operand) => string;

/** A case for each option that takes a value, by its command: `run:--jobs | run:-j) …; return ;;`. */
export const valueCases = (commands: readonly CompletedCommand[], action: Action): string =>
  commands
    .flatMap(({ name, options }) =>
      options.flatMap((option) => {
        const words = written(option).map((each) => `${name}:${each}`);
        return option.value === undefined ? [] : [`    ${words.join(' | ')}) ${action(option.value)}; return ;;`];
      }),
    )
    .join('\n');

/** A case for each command that takes operands. */
export const operandCases = (commands: readonly CompletedCommand[], action: Action): string =>
  commands
    .filter(({ operands }) => operands.length > 0)
    .map(({ name, operands }) => `    ${name}) ${operands.map(action).join('; ')} ;;`)
    .join('\n');
