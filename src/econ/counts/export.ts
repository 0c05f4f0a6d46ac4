/** Says how counts with an equation of zeros are written in other languages. */
import { type FurtherEquation, furtherTerm } from '../../base/text/term-names.ts';
import type { NoCounterpart, PythonModel, RModel, StataModel } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import { offsetInPython } from '../likelihood/discrete-in-python.ts';
import { offsetInR } from '../likelihood/glm-in-r.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';

interface WrittenCounts {
  readonly equation: FurtherEquation;
  readonly isDispersed: boolean;
}

const shared = ({ terms }: FitForm) =>
  ({
    packages: [],
    errors: 'likelihood',
    effects: 'call',
    parameters: terms.map(({ term }) => term).filter((term) => furtherTerm(term) !== undefined),
  }) as const;

/** At its limit the fit has no ln α, and no function ends there. */
function atLimit({ terms }: FitForm, { isDispersed }: WrittenCounts): NoCounterpart | undefined {
  if (!isDispersed || terms.some(({ term }) => term === '/lnalpha')) return undefined;
  return { none: 'α is 0, the end of its range, which no function finds' };
}

const lawOf = ({ isDispersed }: WrittenCounts): string => (isDispersed ? '"NB2"' : '"P"');

export const countsInR = (fit: FitForm, written: WrittenCounts): RModel | NoCounterpart =>
  atLimit(fit, written) ?? {
    ...shared(fit),
    call: (pieces) => {
      const listed = pieces.further(written.equation);
      const zeros = `~ ${listed.length === 0 ? '1' : listed.join(' + ')}`;
      const formula = `${pieces.outcome} ~ ${pieces.regressors}${offsetInR(pieces)}`;
      return `inflated_ml(${formula}, ${zeros}, d, ${lawOf(written)}${pieces.weightValues})`;
    },
    bread: 'vcov(m)',
    statistics: { ll: 'm$ll' },
  };

export const countsInPython = (fit: FitForm, written: WrittenCounts): PythonModel | NoCounterpart =>
  atLimit(fit, written) ?? {
    ...shared(fit),
    call: (pieces) => {
      const given = [pieces.outcome, pieces.regressors, pieces.designOf(written.equation)];
      return `inflated_ml(${given.join(', ')}, ${lawOf(written)}${offsetInPython(pieces)}${pieces.weights})`;
    },
    statistics: { ll: 'm.llf' },
  };

/** `zip` and `zinb` have the second equation as an option of its name. */
export const inflatedInStata = (command: string, fit: FitForm, isDispersed: boolean): StataModel | NoCounterpart =>
  atLimit(fit, { equation: 'inflate', isDispersed }) ??
  likelihoodInStata(command, fit, (pieces) => {
    const listed = pieces.further('inflate');
    return [`inflate(${listed.length === 0 ? '_cons' : listed.join(' ')})`, ...offsetInStata(pieces)];
  });
