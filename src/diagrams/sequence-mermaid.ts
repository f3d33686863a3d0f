/** A path as a Mermaid sequence diagram. */
import { actorName, type Composition, groupsOf, type SystemEvent } from '../composition/index.ts';
import { type Path, play } from '../explore/index.ts';
import { tell, who } from '../verify/index.ts';

/** The path as a Mermaid sequence diagram; what may be repeated for ever after it stands in a loop. */
export function mermaidSequence(
  composition: Composition,
  events: readonly SystemEvent[],
  cycle: readonly SystemEvent[] = [],
): string {
  const path = play(composition, [...events, ...cycle]);
  const told = tell(composition, [...events, ...cycle]);
  const names = new Map<string, string>();
  const groups = groupsOf(composition);
  const participant = (group: number, actor: string): string => {
    const key = `${group} ${actor}`;
    const id = names.get(key) ?? `p${names.size}`;
    names.set(key, id);
    return id;
  };
  groups.forEach((group, number) => {
    for (const actor of group.actors) participant(number, actorName(actor));
  });
  const spoken = new Set<string>();
  const linesOf = (steps: Path['steps'], first: number): readonly string[] =>
    steps.flatMap(({ event, communications }, index) => {
      const at = participant(event.group, event.type === 'DELIVER' ? '' : event.actor);
      const note = event.type === 'DELIVER' ? [] : [`  Note over ${at}: ${told[first + index]?.headline}`];
      if (event.type !== 'DELIVER') spoken.add(at);
      return [
        ...note,
        ...communications.flatMap(({ from, to, message }) => {
          if ('channel' in to) return [];
          const [one, other] = [participant(from.group, from.actor), participant(to.group, to.actor)];
          spoken.add(one).add(other);
          return [`  ${one}->>${other}: ${message.type}`];
        }),
      ];
    });
  const lines = [
    ...linesOf(path.steps.slice(0, events.length), 0),
    ...(cycle.length === 0
      ? []
      : ['  loop for ever', ...linesOf(path.steps.slice(events.length), events.length), '  end']),
  ];
  const declared = [...names]
    .filter(([, id]) => spoken.has(id))
    .map(([key, id]) => {
      const [group, actor] = key.split(' ') as [string, string];
      return `  participant ${id} as ${who(composition, { group: Number(group), actor })}`;
    });
  return ['sequenceDiagram', ...declared, ...lines].join('\n');
}
