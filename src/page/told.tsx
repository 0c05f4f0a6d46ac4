/** Messages, in which backticks set code apart. */

export const Told = ({ text }: { text: string }) => (
  <>{text.split(/`([^`]*)`/).map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</>
);
