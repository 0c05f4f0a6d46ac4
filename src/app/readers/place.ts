/** The place of the index of results: a project whose readers were written has one, and each run brings it up to date. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_PIPELINE } from '../../engine/store/pipelines.ts';
import { OUTPUT_FOLDER } from '../../engine/system/files.ts';

/** Each pipeline of a folder has an index of its own. */
export const indexOf = (pipeline: string): string =>
  pipeline === DEFAULT_PIPELINE
    ? `${OUTPUT_FOLDER}/results.tsv`
    : `${OUTPUT_FOLDER}/results.${pipeline.replace(/\.ya?ml$/i, '').replaceAll(/[/\\]/g, '.')}.tsv`;

export const hasIndex = (root: string, pipeline: string): boolean => existsSync(join(root, indexOf(pipeline)));
