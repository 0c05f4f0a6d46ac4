/** Writes the first pipeline over a data file. */
import { stringify } from 'yaml';
import type { Value } from '../../import/draft.ts';
import type { Language } from '../../table/table.ts';
import { authorFormats } from '../importing/formats.ts';
import type { FirstPlan } from './plan.ts';
import { firstWords } from './words.ts';

/** `file`: the path in the project. */
export function firstPipeline(plan: FirstPlan, file: string, language: Language): string {
  const words = firstWords[language];
  const { choice, labels, described } = plan;
  const parts = [
    `# yaml-language-server: $schema=./schema/pipeline.schema.json\n# ${words.head(file)}\npapermake: 1\ntitle: ${flow(words.title(file))}\n`,
    ...(Object.keys(labels).length === 0
      ? []
      : [
          `# ${words.labels}\nvariables:\n${Object.entries(labels)
            .map(([name, label]) => `  ${flow(name)}: ${flow(label)}\n`)
            .join('')}`,
        ]),
    ...(choice === undefined || choice.regressors.length < 2
      ? []
      : [`# ${words.sets}\nsets:\n  controls: ${flow(choice.regressors.slice(1).map(termOf))}\n`]),
    `steps:\n${dataSteps(plan, file)}`,
    ...(described.length === 0
      ? []
      : [`  summary: ${flow({ kind: 'describe', from: sourceOf(plan), variables: described.map(termOf) })}\n`]),
    ...(choice === undefined ? [] : [models(plan, language)]),
    ...(described.length === 0 ? [] : [tables(plan, language)]),
  ];
  return parts.join('\n');
}

const flow = (value: Value): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trimEnd();

const block = (entries: readonly (readonly [string, Value | undefined])[]): string =>
  entries.map(([key, value]) => (value === undefined ? '' : `    ${key}: ${flow(value)}\n`)).join('');

const sourceOf = ({ wide }: FirstPlan): string => (wide === undefined ? 'data' : 'panel');

function dataSteps({ keys, wide, panel }: FirstPlan, file: string): string {
  const written = panel && { unit: panel.unit.name, time: panel.time.name };
  const own = `  data:\n${block([['kind', 'ingest'], ['file', file], ...Object.entries(keys), ['panel', wide === undefined ? written : undefined]])}`;
  if (wide === undefined) return own;
  return `${own}\n  panel:\n${block([
    ['kind', 'reshape'],
    ['from', 'data'],
    ['to', 'long'],
    ['columns', [...wide.columns]],
    ['name', 'year'],
    ['values', [...wide.values]],
    ['id', wide.panel.unit.name],
    ['panel', written],
  ])}`;
}

/** A name as formulas have it. */
const termOf = (name: string): string => (/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) ? name : `\`${name}\``);

function models(plan: FirstPlan, language: Language): string {
  const words = firstWords[language];
  const { outcome, regressors } = plan.choice!;
  const [first, ...controls] = regressors.map(termOf);
  const right = controls.length === 0 ? first! : `${first} + $controls`;
  const fit = `${termOf(outcome)} ~ ${right}`;
  const { panel } = plan;
  const [unit, time] = panel === undefined ? [] : [termOf(panel.unit.name), termOf(panel.time.name)];
  const columns: Record<string, Value>[] =
    panel === undefined || !plan.isWithin
      ? [...(controls.length === 0 ? [] : [{ id: 'short', fit: `${termOf(outcome)} ~ ${first}` }]), { id: 'long', fit }]
      : [
          { id: 'pooled', fit },
          { id: 'within', fit: `${fit} | ${unit}` },
          { id: 'twoway', fit: `${fit} | ${unit} + ${time}` },
        ];
  return `  # ${words.model}\n  models:\n${block([
    ['kind', 'models'],
    ['from', sourceOf(plan)],
    ['vcov', panel === undefined ? 'HC1' : `cluster(${unit})`],
  ])}    columns:\n${columns.map((each) => `      - ${flow(each)}\n`).join('')}`;
}

function tables({ choice }: FirstPlan, language: Language): string {
  const words = firstWords[language];
  const entries: (readonly [string, Value])[] = [
    ['summary', { from: 'summary', caption: words.summary, formats: authorFormats }],
    ...(choice === undefined
      ? []
      : [['models', { from: 'models', caption: words.regressions, formats: authorFormats }] as const]),
  ];
  return `  # ${words.tables}\n  tables:\n${block([['kind', 'report']])}    tables:\n${entries.map(([name, value]) => `      ${name}: ${flow(value)}\n`).join('')}`;
}
