/** Stands in an index beside x'b with the coefficient 1: the logarithm of an exposure, or an offset as it is. */
import { optional } from '../../base/schema.ts';
import type { FitWords, SpecProblem, WrittenColumn } from '../estimator.ts';
import type { ModelSpec } from '../spec.ts';

const offsetKey = { offset: optional.text('a variable that enters with coefficient 1') };

export const offsetKeys = {
  /** For an index that is the logarithm of a mean. */
  logarithmic: {
    exposure: optional.text('what the mean is proportional to: its logarithm enters with coefficient 1'),
    ...offsetKey,
  },
  plain: offsetKey,
};

const names = ['exposure', 'offset'] as const;
export type OffsetTerms = Partial<Readonly<Record<(typeof names)[number], readonly [string]>>>;

/** The term that the options name, by what it is, with what is refused of the column where it has one. */
export function compileOffset(column: WrittenColumn): {
  readonly terms: { readonly terms?: OffsetTerms };
  readonly problems: readonly SpecProblem[];
} {
  const written = names.filter((name) => typeof column.options[name] === 'string');
  const found = written.flatMap((name) => {
    const term = column.term(name, column.options[name] as string);
    return term === undefined ? [] : [[name, [term]] as const];
  });
  const problems = written.length === 0 ? [] : [...refusedBoth(written), ...refusedTails(column, written[0]!)];
  return { terms: found.length === 0 ? {} : { terms: Object.fromEntries(found) }, problems };
}

function refusedBoth(written: readonly string[]): SpecProblem[] {
  if (written.length < 2) return [];
  const message = 'expected either `exposure` or `offset`, got both';
  const hint = 'leave one of them out; `exposure: e` is `offset: log(e)`';
  return [{ field: 'estimator', code: 'both-keys', message, hint }];
}

/** Problems with winsorising and trimming. An exposure is known, so that no outlier of it should be moved. */
function refusedTails({ winsorize, trim }: WrittenColumn, name: (typeof names)[number]): SpecProblem[] {
  return (['winsorize', 'trim'] as const).flatMap((field): SpecProblem[] => {
    if ((field === 'trim' ? trim : winsorize)?.vars !== null) return [];
    const message = `\`${field}\` without \`vars\` is not supported with an ${name}, which is a variable of the regression too`;
    return [{ field, code: 'unsupported', message, hint: 'list the others: `{at: [1, 99], vars: [y, x]}`' }];
  });
}

/** A note that names the term too. */
export const noteWithOffset =
  (note: FitWords['note']) =>
  ({ estimator }: ModelSpec): FitWords['note'] => {
    const { exposure, offset } = (estimator?.terms ?? {}) as OffsetTerms;
    if (exposure !== undefined) {
      return { en: `${note.en}, exposure \`${exposure[0]}\``, zh: `${note.zh}，暴露量为 \`${exposure[0]}\`` };
    }
    return offset === undefined
      ? note
      : { en: `${note.en}, offset \`${offset[0]}\``, zh: `${note.zh}，偏移量为 \`${offset[0]}\`` };
  };
