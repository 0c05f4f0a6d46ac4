/** Tells of variables that have no marginal effect. */
import { quoted } from '../../base/text/quoted.ts';
import { firstOf, grouped } from '../../base/text/term-names.ts';
import type { Warning } from '../fit.ts';
import { familyOf, type Move, placingOf } from './move.ts';

/** Why a move has no effect, and the column, variable or term that it is because of. */
export type WhyNot =
  | { readonly is: 'winsorized' | 'undefined' | 'spanned'; readonly text: string }
  | { readonly is: 'absorbed'; readonly text: string; readonly within: readonly string[] };

export interface Unmoved {
  readonly move: Move;
  readonly why: WhyNot;
}

/** One warning for the levels of a factor that have no effect for the same reason. `moves`: those that have one too. */
export function marginWarnings(unmoved: readonly Unmoved[], moves: readonly Move[]): Warning[] {
  const groups = grouped(unmoved, ({ move, why }) => JSON.stringify([placingOf(move)?.is ?? familyOf(move), why]));
  return groups.map((members) => {
    const [{ move, why }] = members;
    const placed = placingOf(move);
    if (placed !== undefined) return placeWarning(placed, members.length - 1, why);
    const isWhole = members.length === moves.filter((each) => familyOf(each) === familyOf(move)).length;
    const { first, more } = firstOf(isWhole ? [familyOf(move)] : members.map((each) => each.move.name));
    return warning(`${quoted(first)}${more === 0 ? '' : ` and ${more} more`}`, move, why);
  });
}

/** Predictions lack where the level alone is not identified; else nothing is told of the place. */
function placeWarning({ is, place }: NonNullable<ReturnType<typeof placingOf>>, more: number, why: WhyNot): Warning {
  const [code, text] = ['no-margin', `\`${why.text}\``];
  const at = `\`${place}\`${more === 0 ? '' : ` and ${more} more`}`;
  if (why.is === 'undefined') return { code, message: `no margins at ${at} are defined: ${text} has no value there` };
  if (why.is === 'winsorized') {
    const message = `no margins at ${at} are told: ${text} was winsorised by itself`;
    return { code, message, hint: 'winsorise in the data step' };
  }
  const cause = why.is === 'absorbed' ? `absorbed effects hold a part of ${text}` : `${text} has no coefficient`;
  if (is === 'predict') return { code, message: `no prediction at ${at} is identified: ${cause}` };
  return { code, message: `no margins at ${at} are identified: ${cause}` };
}

function warning(of: string, move: Move, why: WhyNot): Warning {
  const text = `\`${why.text}\``;
  switch (why.is) {
    case 'absorbed': {
      const within = why.within.length === 0 ? '' : ` within ${quoted(why.within)}`;
      return {
        code: 'no-margin',
        message: `no marginal effect of ${of} is identified: ${text} does not vary${within}`,
      };
    }
    case 'spanned':
      return { code: 'no-margin', message: `no marginal effect of ${of} is identified: ${text} has no coefficient` };
    case 'winsorized':
      return {
        code: 'no-margin',
        message: `no marginal effect of ${of} is told: ${text} was winsorised by itself`,
        hint: 'winsorise in the data step',
      };
    case 'undefined': {
      const what = move.is === 'slope' ? 'has no derivative by it in some rows' : 'has no value where it changes';
      return { code: 'no-margin', message: `no marginal effect of ${of} is defined: ${text} ${what}` };
    }
    default:
      return why satisfies never;
  }
}
