/** THE list of scans that a package goes through. */
import { encoding, large, licence, names } from './files.ts';
import { account, email } from './identity.ts';
import { inputs } from './inputs.ts';
import { metadata } from './metadata.ts';
import { outputs } from './outputs.ts';
import { paths } from './paths.ts';
import { personal } from './personal.ts';
import { seeds, versions } from './programs.ts';
import type { Scan } from './scan.ts';
import { secrets } from './secrets.ts';

export const scans: readonly Scan[] = [
  paths,
  account,
  secrets,
  email,
  personal,
  metadata,
  inputs,
  outputs,
  licence,
  large,
  names,
  versions,
  seeds,
  encoding,
];
