/** Every small mistake that can be made in a wiring, by rule: a message has no wire, or its wire leads elsewhere. */
import type { Reach, Wire } from '../composition/index.ts';

/** A wiring with one mistake, as a change to a wiring. */
export interface WireVariant {
  readonly name: string;
  readonly operator: string;
  readonly rewire: (wires: readonly Wire[]) => readonly Wire[];
}

/** Where else a message may go by mistake. */
const astray: Readonly<Record<Reach, Reach>> = {
  own: 'neighbour',
  hub: 'neighbour',
  units: 'firstUnit',
  firstUnit: 'units',
  nextUnit: 'neighbour',
  neighbour: 'own',
};

/** All variants of a wiring; wires may be of several wirings that share them. */
export function wireVariants(wires: Iterable<Wire>): readonly WireVariant[] {
  return [...new Set(wires)].flatMap((wire): readonly WireVariant[] => {
    const { select, ...toAll } = wire;
    const reach = wire.reach ?? 'own';
    const to = `${wire.from} to ${wire.to}`;
    const replacedBy =
      (...others: readonly Wire[]): WireVariant['rewire'] =>
      (all) =>
        all.flatMap((one) => (one === wire ? others : [one]));
    const said = wire.messages.join(', ');
    return [
      ...wire.messages.map((message) => ({
        name: `${message} from ${to} dropped`,
        operator: 'wire dropped',
        rewire: replacedBy({ ...wire, messages: wire.messages.filter((one) => one !== message) }),
      })),
      {
        name: `${said} from ${to} over ${astray[reach]}`,
        operator: 'wire retargeted',
        rewire: replacedBy({ ...wire, reach: astray[reach] }),
      },
      ...(select === undefined
        ? []
        : [{ name: `${said} from ${to} for all`, operator: 'wire retargeted', rewire: replacedBy(toAll) }]),
    ];
  });
}
