/** Reports what `verify` found: each node that differs, in graph order, with the first difference of each of its parts. */
import type { ArtifactReader } from '../../base/reader.ts';
import { isFrame } from '../../base/reader.ts';
import type { Hides } from '../../base/value.ts';
import type { NodeCheck, OutputDifference, PartDifference, Verification } from '../../engine/run/verify.ts';
import { readFrame } from '../../frame/stored/artifact.ts';
import { rowName } from '../../frame/stored/changes.ts';
import { CONFIDENTIAL } from '../confidential.ts';
import { nodeCount } from '../start/fresh-line.ts';
import { styled } from '../terminal/style.ts';
import { type FirstDifference, firstDifference } from './part.ts';

type Verified = Extract<Verification, { is: 'verified' }>;
type Different = Extract<NodeCheck, { is: 'different' }>;

/** At most so many parts of one node are told one by one. */
const MOST_PARTS = 5;

const COLUMN = 'column:';

export function verificationLines(found: Verified): string[] {
  return [
    ...found.checks.flatMap((check) => checkLines(check, found.hides)),
    ...found.outputs.map(outputLine),
    ...found.pending.map((step) => `${word('unknown')}${step}.*: its nodes are not known before others have run`),
    summary(found),
  ];
}

export function verificationJson(found: Verified): object {
  const different = found.checks.filter((check) => check.is === 'different');
  const differences = different.map((check) => differenceOf(check, found.hides));
  return {
    same: found.checks.filter((check) => check.is === 'same').map((check) => check.node),
    different: differences,
    failed: found.checks.filter((check) => check.is === 'failed').map(({ node, messages }) => ({ node, messages })),
    notFresh: found.checks.filter((check) => check.is === 'not-fresh').map(({ node, why }) => ({ node, why })),
    outputs: found.outputs.map((output) => ({ node: output.node, path: output.path, ...outputDifference(output) })),
    passedOver: found.passedOver,
    pending: found.pending,
  };
}

const word = (text: string): string => `${text.padEnd(10)}`;

function checkLines(check: NodeCheck, hides: Hides): string[] {
  switch (check.is) {
    case 'same':
      return [];
    case 'different': {
      const { parts } = differenceOf(check, hides);
      const shown = parts.slice(0, MOST_PARTS).map((part) => `  ${partText(part)}`);
      const more = parts.length - shown.length;
      const head = `${styled('red', word('differs'), process.stdout)}${check.node}`;
      return [head, ...shown, ...(more > 0 ? [`  and ${more} more ${more === 1 ? 'part' : 'parts'}`] : [])];
    }
    case 'failed':
      return [
        `${styled('red', word('failed'), process.stdout)}${check.node}: it ran when it was recorded`,
        ...check.messages.map((message) => `  ${message}`),
      ];
    case 'not-fresh':
      return [`${styled('yellow', word('not fresh'), process.stdout)}${check.node}: ${check.why}`];
    default:
      return check satisfies never;
  }
}

interface DifferentPart extends FirstDifference {
  readonly part: string;
}

function differenceOf(check: Different, hides: Hides): { node: string; parts: readonly DifferentPart[] } {
  const name = rowNames(check, hides);
  const described = check.parts.map(({ part, recorded, again }: PartDifference) => {
    const found = firstDifference(part, recorded, again, name);
    const isHidden = part.startsWith(COLUMN) && hides(part.slice(COLUMN.length));
    return { part, ...found, ...(isHidden ? { before: CONFIDENTIAL, after: CONFIDENTIAL } : {}) };
  });
  return { node: check.node, parts: described };
}

/** Names rows of a frame by unit and time. */
function rowNames({ type, recorded }: Different, hides: Hides): ((row: number) => string) | undefined {
  if (!isFrame(type)) return undefined;
  const bytes = (part: string): Uint8Array => recorded.bytes(part) ?? new Uint8Array();
  const parts = recorded.artifact.parts.map((part) => part.name);
  const reader: ArtifactReader = { type, parts, bytes, json: () => null };
  return (row) => rowName(readFrame(reader), row, hides) ?? `row ${row + 1}`;
}

function partText({ part, at, before, after }: DifferentPart): string {
  const what = part.startsWith(COLUMN) ? `column ${part.slice(COLUMN.length)}` : part;
  return `${what}${at === '' ? '' : `, ${at}`}: recorded ${before}, now ${after}`;
}

const outputDifference = ({ path, recorded, found }: OutputDifference): FirstDifference =>
  firstDifference(path, recorded, found);

function outputLine(output: OutputDifference): string {
  const head = styled('red', word('output'), process.stdout);
  if (!output.found) return `${head}${output.path} is missing`;
  const { at, before, after } = outputDifference(output);
  return `${head}${output.path} is not what was written: ${at}: recorded ${before}, now ${after}`;
}

function summary({ checks, outputs, passedOver }: Verified): string {
  const count = (is: NodeCheck['is']): number => checks.filter((check) => check.is === is).length;
  const first = checks.find((check) => check.is === 'different' || check.is === 'failed');
  const told = [
    [count('same'), 'the same'],
    [count('different'), 'different'],
    [count('failed'), 'failed'],
    [count('not-fresh'), 'not fresh'],
  ] as const;
  const counts = told.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const files =
    outputs.length === 0 ? '' : `; ${outputs.length} ${outputs.length === 1 ? 'file' : 'files'} in out/ changed`;
  const sample = passedOver === 0 ? '' : `; ${passedOver} not in the sample`;
  const at = first ? `; the first that differs is ${first.node}` : '';
  return `papermake: verified ${nodeCount(checks.length)}: ${counts.join(', ') || 'none'}${at}${files}${sample}`;
}
