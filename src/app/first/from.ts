/** `papermake init --from FILE`: looks at a data file, and writes a first pipeline over it that runs at once. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { quoted } from '../../base/text/quoted.ts';
import { makeFolder, statIfThere } from '../../engine/system/files.ts';
import { DataError } from '../../frame/complaint.ts';
import type { Language } from '../../table/table.ts';
import { EXIT } from '../command.ts';
import { wrong } from '../survey/open-survey.ts';
import { ownName } from '../terminal/own-name.ts';
import { tell, tellJson } from '../terminal/terminal.ts';
import { type Look, lookAt } from './look.ts';
import { firstPipeline } from './pipeline.ts';
import { planOf } from './plan.ts';
import { lookJson, lookLines } from './shown.ts';
import { complaintText, whyNoData } from './wrong-file.ts';

const PIPELINE = 'pipeline.yaml';

export interface FromCall {
  readonly data: string;
  readonly directory: string;
  readonly language: Language;
  readonly json: boolean;
  /** Writes what every project has beside, and answers which files those are; the next command, in words. */
  finish(): { readonly written: readonly string[]; readonly next: string };
}

export function initFrom({ data, directory, language, json, finish }: FromCall): number {
  const unfit = whyNoData(data);
  if (unfit !== undefined) return wrong(unfit);
  const root = resolve(directory);
  const within = relative(root, resolve(data)).replaceAll('\\', '/');
  const isInside = !within.startsWith('..') && !isAbsolute(within);
  const file = isInside ? within : `data/${basename(data)}`;
  const taken = [PIPELINE, ...(isInside ? [] : [file])].filter((path) => statIfThere(join(root, path)) !== undefined);
  if (taken.length > 0)
    return wrong(
      `${quoted(taken)} already there; nothing was written\nhint: \`${ownName()} init DIR --from FILE\` makes the project in another folder`,
    );
  let look: Look;
  try {
    look = lookAt(resolve(data), statIfThere(data)!.size);
  } catch (error) {
    if (error instanceof DataError) return wrong(`\`${data}\`: ${complaintText(error)}`);
    throw error;
  }
  const plan = planOf(look);
  makeFolder(dirname(join(root, file)));
  if (!isInside) copyFileSync(data, join(root, file));
  writeFileSync(join(root, PIPELINE), firstPipeline(plan, file, language), { flag: 'wx' });
  const { written, next } = finish();
  if (json) tellJson({ file, written: [PIPELINE, ...written], ...lookJson(look, plan) });
  else
    tell(
      `${[...lookLines(look, plan, file, language), `papermake: wrote ${[PIPELINE, ...written].join(', ')}`, next].join('\n')}\n`,
    );
  return EXIT.done;
}
