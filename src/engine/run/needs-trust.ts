/** Says that something was not started, since the user has not let the project do so. */
import { type Problem, problemAt } from '../../base/problem.ts';

/** How trust is given, for hints. */
export const HOW_TO_TRUST =
  'read what it starts, then `papermake trust` trusts this folder; `--trust` does so for one call, `PAPERMAKE_TRUST=1` in CI';

export const needsTrust = (starts: string): Problem =>
  problemAt({
    code: 'needs-trust',
    message: `this folder is not trusted to start ${starts}`,
    hint: HOW_TO_TRUST,
  });
