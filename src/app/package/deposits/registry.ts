/** THE list of metadata files that a package holds. */
import { citation } from './citation.ts';
import { codemeta } from './codemeta.ts';
import { dataverse } from './dataverse.ts';
import { dockerfile } from './dockerfile.ts';
import type { DepositFormat } from './format.ts';
import { openicpsr } from './openicpsr.ts';
import { osf } from './osf.ts';
import { zenodo } from './zenodo.ts';

export const depositFormats: readonly DepositFormat[] = [
  citation,
  codemeta,
  zenodo,
  dataverse,
  osf,
  openicpsr,
  dockerfile,
];
