/** Names of percentiles among descriptive statistics: `p2.5`. */

export const percentileName = (percent: number): string => `p${percent}`;

export const isPercentileName = (name: string): boolean => /^p\d+(\.\d+)?$/.test(name);
