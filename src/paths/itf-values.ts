/**
 * Values in the Informal Trace Format (Apalache ADR 15).
 *
 * Numbers, strings and booleans stand for themselves, arrays are sequences, objects are records, sets are
 * `{"#set": […]}`. TLA+ has no null, so it is written as Apalache writes the variant `None`; what is not
 * null there stands for itself, without `Some`. Integers that a JSON number cannot hold exactly do not
 * occur in the model.
 */

/** How null is written. */
const none = { tag: 'None', value: 'U_OF_UNIT' } as const;

/** A context value of a chart, or a message. */
export function itfValue(value: unknown): unknown {
  if (value === null || value === undefined) return none;
  if (Array.isArray(value)) return value.map(itfValue);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, itfValue(inner)]));
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`${value} is no integer that a trace can hold`);
  }
  return value;
}

/** A set of strings, sorted, so that equal sets are written alike. */
export const itfSet = (members: readonly string[]): { readonly '#set': readonly string[] } => ({
  '#set': [...new Set(members)].sort(),
});

/** A value as text in which the order of fields and of members of sets makes no difference. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (Object.hasOwn(value, '#bigint')) return String((value as { '#bigint': unknown })['#bigint']);
  if (Object.hasOwn(value, '#set') && Array.isArray((value as { '#set': unknown })['#set'])) {
    return `{${(value as { '#set': unknown[] })['#set'].map(canonicalText).sort().join()}}`;
  }
  const fields = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}:${canonicalText(inner)}`,
  );
  return `{${fields.sort().join()}}`;
}
