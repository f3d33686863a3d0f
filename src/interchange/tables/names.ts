/** Names that every language takes. */
import type { Message } from '../../composition/index.ts';

/** Letters, digits and underscores. */
export const identifier = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');

/** A message as an identifier: its type, and its fields where it has any. */
export function messageName(message: Message): string {
  const fields = Object.entries(message)
    .filter(([name]) => name !== 'type')
    .map(([name, value]) => `_${name}_${identifier(String(value))}`);
  return `${identifier(message.type)}${fields.join('')}`;
}

/** Names that are all different: the second of a name gets a 2, and so on. */
export function distinct(names: readonly string[]): readonly string[] {
  const met = new Map<string, number>();
  return names.map((name) => {
    const count = (met.get(name) ?? 0) + 1;
    met.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}
