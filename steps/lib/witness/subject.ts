/** Defines what an engine is asked about: the script of a result, papermake's values in it, and the data that it reads. */
import { canonicalJson, sha256 } from '../../../src/base/canonical.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Counterpart } from '../../../src/econ/counterpart.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import type { TrackedData } from '../../../src/export/data.ts';
import type { ReadInput } from '../../../src/export/kind.ts';
import {
  type Block,
  cellsBegin,
  comparedTerms,
  type ExportedList,
  type ExportedModel,
  type Writer,
} from '../../../src/export/language.ts';
import { listCells } from '../../../src/export/lists.ts';
import type { ExportedResult } from '../../../src/export/worded.ts';
import { exportOf } from '../export/registry.ts';

/** A value of papermake's that an engine may confirm. */
export interface SubjectValue {
  /** `x: standard error`, `N`. */
  readonly cell: string;
  readonly ours: number;
  readonly is: 'coefficient' | 'standard error' | 'count' | 'statistic';
  /** The term of a coefficient or an error. */
  readonly term?: string;
}

/** Holds what an engine said of one cell. */
export interface Answer {
  /** null where it has none, such as of a term that it dropped. */
  readonly got: number | null;
  /** The size beside which a difference is small. */
  readonly scale: number;
  /** The value once more by other conventions. */
  readonly others: readonly { readonly convention: string; readonly got: number }[];
}

/** A result to be confirmed, as papermake has it. */
export interface WitnessedResult {
  readonly node: string;
  readonly kind: string;
  readonly params: Json;
  /** Absent where no language has the kind. */
  readonly data?: TrackedData;
  readonly parts: Readonly<Record<string, Json>>;
  /** The inputs that the node reads besides its data; absent where it reads nothing that scripts are made of. */
  readonly inputs?: Readonly<Record<string, ReadInput>>;
}

export interface Subject {
  readonly node: string;
  readonly data: TrackedData | undefined;
  readonly block: Block;
  readonly values: readonly SubjectValue[];
  readonly fit: Fit | undefined;
  /** Digest of all that the question is about: the parameters, the values, and the data. */
  readonly of: string;
}

/** Writes the script of a result, and notes the values that stand in it. */
export function subjectOf(source: WitnessedResult, language: Writer, digests: ColumnDigests): Subject {
  const { node, kind, params, data, parts } = source;
  const write = exportOf(kind);
  if (write === undefined || data === undefined) {
    const block = language.missing(node, `results of \`${kind}\` are not written as scripts yet`);
    return { node, data: undefined, block, values: [], fit: undefined, of: digestOf(source, [], '') };
  }
  const noted = new NotingWriter(language);
  const read = new Set<string>();
  const block = write(
    {
      id: node,
      params,
      data,
      reads: (columns) => {
        for (const name of columns) read.add(name);
        data.reads(columns);
      },
      result: (part) => parts[part]!,
      input: (name) => source.inputs?.[name],
      whole: () => parts,
    },
    noted,
  );
  const { values, fit } = noted;
  const tables = (block.tables ?? []).map(({ file }) => sha256(file.content));
  const told = [digests.of(data, [...read].sort()), ...tables].join('\n');
  return { node, data, block, values, fit, of: digestOf(source, values, told) };
}

const digestOf = ({ kind, params }: WitnessedResult, values: readonly SubjectValue[], data: string): string =>
  sha256(canonicalJson({ kind, params, values: values.map(({ cell, ours }) => [cell, ours]), data }));

/** Digests of columns, each of which many results read. */
export class ColumnDigests {
  readonly #known = new Map<TrackedData, Map<string, string>>();

  of(data: TrackedData, columns: readonly string[]): string {
    const known = this.#known.get(data) ?? new Map<string, string>();
    this.#known.set(data, known);
    return canonicalJson(
      columns.map((name) => {
        const digest = known.get(name) ?? sha256(JSON.stringify(data.cells(name)));
        known.set(name, digest);
        return [name, digest];
      }),
    );
  }
}

/** Hands everything to a language's writer, and notes which of papermake's values the script is about. */
class NotingWriter implements Writer {
  values: readonly SubjectValue[] = [];
  fit: Fit | undefined;
  readonly #language: Writer;

  constructor(language: Writer) {
    this.#language = language;
  }

  model(model: ExportedModel, counterpart?: Counterpart): Block {
    const block = this.#language.model(model, counterpart);
    const further = (block.further ?? []).map(
      ({ cell, value }): SubjectValue => ({ cell, ours: value, is: 'statistic' }),
    );
    this.values = [...this.values, ...valuesOfFit(model), ...further];
    // the conventions of a model are those of the result where the result is one
    if (model.part === undefined) this.fit = model.fit;
    return block;
  }

  describe(list: ExportedList): Block {
    this.values = valuesOfList(list);
    return this.#language.describe(list);
  }

  vif(list: ExportedList): Block {
    this.values = valuesOfList(list);
    return this.#language.vif(list);
  }

  worded(result: ExportedResult): Block {
    const block = this.#language.worded(result);
    this.values = (block.further ?? []).map(
      ({ cell, value }): SubjectValue => ({ cell, ours: value, is: 'statistic' }),
    );
    return block;
  }

  missing(node: string, why: string): Block {
    return this.#language.missing(node, why);
  }

  raw: Writer['raw'] = (raw, sums, frame) => this.#language.raw(raw, sums, frame);
  scripts: Writer['scripts'] = (title, steps) => this.#language.scripts(title, steps);
  data: Writer['data'] = (data, labelOf) => this.#language.data(data, labelOf);
  nameOf: Writer['nameOf'] = (data, column) => this.#language.nameOf(data, column);
}

function valuesOfFit(model: ExportedModel): SubjectValue[] {
  const { spec, fit } = model;
  const begin = cellsBegin(model);
  const terms = comparedTerms(model).flatMap(({ term, estimate, stdError }): SubjectValue[] => [
    { cell: `${begin}${term}: coefficient`, ours: estimate, is: 'coefficient', term },
    ...(typeof stdError === 'number'
      ? [{ cell: `${begin}${term}: standard error`, ours: stdError, is: 'standard error', term } as const]
      : []),
  ]);
  const counted = spec.vcov.is === 'cluster' && fit.nclusters !== null ? [fit.nclusters] : [];
  return [
    ...terms,
    { cell: `${begin}N`, ours: fit.nobs, is: 'count' },
    ...counted.map((ours): SubjectValue => ({ cell: `${begin}clusters`, ours, is: 'count' })),
  ];
}

const valuesOfList = ({ variables, parts }: ExportedList): SubjectValue[] =>
  parts.flatMap((part) =>
    variables.flatMap((text) =>
      listCells(text, part).map(({ cell, value }): SubjectValue => ({ cell, ours: value, is: 'statistic' })),
    ),
  );
