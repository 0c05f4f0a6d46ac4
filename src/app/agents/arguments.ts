/** Says all that is wrong with a tool's arguments at once. */
import type { ErrorObject } from 'ajv';
import type { TSchema } from 'typebox';
import { memoByIdentity } from '../../base/memo.ts';
import { type Problem, problemAt } from '../../base/problem.ts';
import { didYouMean } from '../../base/text/suggest.ts';

const validatorOf = memoByIdentity(async (schema: TSchema) => {
  // In the bundle, a CommonJS package has no export but `default`.
  const { default: module } = await import('ajv');
  return new module.Ajv({ allErrors: true, strict: false, validateSchema: false }).compile(schema);
});

export async function wrongArguments(schema: TSchema, given: unknown): Promise<Problem[]> {
  const validate = await validatorOf(schema);
  return validate(given) ? [] : (validate.errors ?? []).map((error) => problemOf(error, schema));
}

function problemOf(error: ErrorObject, schema: TSchema): Problem {
  const { keyword, instancePath, params, message = 'does not fit' } = error;
  const place = instancePath.split('/').slice(1).join('.');
  const called = place === '' ? 'the arguments' : `\`${place}\``;
  const problem = (text: string, hint?: string): Problem => problemAt({ code: 'bad-argument', message: text, hint });
  if (keyword === 'required') return problem(`${called} lack \`${params.missingProperty}\``);
  if (keyword === 'additionalProperties') {
    const names = Object.keys((schema as { readonly properties?: object }).properties ?? {});
    const name = String(params.additionalProperty);
    const known = names.length === 0 ? 'the tool takes none' : `arguments are \`${names.join('`, `')}\``;
    return problem(
      `unknown argument \`${place === '' ? name : `${place}.${name}`}\``,
      didYouMean(name, names) ?? known,
    );
  }
  return problem(`${called} ${message}`);
}
