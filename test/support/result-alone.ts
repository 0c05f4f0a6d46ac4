/** A result as `show --json` prints it, apart from where it ran and what that took, which differs between runs. */
export const resultAlone = (stdout: string): string =>
  JSON.stringify(JSON.parse(stdout, (key, value) => (key === 'ranOn' || key === 'pieces' ? undefined : value)));
