/** Digests, times in milliseconds, stamps of files, and when processes began are numbers of the machine, which may hold any digits. */
const OF_THE_MACHINE =
  /\b(?=\d*[a-f])[0-9a-f]{16,}\b|"stamp":\[[^\]]*\]|\b1[789]\d{11}\b(?:\.\d+)?|"(?:milliseconds|seconds)":[\d.]+|"(?:pid|born)":"?\d+/g;

/** A text without them, in which a test looks for digits. */
export const withoutMachine = (text: string): string => text.replace(OF_THE_MACHINE, '');
