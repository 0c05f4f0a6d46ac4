/** Words amounts of memory. */

const GIB = 1024;

/** An amount in MiB as people say it: `300 MiB`, `1.2 GiB`. */
export const mebibytes = (amount: number): string =>
  amount < GIB ? `${Math.ceil(amount)} MiB` : `${(amount / GIB).toFixed(1)} GiB`;
