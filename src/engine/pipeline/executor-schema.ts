/** Schemas of the clusters that a pipeline declares, and of what its steps say of the place where they run. */
import Type from 'typebox';
import { isJsonObject } from '../../base/json.ts';
import type { Diagnostic } from '../../base/problem.ts';
import { optional, strict } from '../../base/schema.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { ExecutorDecl, Resources } from '../step.ts';

/** This machine, as a place. */
export const HERE = 'local';

/** A word that needs no quotes in a command or a script. */
const word = (description: string) => Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.,:@+=/-]+$', description }));

const resources = {
  cpus: Type.Optional(Type.Integer({ minimum: 1, maximum: 4096, description: 'cores of a worker (1)' })),
  memory: Type.Optional(
    Type.String({
      pattern: '^[1-9][0-9]{0,8}[KMGT]$',
      description: 'memory of a worker: `4G`; doubled where it is not enough',
    }),
  ),
  time: Type.Optional(
    Type.String({
      pattern: '^([0-9]+-)?[0-9]{1,3}:[0-5][0-9]:[0-5][0-9]$',
      description: 'time limit of a worker: `1:00:00`',
    }),
  ),
  partition: word('partition or queue'),
  account: word('account that is charged'),
  attempts: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'a node fails after so many deaths of its workers (10)' }),
  ),
  options: Type.Optional(
    Type.Record(
      Type.String({ pattern: '^[A-Za-z][A-Za-z0-9-]*$' }),
      Type.Union([Type.String({ pattern: '^[^\\u0000-\\u001f\\u007f]+$' }), Type.Integer(), Type.Literal(true)]),
      {
        additionalProperties: false,
        description: 'further options of the command that submits: `{qos: long, exclusive: true}`',
      },
    ),
  ),
};

/** Keys of any step. */
export const PlaceKeys = {
  on: optional.text('the executor that runs it: one of `executors`, or `local`'),
  resources: Type.Optional(
    Type.Object(
      {
        on: optional.text('the executor that runs it, for a step whose kind has an `on` of its own'),
        ...resources,
      },
      { additionalProperties: false, description: 'what it asks of a cluster' },
    ),
  ),
};

const Executor = strict({
  is: Type.String({
    pattern: '^[A-Za-z][A-Za-z0-9_-]*$',
    description: '`slurm`, `pbs`, or a scheduler that `templates/NAME.scheduler.yaml` of the project describes',
  }),
  workers: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 10_000, description: 'at most so many workers at once (4)' }),
  ),
  ...resources,
  spool: optional.text('a folder that all machines see, relative to this file (`.papermake/spool`)'),
  command: optional.text('how papermake is called on a worker (as it was called here)'),
  setup: optional.text('lines of shell before that, of which none may fail: `module load nodejs`'),
  logs: optional.text('a folder in which what workers print is kept, relative to this file'),
  ask: Type.Optional(
    Type.Number({
      minimum: 1,
      maximum: 3600,
      description: 'seconds until the scheduler is first asked for states (40)',
    }),
  ),
  silence: Type.Optional(
    Type.Number({
      minimum: 10,
      maximum: 86_400,
      description: 'seconds until a worker without a sign of life is taken for lost (45)',
    }),
  ),
});

export const Executors = optional.map(Executor, 'clusters that nodes may run on, by name: `papermake --on NAME`');

const WORKERS = 4;

/** The declared executors that are well-formed maps. */
export const executorsOf = (raw: Readonly<Record<string, unknown>>): Readonly<Record<string, ExecutorDecl>> =>
  Object.fromEntries(
    Object.entries(raw).flatMap(([name, each]) =>
      isJsonObject(each) ? [[name, { workers: WORKERS, ...each } as unknown as ExecutorDecl]] : [],
    ),
  );

/** Returns the executor and resources that a step names. */
export function placeOf({ on: own, resources: asked }: Readonly<Record<string, unknown>>): {
  readonly on?: string;
  readonly resources?: Resources;
} {
  const { on = own, ...resources } = isJsonObject(asked) ? asked : {};
  return {
    ...(typeof on === 'string' && { on }),
    ...(Object.keys(resources).length > 0 && { resources: resources as Resources }),
  };
}

/** Returns the problems of the places that a step names, each with its key. `declared` holds the names of executors. */
export function wrongPlaces(
  { on, resources: asked }: Readonly<Record<string, unknown>>,
  declared: readonly string[],
): { readonly at: readonly string[]; readonly wrong: Diagnostic }[] {
  const within = isJsonObject(asked) ? asked.on : undefined;
  const twice: Diagnostic = {
    code: 'two-places',
    message: '`on` and `resources: {on: …}` both say where the step runs',
    hint: 'one of them is enough',
  };
  const at = ['resources', 'on'];
  if (on !== undefined && within !== undefined) return [{ at, wrong: twice }];
  const wrong = unknownPlace(on ?? within, declared);
  return wrong ? [{ at: on === undefined ? at : ['on'], wrong }] : [];
}

/** Returns the problem of a place's name, or undefined. `declared` holds the names of executors. */
export function unknownPlace(name: unknown, declared: readonly string[]): Diagnostic | undefined {
  if (typeof name !== 'string' || name === HERE || declared.includes(name)) return undefined;
  const hint =
    didYouMean(name, [...declared, HERE]) ??
    (declared.length === 0
      ? `\`executors: {${/^[A-Za-z]\w*$/.test(name) ? name : 'hpc'}: {is: slurm}}\` declares one`
      : `declared are ${declared.map((each) => `\`${each}\``).join(', ')}, and \`${HERE}\` is this machine`);
  return { code: 'unknown-executor', message: `no executor is called \`${name}\``, hint };
}
