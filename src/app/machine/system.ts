/** The version of papermake and of Node, and the system under which they run. */
import { version } from '../place.ts';

export interface System {
  readonly papermake: string;
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
}

export const thisSystem = (): System => ({
  papermake: version(),
  node: process.versions.node,
  platform: process.platform,
  arch: process.arch,
});

export const systemLine = ({ papermake, node, platform, arch }: System): string =>
  `papermake ${papermake}, Node ${node}, ${platform} ${arch}`;
