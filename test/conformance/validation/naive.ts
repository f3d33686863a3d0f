/** The plain way to look for a run that explains a log: every event in every state, by the plain semantics. */
import {
  type Composition,
  enabledEvents,
  initialState,
  type SystemEvent,
  type SystemState,
  stateKey,
  step,
} from '../../../src/composition/index.ts';
import { recordedLines } from '../../../src/conformance/index.ts';

/** Lines without the header, by source, in order. */
function bySource(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const line of lines) {
    const { source } = JSON.parse(line) as { source: string };
    found.set(source, [...(found.get(source) ?? []), line]);
  }
  return found;
}

/** Whether some run writes just these lines, seen source by source. */
export function isExplained(composition: Composition, lines: readonly string[]): boolean {
  const logged = bySource(lines);
  const tried = new Set<string>();
  const shownBy = (events: readonly SystemEvent[]): readonly string[] =>
    [...recordedLines(composition, events, {})].slice(1).map((line) => line.trimEnd());
  const visit = (state: SystemState, events: readonly SystemEvent[], count: number): boolean => {
    if (count === lines.length) return true;
    const shown = shownBy(events);
    const key = `${shown.length} ${stateKey(state)} ${[...bySource(shown)].map(([name, of]) => `${name} ${of.length}`).sort()}`;
    if (tried.has(key)) return false;
    tried.add(key);
    return enabledEvents(composition, state).some((event) => {
      const after = [...events, event];
      const told = shownBy(after);
      const fits = [...bySource(told)].every(([source, of]) =>
        of.every((line, place) => line === logged.get(source)?.[place]),
      );
      return fits && visit(step(composition, state, event).state, after, told.length);
    });
  };
  return visit(initialState(composition), [], 0);
}
