/** `Dockerfile`, which makes the results in a container whose image is named by its digest. */
import { ownPackage } from '../own.ts';
import { type DepositFormat, json } from './format.ts';

export const dockerfile: DepositFormat = {
  path: 'Dockerfile',
  of: 'Docker, Podman',
  write({ declared: { image }, starts, pipeline }) {
    if (image === undefined) return undefined;
    const command = ['papermake', 'run', '-f', pipeline, ...(starts.length === 0 ? [] : ['--trust'])];
    const needs =
      starts.length === 0
        ? []
        : [`# The image must have what these steps start: ${starts.join('; ').replace(/\s+/g, ' ')}`];
    return [
      ...needs,
      `FROM ${image}`,
      'WORKDIR /paper',
      'COPY . .',
      `RUN npm install --global ./${ownPackage()}`,
      `CMD ${json(command).replace(/\s+/g, ' ').trim()}`,
      '',
    ].join('\n');
  },
};
